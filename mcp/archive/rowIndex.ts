import type { CsvColumns } from '../../shared/dialect/csvColumns';
import type { RowCounts } from '../../shared/reading/csvEntries';
import type { EntryContext } from '../../shared/entries/entryContext';
import type { CountKey, EntryCounts } from '../../shared/reading/entryCounts';
import { type EntryFilter, isWithin } from '../../shared/entries/filter';
import type { IndexBuilder, IndexedRows } from '../../shared/reading/rowIndexes';
import type { CsvReader } from '../../shared/files/csv';
import { bytesOf, type ColumnIndex, type CsvIndex } from './csvIndex';
import { CsvIndexBuilder } from './csvIndexBuilder';
import { NO_TIME, type TimeIndex, timeOf, UNFIT } from './timeIndex';

/**
 * An index of a received file's rows: enough to know which of its CSVs have a matching row, and to
 * count rows by anything but the record, without unpacking any.
 */
export class RowIndex {
	private readonly csvs = new Map<number, CsvIndex>();

	/**
	 * @param reserve reserves so many bytes; false when they are not free.
	 */
	constructor(private readonly reserve: (bytes: number) => boolean) {}

	/** How many of the file's CSVs are indexed. */
	get size(): number {
		return this.csvs.size;
	}

	/** The index for reading in that context. */
	in(context: EntryContext): IndexedRows {
		return {
			withoutMatch: (csv, filter) => {
				const indexed = this.csvs.get(csv);
				return indexed && !hasMatch(indexed, filter, context) ? indexed : undefined;
			},
			count: (csv, into, filter, counts) => {
				const indexed = this.csvs.get(csv);
				const rows =
					indexed && isCountable(indexed, into.keys, filter)
						? matchingRows(indexed, filter, context)
						: null;
				if (!indexed || !rows) return false;
				count(indexed, rows, into, context, counts);
				return true;
			},
			builder: (csv, reader, columns) =>
				// A time in two columns is not indexed.
				this.csvs.has(csv) || columns.timeOfDay !== undefined
					? undefined
					: this.builderOf(csv, reader, columns),
		};
	}

	private builderOf(csv: number, reader: CsvReader, { at }: CsvColumns): IndexBuilder {
		const builder = new CsvIndexBuilder(reader, at);
		return {
			next: () => builder.next(),
			end: () => {
				const index = builder.index();
				if (index && !this.csvs.has(csv) && this.reserve(bytesOf(index))) this.csvs.set(csv, index);
			},
		};
	}
}

/**
 * Whether a row may match the filter. With a record or text in the filter any row may, and so may one
 * whose time is not indexed.
 */
function hasMatch(csv: CsvIndex, filter: EntryFilter, context: EntryContext): boolean {
	csv.times.readAs(context);
	const isMatch = rowTest(csv, filter);
	for (let row = 0; row < csv.rows; row++) if (isMatch(row)) return true;
	return false;
}

function isCountable(csv: CsvIndex, keys: readonly CountKey[], filter: EntryFilter): boolean {
	if (keys.includes('record') || filter.record !== null || filter.text !== null) return false;
	return (filter.user === null && !keys.includes('user')) || !csv.hasUserIds;
}

/** Their numbers; null when the time of one is not indexed. */
function matchingRows(
	csv: CsvIndex,
	filter: EntryFilter,
	context: EntryContext,
): Uint32Array | null {
	csv.times.readAs(context);
	const isMatch = rowTest(csv, filter);
	const matching = new Uint32Array(csv.rows);
	let count = 0;
	for (let row = 0; row < csv.rows; row++) {
		if (!isMatch(row)) continue;
		if (csv.times.at(row) === UNFIT) return null;
		matching[count++] = row;
	}
	return matching.subarray(0, count);
}

function count(
	csv: CsvIndex,
	matching: Uint32Array,
	into: EntryCounts,
	context: EntryContext,
	counts: RowCounts,
): void {
	const [first = none, second = none, third = none] = into.keys.map((key, index) =>
		codesOf(csv, key, index, into, context),
	);
	let [latest, time] = [NO_TIME, timeOf(NO_TIME)];
	for (let index = 0; index < matching.length; index++) {
		const row = matching[index] ?? 0;
		const packed = csv.times.at(row);
		if (packed !== latest) [latest, time] = [packed, timeOf(packed)];
		if (time === null) counts.withoutTime++;
		into.add(first(row), second(row), third(row), time?.instant ?? NaN);
	}
	counts.read += csv.rows;
	counts.unread.addAll(csv.unread);
}

const none = (): number => 0;

/** What each row is counted under. */
function codesOf(
	csv: CsvIndex,
	key: CountKey,
	index: number,
	into: EntryCounts,
	{ modules }: EntryContext,
): (row: number) => number {
	switch (key) {
		case 'day':
		case 'hour':
			return codesOfTime(csv.times, index, into);
		case 'module':
			return codesOfTexts(csv.modules, (text) =>
				into.codeOf(index, text === '' ? null : (modules.find(text)?.apiName ?? text)),
			);
		case 'user':
			return codesOfTexts(csv.users, (text) => into.codeOf(index, text || null));
		case 'action':
			return codesOfTexts(csv.actions, (text) => into.codeOf(index, text || null));
		case 'record':
			throw new Error('records are not indexed');
	}
}

/** A value gets its code when it is first counted, so that uncounted values take no codes. */
function codesOfTexts(
	{ texts, codes }: ColumnIndex,
	codeOf: (text: string) => number,
): (row: number) => number {
	const known: (number | undefined)[] = texts.map(() => undefined);
	return (row) => {
		const code = codes[row] ?? 0;
		return (known[code] ??= codeOf(texts[code] ?? ''));
	};
}

function codesOfTime(times: TimeIndex, index: number, into: EntryCounts): (row: number) => number {
	let latest = NO_TIME;
	let code = into.codeOfTime(index, NaN);
	return (row) => {
		const packed = times.at(row);
		if (packed !== latest) {
			latest = packed;
			code = into.codeOfTime(index, timeOf(packed)?.instant ?? NaN);
		}
		return code;
	};
}

/** The part of the filter that the index can evaluate. */
function rowTest(
	csv: CsvIndex,
	{ period, user, module, action }: EntryFilter,
): (row: number) => boolean {
	const users = csv.hasUserIds ? null : matches(csv.users, user && ((name) => user(null, name)));
	const modules = matches(csv.modules, module);
	const actions = matches(csv.actions, action);
	const { times } = csv;
	let [latest, isLatest] = [NO_TIME, period === null || isWithin(period, null)];
	return (row) => {
		if (users !== null && users[csv.users.codes[row] ?? 0] === 0) return false;
		if (actions !== null && actions[csv.actions.codes[row] ?? 0] === 0) return false;
		if (modules !== null && modules[csv.modules.codes[row] ?? 0] === 0) return false;
		if (period === null) return true;
		const packed = times.at(row);
		if (packed !== latest) {
			latest = packed;
			isLatest = packed === UNFIT || isWithin(period, timeOf(packed));
		}
		return isLatest;
	};
}

/** By text; null without a test. */
function matches(
	{ texts }: ColumnIndex,
	test: ((text: string | null) => boolean) | null,
): Uint8Array | null {
	return test && Uint8Array.from(texts, (text) => (test(text || null) ? 1 : 0));
}
