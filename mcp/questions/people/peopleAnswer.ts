import { cleanText, DATA_NOTE } from '../../../shared/disclosure/cleanText';
import type { CrmUser, CrmUsers } from '../../../shared/org/users';
import { type Counts, countsOf } from '../counting/counts';
import { NoExportError, noExport } from '../noExport';
import { writeCursor } from '../pageCursor';
import type { QueryContext, QueryInput, QueryResult } from '../queryContext';
import { coverageNotes, periodNotes, scopeOf } from '../scope';
import { withoutUndefined } from '../shownEntry';
import { type Source, sourceOf } from '../source';
import { nameNotes } from '../words/unknown';
import { countedUsers, type CountedUser, isActive, type NameCount } from './countedUsers';
import { peopleNotes } from './peopleNotes';

export const USER_STATUSES = ['active', 'inactive'] as const;

/** Which people are asked for. */
export type PeopleInput = QueryInput & {
	readonly status?: (typeof USER_STATUSES)[number] | undefined;
	readonly without_entries: boolean;
	readonly limit: number;
};

/** More names than these are in no organization's log. */
const MAX_NAMES = 100_000;

/** How a page of items is made to fit. */
export type Fitted = <I>(
	items: readonly I[],
	build: (shown: readonly I[]) => QueryResult,
) => QueryResult;

/** The people of the organization beside what they did. Null while an export is running. */
export async function peopleAnswer(
	context: QueryContext<PeopleInput>,
	fitted: Fitted,
): Promise<QueryResult | null> {
	const { app, client, input, question, cursor, bounds, run } = context;
	const options = { signal: run.signal };
	const users = await client.names.users(options);
	const log = await logOf(context);
	if (log === null) return null;
	const { counts, source, refusal } = log;
	const { coverage } = counts ?? {};
	const people = peopleIn(users, question.filter.users);
	const found = countedUsers(users, people, (counts?.groups ?? []).map(nameCount));
	const matching = found.users.filter(
		({ user, entries }) =>
			(input.status === undefined || isActive(user) === (input.status === 'active')) &&
			(!input.without_entries || (counts !== undefined && entries === 0)),
	);
	const skip = cursor?.after[0] ?? 0;
	const remarks = [
		...(refusal === undefined ? [] : [refusal]),
		...peopleNotes(context, { users, found, coverage }),
		...periodNotes(question, coverage),
		...(coverage ? coverageNotes(coverage) : []),
		...(await nameNotes(context, matching.length === 0)),
		DATA_NOTE,
	];
	const page = matching.slice(skip, skip + input.limit);
	return fitted(page, (shown) => {
		const end = skip + shown.length;
		const hasNext = end < matching.length && shown.length > 0;
		const after = [end, 'users'] as const;
		const next_cursor =
			hasNext && source?.data
				? writeCursor({ period: question.period, data: source.data, after }, bounds)
				: undefined;
		return {
			status: 'ready',
			scope: scopeOf(question, app.config, coverage),
			...{ total_matched: matching.length, returned: shown.length },
			users: shown.map((one) => shownUser(one, counts !== undefined)),
			...(next_cursor && { next_cursor }),
			notes: [
				...(shown.length < matching.length
					? [
							`People ${skip + 1}–${end} of ${matching.length}.${next_cursor ? ' For the next ones repeat the call with cursor set to next_cursor.' : ''}`,
						]
					: []),
				...remarks,
			],
		};
	});
}

/** Counts of the period; without them where no export may be made for them. Null while one is running. */
async function logOf(context: QueryContext): Promise<{
	readonly counts?: Counts;
	readonly source?: Source;
	readonly refusal?: string;
} | null> {
	const { app, client, question, run } = context;
	try {
		const source = await sourceOf(context);
		if (source === null) return null;
		const page = { order: 'key', skip: 0, limit: MAX_NAMES } as const;
		return { source, counts: await countsOf(context, source, ['user'], page) };
	} catch (error) {
		if (!(error instanceof NoExportError)) throw error;
		const jobs = await client.listExports({ signal: run.signal });
		return { refusal: `Without entries: ${noExport(question, jobs, app.config).message}` };
	}
}

function peopleIn(users: CrmUsers, words: readonly string[] | undefined): readonly CrmUser[] {
	if (!words || words.length === 0) return users.all;
	return [...new Set(words.flatMap((word) => users.meantBy(word)))];
}

function nameCount({ key, count, last }: Counts['groups'][number]): NameCount {
	return { label: key.user ?? '', count, last };
}

function shownUser({ user, entries, last }: CountedUser, isCounted: boolean) {
	const shown = (text: string | null): string | undefined =>
		text === null ? undefined : cleanText(text, 120);
	return withoutUndefined({
		name: cleanText(user.name, 120),
		id: user.id,
		email: shown(user.email),
		status: shown(user.status),
		profile: shown(user.profile),
		role: shown(user.role),
		...(isCounted && { entries, last_entry: last }),
	});
}
