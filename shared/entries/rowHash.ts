import type { CsvReader } from '../files/csv';
import type { AuditedTime } from './auditedTime';
import type { CsvRows } from './csvRows';
import { Hash } from './hash';

interface NamedColumn {
	readonly index: number;
	/** 32 bits that stand for the column's name. */
	readonly name: number;
}

/**
 * Everything a row says, by the columns' names: not their order, not the quoting, not empty cells,
 * and the time as an instant, so that the same event keeps its id in another export.
 */
export class RowHash {
	private readonly hash = new Hash();
	private readonly view: DataView;
	private readonly reader: CsvReader;
	private readonly columns: readonly NamedColumn[];
	private readonly timeColumn: number | undefined;

	constructor(rows: CsvRows) {
		this.reader = rows.reader;
		this.timeColumn = rows.columns.at.audited_time;
		const { buffer, byteOffset, byteLength } = rows.reader.bytes;
		this.view = new DataView(buffer, byteOffset, byteLength);
		this.columns = rows.columns.identity.map(({ index, name }) => ({
			index,
			name: new Hash().text(name).digest()[0],
		}));
	}

	/** The same object for every row: to be used before the next is asked for. */
	of(row: number, time: AuditedTime | null): Hash {
		const { view, reader, columns, timeColumn } = this;
		const hash = this.hash.reset();
		for (let at = 0; at < columns.length; at++) {
			const { index, name } = columns[at] as NamedColumn;
			const start = reader.start(row, index);
			const end = reader.end(row, index);
			if (start === end) continue;
			if (time !== null && index === timeColumn) {
				hash.word(name).number(time.instant);
			} else if (reader.isEscaped(row, index)) {
				const bytes = new TextEncoder().encode(reader.text(row, index));
				hash.bytes(name, new DataView(bytes.buffer), 0, bytes.length);
			} else {
				hash.bytes(name, view, start, end);
			}
		}
		return hash;
	}
}
