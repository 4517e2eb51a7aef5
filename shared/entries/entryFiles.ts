import type { AuditLogEntry, EntryBatch } from './auditLogEntry';

/** Columns of a CSV of entries, and their values. */
const COLUMNS: readonly (readonly [string, (entry: AuditLogEntry) => string | null])[] = [
	['audited_time', (entry) => entry.audited_time],
	['done_by_name', (entry) => entry.done_by?.name ?? null],
	['action', (entry) => entry.action],
	['module', (entry) => entry.module],
	['record_name', (entry) => entry.record?.name ?? null],
	['related_module', (entry) => entry.related_module],
	['related_record_name', (entry) => entry.related_record?.name ?? null],
	['account_name', (entry) => entry.account_name],
	['field_history', (entry) => entry.field_history && JSON.stringify(entry.field_history)],
	['source', (entry) => entry.source],
	['record_url', (entry) => entry.record_url],
	['done_by_id', (entry) => entry.done_by?.id ?? null],
	['record_id', (entry) => entry.record?.id ?? null],
	['event_id', (entry) => entry.event_id],
];

/**
 * What spreadsheets take for a formula, at the beginning of a cell. A quote before it makes them show the
 * text; OWASP says of this, as of every method, that it does not hold in all programs.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^(?=[\t\r\n]|[\s"']*[=+\-@＝＋－＠])/u;
/**
 * At the beginning of a cell that the spreadsheet makes itself, where it splits at semicolons, tabs or
 * bars: the quotes of a cell that begins elsewhere hold nothing together then.
 */
const FORMULA_INSIDE = /([;\t|\r\n][\s"']*)(?=[=+\-@＝＋－＠])/gu;

const QUOTED = /[",;|\t\r\n]/;

/** Between the cells. Spreadsheets expect a semicolon where a comma is the decimal sign. */
export type CsvSeparator = ',' | ';' | '\t';

/** Some entries as CSV for spreadsheets, formulas made harmless, as a text without the mark. */
export function csvOf(entries: EntryBatch, separator: CsvSeparator = ','): string {
	return headerOf(separator) + rowsOf(entries, separator);
}

/** A CSV of entries for spreadsheets: UTF-8 with mark, CRLF, formulas made harmless. */
export async function* entriesAsCsv(
	batches: AsyncIterable<EntryBatch>,
	separator: CsvSeparator = ',',
): AsyncGenerator<Uint8Array> {
	const encoder = new TextEncoder();
	yield encoder.encode(`\ufeff${headerOf(separator)}`);
	for await (const batch of batches) yield encoder.encode(rowsOf(batch, separator));
}

function headerOf(separator: CsvSeparator): string {
	return `${COLUMNS.map(([name]) => name).join(separator)}\r\n`;
}

function rowsOf(entries: EntryBatch, separator: CsvSeparator): string {
	const row = (entry: AuditLogEntry): string =>
		`${COLUMNS.map(([, read]) => csvCell(read(entry))).join(separator)}\r\n`;
	return entries.map(row).join('');
}

/** One JSON object a line, made of an entry. */
export async function* entriesAsNdjson(
	batches: AsyncIterable<EntryBatch>,
	toJson: (entry: AuditLogEntry) => object,
): AsyncGenerator<Uint8Array> {
	const encoder = new TextEncoder();
	for await (const batch of batches) {
		const lines = batch.map((entry) => JSON.stringify(toJson(entry)));
		yield encoder.encode(`${lines.join('\n')}\n`);
	}
}

function csvCell(text: string | null): string {
	if (text === null) return '';
	const safe = text.replace(FORMULA_INSIDE, "$1'").replace(FORMULA, "'");
	return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
