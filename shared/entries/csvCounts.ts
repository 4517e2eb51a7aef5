import type { CsvFile } from '../files/exportFile';
import type { AuditedTime } from './auditedTime';
import type { Column } from './csvColumns';
import type { RowCounts } from './csvEntries';
import { CsvRows } from './csvRows';
import type { EntryContext } from './entryContext';
import type { CountKey, EntryCounts } from './entryCounts';
import type { EntryFilter } from './filter';

const COLUMNS: Readonly<Record<Exclude<CountKey, 'day' | 'hour'>, Column>> = {
	user: 'done_by',
	module: 'module',
	action: 'action',
	record: 'record',
};

type CodeOf = (row: number) => number;

/** Counts the rows of one CSV that the filter wants. No entry is built, and texts that repeat are not made again. */
export class CsvCounts {
	readonly rows: CsvRows;
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
		const wanted = rows.next();
		if (wanted === null) return false;
		for (let index = 0; index < wanted.length; index++) {
			const row = wanted[index] ?? 0;
			const { time } = rows.times.at(row);
			if (time === null) counts.withoutTime++;
			into.add(first(row), second(row), third(row), time);
		}
		counts.read += rows.reader.rows;
		return true;
	}

	private codesOf(key: CountKey, index: number): CodeOf {
		if (key === 'day' || key === 'hour') return this.codesOfTime(index);
		const { rows, into } = this;
		const codes = rows.repeated(COLUMNS[key], (text) =>
			into.codeOf(index, key === 'module' ? rows.moduleCell(text).name : text || null),
		);
		return (row) => codes.at(row);
	}

	/** Entries of one time often stand together. */
	private codesOfTime(index: number): CodeOf {
		const { rows, into } = this;
		let latest: AuditedTime | null = null;
		let code = into.codeOfTime(index, latest);
		return (row) => {
			const { time } = rows.times.at(row);
			if (time !== latest) code = into.codeOfTime(index, (latest = time));
			return code;
		};
	}
}
