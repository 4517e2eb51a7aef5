import { numberOf } from '../archive/columns';
import { isSameSql, quoted, type RecordKey } from '../archive/sql';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { AuditLogEntry, EntryBatch } from '../../shared/entries/auditLogEntry';
import { folded } from '../../shared/folded';
import { moduleOf } from '../../shared/reading/csvRows';
import { SECOND } from '../../shared/durations';
import { recordUrl } from '../../shared/entries/recordUrl';
import type { Selection } from '../archive/selection';

/** A record as the log names it: an export knows names and modules only. */
export interface FoundRecord extends RecordKey {
	readonly url: string | null;
	readonly entries: number;
	/** Milliseconds; null while none of its entries has a time. */
	readonly last: number | null;
}

interface Known {
	/** Under the name it had last. */
	readonly record: FoundRecord;
	/** All names of a record with an id, folded: it may have been renamed. */
	readonly names: Set<string>;
}

/** More than a caller would choose from. */
const MAX_RECORDS = 10_000;

/** The distinct records of some entries. */
export class RecordsFound {
	private readonly records = new Map<string, Known>();

	static async in(batches: AsyncIterable<EntryBatch>): Promise<RecordsFound> {
		const found = new RecordsFound();
		for await (const batch of batches) for (const entry of batch) found.addEntry(entry);
		return found;
	}

	/** The same in the database: those with exactly that name or id first, then the latest. */
	static async selected(selection: Selection, word: string): Promise<RecordsFound> {
		const found = new RecordsFound();
		for (const [index] of selection.parts.entries()) await found.addPart(selection, index, word);
		return found;
	}

	/**
	 * The ones that have or had exactly this name or id if there are any, else all whose name has the word
	 * in it. The latest first.
	 */
	matching(word: string): readonly FoundRecord[] {
		const all = [...this.records.values()].sort(
			(a, b) => (b.record.last ?? 0) - (a.record.last ?? 0),
		);
		const exact = all.filter(({ record, names }) => record.id === word || names.has(folded(word)));
		return (exact.length > 0 ? exact : all).map(({ record }) => record);
	}

	private addEntry({ record, module, record_url: url, audited_time }: AuditLogEntry): void {
		if (record === null) return;
		const last = instantOfIso(audited_time ?? '');
		this.add({ ...record, module, url, entries: 1, last });
	}

	private async addPart({ parts, rows }: Selection, index: number, word: string): Promise<void> {
		const selected = parts[index];
		if (!selected) return;
		const { part, context, where } = selected;
		const named = `SELECT module, record, record_id, count(*) AS n, max(instant) AS last, min(rowid) AS first FROM ${part.schema}.entries WHERE (${where}) AND (record > 0 OR record_id > 0) GROUP BY ALL`;
		const latest = 'last DESC NULLS LAST, first';
		// Of the texts that have one of the numbers alone: to join with all of them takes half as long again.
		const textsOf = (column: 'record' | 'record_id'): string =>
			`(SELECT code, text, searched FROM ${part.schema}.texts WHERE col = ${numberOf(column)} AND code IN (SELECT ${column} FROM found))`;
		const withTexts = (records: string): string =>
			`WITH found AS MATERIALIZED (${records}) SELECT found.*, names.text AS name, ids.text AS id FROM found LEFT JOIN ${textsOf('record')} AS names ON names.code = record LEFT JOIN ${textsOf('record_id')} AS ids ON ids.code = record_id`;
		const few = `${named} ORDER BY ${latest} LIMIT ${MAX_RECORDS + 1}`;
		let found = await rows(`${withTexts(few)} ORDER BY ${latest}`);
		if (found.length > MAX_RECORDS) {
			const isExact = `${isSameSql(folded(word), 'names.')} OR ids.text = ${quoted(word)}`;
			const exactFirst = `coalesce(${isExact}, false) DESC, ${latest}`;
			found = await rows(`${withTexts(named)} ORDER BY ${exactFirst} LIMIT ${MAX_RECORDS}`);
		}
		const values = await part.values('module');
		const modules = new Map(values.map(({ code, text }) => [code, moduleOf(text, context).name]));
		for (const row of found) {
			const module = modules.get(Number(row['module'])) ?? null;
			const [id, name] = [row['id'] as string | null, row['name'] as string | null];
			this.add({
				...{ id, name, module, url: recordUrl(context.urls, module, id) },
				entries: Number(row['n']),
				// Whole seconds, as entries have them.
				last: row['last'] === null ? null : Math.floor(Number(row['last']) / SECOND) * SECOND,
			});
		}
	}

	private add(record: FoundRecord): void {
		const key = keyOf(record);
		const known = this.records.get(key);
		if (!known && this.records.size >= MAX_RECORDS) return;
		const names = known?.names ?? new Set<string>();
		names.add(folded(record.name ?? ''));
		const newest = known && !isLater(record, known.record) ? known.record : record;
		const entries = record.entries + (known?.record.entries ?? 0);
		this.records.set(key, { record: { ...newest, entries }, names });
	}
}

/** In no other order than this, however the entries come. */
function isLater(one: FoundRecord, other: FoundRecord): boolean {
	const [last, otherLast] = [one.last ?? -Infinity, other.last ?? -Infinity];
	return last > otherLast || (last === otherLast && (one.name ?? '') > (other.name ?? ''));
}

/** The entries of a reading that are about one record. */
export async function* entriesAbout(
	batches: AsyncIterable<EntryBatch>,
	record: RecordKey,
): AsyncGenerator<EntryBatch> {
	const key = keyOf(record);
	const isAbout = ({ module, record: named }: AuditLogEntry): boolean =>
		keyOf({ module, id: named?.id ?? null, name: named?.name ?? null }) === key;
	for await (const batch of batches) yield batch.filter(isAbout);
}

/** By id where there is one; else by name, whose case varies. */
function keyOf({ module, id, name }: RecordKey): string {
	return id ? `${module} ${id}` : `${module} "${folded(name ?? '')}"`;
}
