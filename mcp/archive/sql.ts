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
