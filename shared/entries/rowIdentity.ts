import { blake2s128 } from '../files/blake2s';
import type { Identity, LabelledColumn } from '../files/rowHashes';
import type { Column, CsvColumns } from '../dialect/csvColumns';

/**
 * The byte that represents a known column in what is hashed. A column that becomes known later has none:
 * it stays under its name, so that ids stay.
 */
const LABELS: Readonly<Partial<Record<string, number>>> = {
	audited_time: 1,
	done_by: 2,
	done_by_id: 3,
	action: 4,
	source: 5,
	module: 6,
	record: 7,
	record_id: 8,
	related_module: 9,
	related_record: 10,
	account_name: 11,
	field: 12,
	old_value: 13,
	new_value: 14,
} satisfies Record<Column, number>;
const OTHER = 255;

/**
 * What the id of a row is made of, so that the same event keeps its id in another export and two rows
 * that say different things cannot be made to share one: the first 16 bytes, in hexadecimal, of the
 * BLAKE2s-256 (RFC 7693) of
 *
 * - `row1` in ASCII, then
 * - for each cell that is not empty, in the order of the columns' names by UTF-16 units:
 *   - the column: its byte in LABELS; for another one 255, then the first 16 bytes of the BLAKE2s-256 of
 *     its name in UTF-8, where a name that comes again has ` (2)`, ` (3)` … after it
 *   - the text's length in bytes: one byte below 255, else 255 and four bytes, little-endian
 *   - the text in UTF-8, without the quotes of CSV
 * - and for the time, where it can be read, in place of these three: 0, and the milliseconds since 1970
 *   in eight bytes, little-endian.
 *
 * Ids are kept by others: none of this ever changes (docs/decisions/event-ids.md).
 */
export function rowIdentity({ names, at }: CsvColumns): Identity {
	const columns: (LabelledColumn & { readonly name: string })[] = [];
	const taken = new Set<string>(names.filter((name) => Object.hasOwn(LABELS, name)));
	const timeColumn = at.audited_time ?? -1;
	names.forEach((name, index) => {
		const own = at[name as Column] === index ? name : freeName(name, taken);
		taken.add(own);
		columns.push({ index, name: own, label: labelOf(own) });
	});
	return { columns: columns.sort((a, b) => (a.name < b.name ? -1 : 1)), timeColumn };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
	let free = name;
	for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
	return free;
}

function labelOf(name: string): Uint8Array {
	const known = Object.hasOwn(LABELS, name) ? LABELS[name] : undefined;
	if (known !== undefined) return Uint8Array.of(known);
	return Uint8Array.of(OTHER, ...blake2s128(name));
}
