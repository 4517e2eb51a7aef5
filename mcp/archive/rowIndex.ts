import type { CsvColumns } from '../../shared/dialect/csvColumns';
import type { RowCounts } from '../../shared/reading/csvEntries';
import type { EntryContext } from '../../shared/entries/entryContext';
import type { CountKey, EntryCounts } from '../../shared/reading/entryCounts';
import { type EntryFilter, isWithin } from '../../shared/entries/filter';
import type { Learning, RememberedRows } from '../../shared/reading/rowMemory';
import type { CsvReader } from '../../shared/files/csv';
import { bytesOf, type ColumnIndex, type CsvIndex } from './csvIndex';
import { LearnedRows } from './learnedRows';
import { NO_TIME, type TimeIndex, timeOf, UNFIT } from './timeIndex';

/**
 * What is kept of a received file's rows from reading it: enough to say which of its CSVs have a
 * wanted row, and to count rows by anything but the record, without unpacking any.
 */
export class RowIndex {
	private readonly csvs = new Map<number, CsvIndex>();

	/**
	 * @param room whether there is room for so many bytes, which are then taken.
	 */
	constructor(private readonly room: (bytes: number) => boolean) {}

	/** How many of the file's CSVs are known. */
	get size(): number {
		return this.csvs.size;
	}

	/** The same for readings in that context. */
	in(context: EntryContext): RememberedRows {
		return {
			countWithoutMatch: (csv, filter) => {
				const known = this.csvs.get(csv);
				return known && !hasWanted(known, filter, context) ? known.rows : null;
			},
			count: (csv, into, filter, counts) => {
				const known = this.csvs.get(csv);
				const rows =
					known && isCountable(known, into.keys, filter)
						? wantedRows(known, filter, context)
						: null;
				if (!known || !rows) return false;
				count(known, rows, into, context, counts);
				return true;
			},
			learn: (csv, reader, columns) =>
				this.csvs.has(csv) ? undefined : this.learning(csv, reader, columns),
		};
	}

	private learning(csv: number, reader: CsvReader, { at }: CsvColumns): Learning {
		const learned = new LearnedRows(reader, at);
		return {
			next: () => learned.next(),
			end: () => {
				const known = learned.index();
				if (known && !this.csvs.has(csv) && this.room(bytesOf(known))) this.csvs.set(csv, known);
			},
		};
	}
}

/**
 * Whether the filter may want a row. One that asks for a record or for words may want any, and a time
 * that does not fit may be wanted too.
 */
function hasWanted(csv: CsvIndex, filter: EntryFilter, context: EntryContext): boolean {
	csv.times.readAs(context);
	const wanted = rowTest(csv, filter);
	for (let row = 0; row < csv.rows; row++) if (wanted(row)) return true;
	return false;
}

function isCountable(csv: CsvIndex, keys: readonly CountKey[], filter: EntryFilter): boolean {
	if (keys.includes('record') || filter.record !== null || filter.text !== null) return false;
	return filter.user === null || !csv.hasUserIds;
}

/** Their numbers; null when the time of one does not fit. */
function wantedRows(csv: CsvIndex, filter: EntryFilter, context: EntryContext): Uint32Array | null {
	csv.times.readAs(context);
	const isWanted = rowTest(csv, filter);
	const wanted = new Uint32Array(csv.rows);
	let count = 0;
	for (let row = 0; row < csv.rows; row++) {
		if (!isWanted(row)) continue;
		if (csv.times.at(row) === UNFIT) return null;
		wanted[count++] = row;
	}
	return wanted.subarray(0, count);
}

function count(
	csv: CsvIndex,
	wanted: Uint32Array,
	into: EntryCounts,
	context: EntryContext,
	counts: RowCounts,
): void {
	const [first = none, second = none, third = none] = into.keys.map((key, index) =>
		codesOf(csv, key, index, into, context),
	);
	let [latest, time] = [NO_TIME, timeOf(NO_TIME)];
	for (let index = 0; index < wanted.length; index++) {
		const row = wanted[index] ?? 0;
		const packed = csv.times.at(row);
		if (packed !== latest) [latest, time] = [packed, timeOf(packed)];
		if (time === null) counts.withoutTime++;
		into.add(first(row), second(row), third(row), time?.instant ?? NaN);
	}
	counts.read += csv.rows;
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

/** A value gets its code when it is first counted: others would take the place of those that are. */
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

/** As the filter would answer about a row, as far as it is asked about what is kept. */
function rowTest(
	csv: CsvIndex,
	{ period, user, module, action }: EntryFilter,
): (row: number) => boolean {
	const users = csv.hasUserIds ? null : verdicts(csv.users, user && ((name) => user(null, name)));
	const modules = verdicts(csv.modules, module);
	const actions = verdicts(csv.actions, action);
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

/** By text; null when nothing is asked. */
function verdicts(
	{ texts }: ColumnIndex,
	test: ((text: string | null) => boolean) | null,
): Uint8Array | null {
	return test && Uint8Array.from(texts, (text) => (test(text || null) ? 1 : 0));
}
