import { cleanText, DATA_NOTE } from '../../../shared/disclosure/cleanText';
import type { TimeZone } from '../../../shared/dialect/timeZone';
import { CredentialError } from '../../../shared/errors';
import {
	daysLeft,
	type ShownDeletion,
	withoutPeople,
	withUrl,
} from '../../../shared/recycleBin/deletedRecord';
import { DELETION_FILTER, type Deletions, deletionsIn } from '../../../shared/recycleBin/deletions';
import {
	comparePositions,
	matchDeletions,
	positionOf,
	readSince,
} from '../../../shared/recycleBin/matching';
import { meantRecords, type Shown } from '../../../shared/recycleBin/meantRecords';
import { matchingNotes } from '../../../shared/recycleBin/notes';
import type { Coverage } from '../../../shared/reading/coverage';
import { noExport, NoExportError } from '../noExport';
import { writeCursor } from '../pageCursor';
import type { Fitted } from '../people/peopleAnswer';
import type { QueryContext, QueryInput, QueryResult } from '../queryContext';
import { coverageNotes, periodNotes, scopeOf } from '../scope';
import { withoutUndefined } from '../shownEntry';
import { reporting, type Source, sourceOf } from '../source';
import { nameNotes } from '../words/unknown';

export type DeletedInput = QueryInput & {
	readonly show: Shown;
	readonly limit: number;
};

const MAX_NAME = 120;
const MAX_NOTE = 600;

/** What the recycle bin holds of a period, beside the deletions of the log. Null while an export is running. */
export async function deletedAnswer(
	context: QueryContext<DeletedInput>,
	fitted: Fitted,
): Promise<QueryResult | null> {
	const { app, client, input, question, cursor, bounds, run } = context;
	const { period, zone, filter } = question;
	if (period === null) return null;
	if (app.config.isOffline) throw new CredentialError(OFFLINE);
	const options = { signal: run.signal };
	// First, so that nothing is exported for a connection that may not read it.
	const bin = await client.readRecycleBin(readSince(period.from), options);
	const log = await logOf(context);
	if (log === null) return null;
	const [users, modules] = [await client.names.users(options), await client.names.modules(options)];
	const matched = matchDeletions(bin, log.deletions, period);
	const { found, undecided } = meantRecords(matched, input.show, filter, { users, modules });
	const after = cursor?.after;
	const rest = after ? found.filter((one) => comparePositions(after, positionOf(one)) < 0) : found;
	const { domainName } = await client.names.organization(options);
	const urls = { web: app.config.dataCenter.web, domainName, modules };
	const { coverage } = log;
	const remarks = [
		...bin.notes,
		...(log.refusal === undefined ? [] : [log.refusal]),
		...matchingNotes(found, undecided, await client.names.currentUser(options), bin.asOf),
		...periodNotes(question, coverage),
		...(coverage ? coverageNotes(coverage) : []),
		...(await nameNotes(context, found.length === 0)),
	].map((note) => cleanText(note, MAX_NOTE));
	const { people } = app.config;
	const page = rest.slice(0, input.limit).map((one) => ({ one, shown: withUrl(one, urls) }));
	return fitted(page, (items) => {
		const last = items.at(-1)?.one;
		const skipped = found.length - rest.length;
		const end = skipped + items.length;
		const data = log.source ? log.source.data : 'bin';
		const next_cursor =
			last && data && end < found.length
				? writeCursor({ period, data, after: positionOf(last) }, bounds)
				: undefined;
		return {
			status: 'ready',
			scope: {
				...scopeOf(question, app.config, coverage),
				bin_read_at: zone.iso(bin.asOf),
				bin_complete: bin.isComplete,
			},
			...{ total_matched: found.length, returned: items.length },
			deleted_records: items.map(({ shown }) =>
				shownDeletion(people ? withoutPeople(shown, people) : shown, zone, bin.asOf),
			),
			...(next_cursor && { next_cursor }),
			notes: [
				...(items.length < found.length
					? [
							`Records ${skipped + 1}–${end} of ${found.length}, newest deletion first.${next_cursor ? ' For the next ones repeat the call with cursor set to next_cursor.' : ''}`,
						]
					: []),
				...remarks,
				DATA_NOTE,
			],
		};
	});
}

const OFFLINE =
	'This server answers from its archive alone, and the recycle bin can only be read at Zoho.';

/** The deletions of the period; without them where no export may be made for them. Null while one is running. */
async function logOf(context: QueryContext): Promise<{
	readonly deletions: Deletions | null;
	readonly source?: Source;
	readonly coverage?: Coverage;
	readonly refusal?: string;
} | null> {
	const { app, client, question, cursor, run } = context;
	if (cursor?.data === 'bin') return { deletions: null };
	const { from, to } = question.filter;
	const all = { ...context, question: { ...question, filter: { from, to, ...DELETION_FILTER } } };
	try {
		const source = await sourceOf(all);
		if (source === null) return null;
		const { coverage } = source.reading;
		const entries = reporting(source.reading, all);
		return { source, coverage, deletions: await deletionsIn(entries, coverage, question.parsedAt) };
	} catch (error) {
		if (!(error instanceof NoExportError)) throw error;
		const jobs = await client.listExports({ signal: run.signal });
		const { message } = noExport(question, jobs, app.config);
		return { deletions: null, refusal: `Without the log: ${message}` };
	}
}

function shownDeletion(deletion: ShownDeletion, zone: TimeZone, now: number) {
	const { record, module, deletedBy, deletedAt, ...rest } = deletion;
	const text = (value: string | null | undefined): string | undefined =>
		value ? cleanText(value, MAX_NAME) || undefined : undefined;
	return withoutUndefined({
		record: text(record.name),
		record_id: text(record.id),
		module: text(module),
		deleted_by: text(deletedBy?.name),
		deleted_by_id: text(deletedBy?.id),
		deleted_time: deletedAt === null ? null : zone.iso(deletedAt),
		in_bin: rest.isInBin,
		days_left: daysLeft(deletion, now),
		record_url: rest.recordUrl ?? undefined,
		event_id: rest.eventId,
		match: rest.match,
	});
}
