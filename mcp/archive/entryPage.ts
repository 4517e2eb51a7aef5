import { TEXT_COLUMNS, type TextColumn } from './columns';
import { EVENT_ID, quoted, withinSql } from './sql';
import { TimeZone } from '../../shared/dialect/timeZone';
import { ZoneDays } from '../../shared/dialect/zoneDays';
import type { AuditLogEntry, Reference } from '../../shared/entries/auditLogEntry';
import type { Page, PageKey } from '../../shared/entries/page';
import type { Order } from '../../shared/entries/topK';
import { moduleOf } from '../../shared/reading/csvRows';
import type { SelectedPart, Selection } from './selection';

/** Which page of which entries. */
export interface PageRequest {
	readonly limit: number;
	readonly order: Order;
	readonly after?: PageKey | undefined;
}

/** Entries are in order by whole seconds, as they are shown. */
const SECOND = 'instant - ((instant % 1000) + 1000) % 1000';

/** A page of the entries: the same as `pageOf` makes of them. */
export async function entryPage(selection: Selection, request: PageRequest): Promise<Page> {
	const { parts, total, rows } = selection;
	if (total === 0) return { entries: [], total, before: 0 };
	const { limit, order, after } = request;
	const all = parts.map((_, index) => rowsOf(parts, index)).join(' UNION ALL ');
	const isBefore = after ? beforeSql(after, order) : 'false';
	const way = order === 'newest' ? 'DESC' : 'ASC';
	const suffix = "CASE WHEN number = 1 THEN '' ELSE number::VARCHAR END";
	const keys = ['second', 'id_high', 'id_low', suffix].map((key) => `${key} ${way} NULLS LAST`);
	const found = await rows(
		`SELECT *, ${EVENT_ID} AS event_id FROM (${all}) WHERE NOT (${isBefore}) ORDER BY ${keys.join(', ')} LIMIT ${limit}`,
	);
	const [counted] = after
		? await rows(`SELECT count(*) AS before FROM (${all}) WHERE ${isBefore}`)
		: [];
	return {
		entries: await entriesOf(selection, found as unknown as readonly PageRow[]),
		total,
		before: Number(counted?.['before'] ?? 0),
	};
}

/** Where a row of the page is, and what it is called. */
interface PageRow {
	readonly part: number;
	readonly row: number;
	readonly instant: number | null;
	readonly event_id: string;
}
type Codes = Readonly<Record<TextColumn, number>>;

function rowsOf(parts: readonly SelectedPart[], index: number): string {
	const selected = parts[index];
	if (!selected) return '';
	const { part, where } = selected;
	return `SELECT ${index} AS part, rowid AS row, instant, ${SECOND} AS second, id_high, id_low, ${numberIn(parts, index)} AS number FROM ${part.schema}.entries AS mine WHERE ${where}`;
}

/**
 * Equal rows are numbered through all exports of a reading. Their windows leave an event in one of them,
 * unless its time is not known or its minute is divided.
 */
function numberIn(parts: readonly SelectedPart[], index: number): string {
	const { window, untimed, first } = parts[index] as SelectedPart;
	if (untimed === 0 && window && first !== null && first >= window.from) return 'number';
	const earlier = parts.slice(0, index).map(({ part, window: other }) => {
		const isRead = other ? withinSql(other) : 'true';
		return `(SELECT count(*) FROM ${part.schema}.entries WHERE (${isRead}) AND id_high = mine.id_high AND id_low = mine.id_low)`;
	});
	if (earlier.length === 0) return 'number';
	const isShared = `instant IS NULL${window ? ` OR instant < ${window.from}` : ' OR true'}`;
	return `CASE WHEN ${isShared} THEN number + ${earlier.join(' + ')} ELSE number END`;
}

/** Whether a row comes before the page. */
function beforeSql([instant, id]: PageKey, order: Order): string {
	const [later, sign] = order === 'newest' ? ['>', '>='] : ['<', '<='];
	const isEqual = `${EVENT_ID} ${sign} ${quoted(id)}`;
	if (instant === null) return `second IS NOT NULL OR ${isEqual}`;
	return `second IS NOT NULL AND (second ${later} ${instant} OR (second = ${instant} AND ${isEqual}))`;
}

/** Of the rows on the page alone, texts are read. */
async function entriesOf(
	{ parts, rows }: Selection,
	page: readonly PageRow[],
): Promise<AuditLogEntry[]> {
	const builders = await Promise.all(
		parts.map(async ({ part, context }, index) => {
			const listed = page.filter((row) => row.part === index).map(({ row }) => row);
			const sql = `SELECT rowid AS row, ${TEXT_COLUMNS.join(', ')} FROM ${part.schema}.entries WHERE rowid IN (${listed.join(', ')})`;
			const own = listed.length === 0 ? [] : ((await rows(sql)) as (Codes & { row: number })[]);
			const codesOf = new Map(own.map((codes) => [codes.row, codes]));
			const codes = own.flatMap((row) => TEXT_COLUMNS.map((column) => row[column]));
			const texts = await part.texts(codes);
			const days = new ZoneDays(context.times.timeZone ?? new TimeZone('UTC'));
			const iso = (instant: number | null) => (instant === null ? null : days.iso(instant));
			return (row: PageRow): AuditLogEntry => {
				const found = codesOf.get(row.row);
				if (!found) throw new Error(`Row ${row.row} of ${part.schema} is gone.`);
				const textOf = (column: TextColumn) => texts.get(found[column]) ?? null;
				return entryOf(textOf, context, iso(row.instant), row.event_id);
			};
		}),
	);
	return page.flatMap((row) => builders[row.part]?.(row) ?? []);
}

/** As `CsvEntries` builds it of the row itself. */
function entryOf(
	text: (column: TextColumn) => string | null,
	context: SelectedPart['context'],
	audited_time: string | null,
	event_id: string,
): AuditLogEntry {
	const [user, recordId, field] = [text('done_by'), text('record_id'), text('field')];
	const module = moduleOf(text('module') ?? '', context);
	const hasPage = module.page !== null && recordId !== null && /^\d+$/.test(recordId);
	return {
		audited_time,
		done_by: reference(
			text('done_by_id') ?? (user === null ? null : context.users.idOfName(user)),
			user,
		),
		action: text('action'),
		module: module.name,
		record: reference(recordId, text('record')),
		related_module: moduleOf(text('related_module') ?? '', context).name,
		related_record: reference(null, text('related_record')),
		account_name: text('account_name'),
		field_history:
			field === null
				? null
				: [
						{
							api_name: null,
							field_label: field,
							old: text('old_value'),
							new: text('new_value'),
						},
					],
		source: text('source'),
		record_url: hasPage ? `${module.page}${recordId}` : null,
		event_id,
	};
}

function reference(id: string | null, name: string | null): Reference | null {
	return id === null && name === null ? null : { id, name };
}
