import type { TextColumn } from './columns';

/** A record as the log names it. */
export interface RecordKey {
	/** As entries have it. */
	readonly module: string | null;
	readonly id: string | null;
	readonly name: string | null;
}

/** The id of an entry. */
export const EVENT_ID =
	"lpad(lower(to_hex(id_high)), 16, '0') || lpad(lower(to_hex(id_low)), 16, '0') || CASE WHEN number = 1 THEN '' ELSE '-' || number END";

/** What the database itself makes of a text of ASCII when it is compared: where it lowers it, it trims it too. */
const SPACES = [32, 9, 10, 11, 12, 13].map((code) => `chr(${code})`).join(' || ');
export const LOWERED = `trim(lower(text), ${SPACES})`;

/** Between spellings of a text: no text that was folded has it, and no word. */
export const SPELLINGS_APART = '\u00a0';

/** Whether a text of a table is this one when case, width and composition do not count. @param text as `folded` makes it. */
export function isSameSql(text: string, table = ''): string {
	const compared = `coalesce(${table}searched, ${LOWERED.replace('text', `${table}text`)})`;
	return `(${compared} = ${quoted(text)} OR starts_with(${compared}, ${quoted(text + SPELLINGS_APART)}))`;
}

/** A text in SQL. */
export function quoted(text: string): string {
	const whole = text.replace(/\p{Surrogate}/gu, '\ufffd');
	return `('${whole.replaceAll("'", "''").replaceAll('\0', "' || chr(0) || '")}')`;
}

export function withinSql({ from, to }: { readonly from: number; readonly to: number }): string {
	const tests = [
		...(Number.isFinite(from) ? [`instant + grain > ${from}`] : []),
		...(Number.isFinite(to) ? [`instant < ${to}`] : []),
	];
	return tests.length === 0 ? 'true' : `instant IS NULL OR (${tests.join(' AND ')})`;
}

/** @param codes of the texts that match; of all texts of the column there are `of`. */
export function inSql(column: TextColumn, codes: readonly number[], of: number): string {
	if (codes.length === of) return 'true';
	return codes.length === 0 ? 'false' : `${column} IN (${codes.join(', ')})`;
}
