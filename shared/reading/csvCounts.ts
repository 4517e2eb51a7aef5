import { BATCH_ROWS } from '../files/csvMarks';
import type { CsvFile } from '../files/rows/csvFile';
import type { RowList } from '../files/rowList';
import type { Column } from '../dialect/csvColumns';
import type { RowCounts } from './csvEntries';
import { CsvRows } from './csvRows';
import { neededForKeys, requireColumns } from './dialect/requiredColumns';
import type { EntryContext } from '../entries/entryContext';
import type { CountKey, EntryCounts } from './entryCounts';
import type { EntryFilter } from '../entries/filter';
import type { ValueColumn } from './dictionaryColumn';
import { PairedColumn } from './pairedColumn';
import { isTimeKey, type TimeKey } from './timeKeys';
import { UserLabels } from './userLabels';

const COLUMNS: Readonly<Record<Exclude<CountKey, TimeKey>, Column>> = {
	user: 'done_by',
	module: 'module',
	action: 'action',
	record: 'record',
	related_module: 'related_module',
};

/** Codes for the values of one key, by the rows' order. */
interface KeyCodes {
	readonly codes: Int32Array;
	/** Writes the codes of these rows. */
	readonly write: (rows: RowList) => void;
}

/** Counts the rows of one CSV that match the filter. No entry is built, and repeated texts are decoded once. */
export class CsvCounts {
	readonly rows: CsvRows;
	private readonly labels: UserLabels;
	private readonly keys: readonly KeyCodes[];
	/** For a missing key. */
	private readonly none = new Int32Array(BATCH_ROWS);
	/** Milliseconds; NaN for a row without a time. */
	private readonly instants = new Float64Array(BATCH_ROWS);

	constructor(
		file: CsvFile,
		filter: EntryFilter,
		context: EntryContext,
		private readonly into: EntryCounts,
		private readonly counts: RowCounts,
	) {
		const rows = new CsvRows(file, filter, context);
		const { header } = rows.reader;
		const needs = context.columns?.isEmpty ? [] : neededForKeys(into.keys);
		requireColumns(rows.columns, needs, header, file.name);
		this.rows = rows;
		this.labels = new UserLabels(context.users, into.idOfUser);
		this.keys = into.keys.map((key, index) =>
			isTimeKey(key) ? this.codesOfTimes(index) : this.codesOf(key, index),
		);
	}

	/** Counts the next rows; false at the end. */
	nextBatch(): boolean {
		const { rows, into, instants, keys, none } = this;
		const matching = rows.next();
		if (matching === null) return false;
		this.counts.read += rows.reader.rows;
		for (let index = 0; index < matching.count; index++) {
			const { time } = rows.times.at(matching.at(index));
			instants[index] = time === null ? NaN : time.instant;
			if (time === null) this.counts.withoutTime++;
		}
		for (const key of keys) key.write(matching);
		const [first, second, third] = [0, 1, 2].map((key) => keys[key]?.codes ?? none);
		for (let index = 0; index < matching.count; index++) {
			into.add(
				first?.[index] ?? 0,
				second?.[index] ?? 0,
				third?.[index] ?? 0,
				instants[index] ?? NaN,
			);
		}
		return true;
	}

	private codesOf(key: keyof typeof COLUMNS, index: number): KeyCodes {
		const { rows, into } = this;
		const codes = new Int32Array(BATCH_ROWS);
		const cells =
			key === 'user'
				? this.userCodes(index)
				: rows.dictionary(COLUMNS[key], (text) =>
						into.codeOf(index, key.endsWith('module') ? rows.moduleCell(text).name : text || null),
					);
		const write = (matching: RowList): void => {
			cells.encode(matching);
			for (let at = 0; at < matching.count; at++) codes[at] = cells.at(matching.at(at));
		};
		return { codes, write };
	}

	/** Two people of one name are apart where the file has their ids. */
	private userCodes(index: number): ValueColumn<number> {
		const { rows, into, labels } = this;
		const { done_by, done_by_id } = rows.columns.at;
		const codeOf = (name: string, id: string): number =>
			into.codeOf(index, labels.labelOf(id || null, name || null));
		return done_by_id === undefined
			? rows.dictionary('done_by', (name) => codeOf(name, ''))
			: new PairedColumn(rows.reader, [done_by, done_by_id], codeOf, () => true);
	}

	/** Consecutive entries often have the same time. */
	private codesOfTimes(index: number): KeyCodes {
		const { into, instants } = this;
		const codes = new Int32Array(BATCH_ROWS);
		const write = ({ count }: RowList): void => {
			let latest = NaN;
			let code = into.codeOfTime(index, latest);
			for (let at = 0; at < count; at++) {
				const instant = instants[at] ?? NaN;
				if (instant !== latest) code = into.codeOfTime(index, (latest = instant));
				codes[at] = code;
			}
		};
		return { codes, write };
	}
}
