import type { CsvFile } from '../files/exportFile';
import type { Column } from './csvColumns';
import type { RowCounts } from './csvEntries';
import { CsvRows } from './csvRows';
import type { EntryContext } from './entryContext';
import type { CountKey, EntryCounts } from './entryCounts';
import type { EntryFilter } from './filter';

const COLUMNS: Readonly<Record<CountKey, Column>> = {
	user: 'done_by',
	module: 'module',
	action: 'action',
	record: 'record',
	day: 'audited_time',
	hour: 'audited_time',
};

type CodeOf = (row: number) => number;

/** Counts the rows of one CSV that the filter wants. No entry is built, and texts that repeat are not made again. */
export class CsvCounts {
	private readonly rows: CsvRows;
	private readonly codes: readonly [CodeOf, CodeOf, CodeOf];

	constructor(
		file: CsvFile,
		filter: EntryFilter,
		context: EntryContext,
		private readonly into: EntryCounts,
		private readonly counts: RowCounts,
	) {
		this.rows = new CsvRows(file, filter, context);
		const codes = into.keys.map((key, index) => this.codesOf(key, index));
		const none: CodeOf = () => 0;
		this.codes = [codes[0] ?? none, codes[1] ?? none, codes[2] ?? none];
	}

	/** Counts the next rows; false at the end. */
	nextBatch(): boolean {
		const { rows, into, counts } = this;
		const [first, second, third] = this.codes;
		if (!rows.reader.next()) return false;
		for (let row = 0; row < rows.reader.rows; row++) {
			if (!rows.isWanted(row)) continue;
			const { time } = rows.times.at(row);
			if (time === null) counts.withoutTime++;
			into.add(first(row), second(row), third(row), time);
		}
		counts.read += rows.reader.rows;
		return true;
	}

	private codesOf(key: CountKey, index: number): CodeOf {
		const { rows, into } = this;
		const codes = rows.repeated(COLUMNS[key], (text) => {
			if (key === 'day' || key === 'hour') return into.codeOfTime(index, rows.timeOf(text));
			return into.codeOf(index, key === 'module' ? rows.moduleCell(text).name : text || null);
		});
		return (row) => codes.at(row);
	}
}
