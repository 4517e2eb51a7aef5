import { AS_ASKED, type HiddenPeople } from '../../../shared/disclosure/hiddenPeople';
import { AuditLogError } from '../../../shared/errors';
import type { App } from '../app';
import type { Call, Result } from '../queryContext';
import { listOf, type Words } from '../words/lists';
import { sealed, unsealed } from './sealed';

type Arguments = Record<string, unknown>;
type Filters = Record<string, unknown>;
interface Cited {
	readonly event_ids?: readonly string[];
}
interface Group {
	readonly key: Record<string, string | null>;
	readonly sample_event_ids?: readonly string[];
}

/** For a model, which would take them for odd names. */
const NOTE =
	'People are pseudonyms here: the same name is always the same one, and user takes pseudonyms as well.';

/** What a tool answers, without the names of people where the configuration hides them. */
export async function hidingPeople(
	app: App,
	args: Arguments,
	{ signal }: Call,
	run: (args: Arguments) => Promise<Result>,
): Promise<Result> {
	const { people, pseudonymKey } = app.config;
	if (!people || pseudonymKey === null) return await run(args);
	const asked = [...listOf(args['user'] as Words), ...listOf(args['exclude_user'] as Words)];
	try {
		await people.load((await app.client(signal)).names, { signal });
		return hidden(await run(parsedBy(people, pseudonymKey, args)), people, pseudonymKey, asked);
	} catch (error) {
		if (error instanceof AuditLogError) error.message = people.message(error.message, asked);
		throw error;
	}
}

/** The arguments with the names that pseudonyms stand for, and the cursor as it was written. */
function parsedBy(people: HiddenPeople, key: string, args: Arguments): Arguments {
	const named = (words: Words): Words => {
		const all = listOf(words).flatMap((word) => {
			const names = people.namesOf(word);
			return names.length > 0 ? names : [word];
		});
		return typeof words === 'string' && all.length === 1 ? (all[0] ?? words) : all;
	};
	const { cursor } = args;
	return {
		...args,
		...Object.fromEntries(
			['user', 'exclude_user']
				.filter((name) => args[name] !== undefined)
				.map((name) => [name, named(args[name] as Words)]),
		),
		...(typeof cursor === 'string' && { cursor: unsealed(cursor, key) }),
	};
}

function hidden(
	result: Result,
	people: HiddenPeople,
	key: string,
	asked: readonly string[],
): Result {
	const { scope, groups, findings, candidates, record, ...others } = result;
	const { next_cursor: cursor, notes, ...rest } = others;
	const clean = {
		...rest,
		...(scope !== undefined && { scope: withoutQuestion(scope as { filters?: Filters }) }),
		...(groups !== undefined && {
			groups: (groups as readonly Group[]).map((group) => groupOf(group, people)),
		}),
		...(findings !== undefined && {
			findings: (findings as readonly Cited[]).map((finding) => ({
				...finding,
				event_ids: finding.event_ids?.map((id) => people.eventId(id)),
			})),
		}),
		...(record !== undefined && { record: recordOf(record as Filters, people) }),
		...(candidates !== undefined && {
			candidates: (candidates as readonly Filters[]).map((it) => recordOf(it, people)),
		}),
	};
	const isNamed = 'entries' in rest || 'deleted_records' in rest || groups || findings;
	const names = isNamed ? [NOTE] : [];
	const said = notes.map((note) => people.message(note, asked));
	said.splice(-1, 0, ...names);
	return {
		...(people.json(clean) as object),
		...(typeof cursor === 'string' && { next_cursor: sealed(cursor, key) }),
		notes: said,
	} as Result;
}

/** What was asked may be a name, or part of one. */
function withoutQuestion<S extends { filters?: Filters }>(scope: S): S {
	const names = ['user', 'exclude_user', 'record', 'text'];
	const filters = Object.entries(scope.filters ?? {}).map(([name, value]) => [
		name,
		names.includes(name) ? AS_ASKED : value,
	]);
	return { ...scope, ...(scope.filters && { filters: Object.fromEntries(filters) as Filters }) };
}

function groupOf({ key, ...rest }: Group, people: HiddenPeople): Group {
	const { user, record } = key;
	return {
		...rest,
		key: {
			...key,
			...(user && { user: people.person(user) }),
			...(record && {
				record: people.record(key['module'] ?? null, { id: null, name: record }).name,
			}),
		},
		...(rest.sample_event_ids && {
			sample_event_ids: rest.sample_event_ids.map((id) => people.eventId(id)),
		}),
	};
}

/** A record, or a user to choose from, as it is shown. */
function recordOf(shown: Filters, people: HiddenPeople): Filters {
	if (shown['user_id'] !== undefined) return shown;
	const module = typeof shown['module'] === 'string' ? shown['module'] : null;
	const kept = Object.fromEntries(
		Object.entries(shown).filter(
			([key]) => !people.isOfPeople(module) || (key !== 'id' && key !== 'record_url'),
		),
	);
	const name = (key: string): object =>
		typeof kept[key] === 'string'
			? { [key]: people.record(module, { id: null, name: kept[key] }).name }
			: {};
	return { ...kept, ...name('name'), ...name('record') };
}
