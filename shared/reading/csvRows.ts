import { CsvReader } from '../files/csv';
import type { CsvFile } from '../files/rows/csvFile';
import { RowList } from '../files/rowList';
import { type AuditedTime, AuditedTimeReader } from '../dialect/auditedTime';
import { type Column, type CsvColumns, csvColumns, timeText } from '../dialect/csvColumns';
import type { EntryContext } from '../entries/entryContext';
import { type EntryFilter, isWithin } from '../entries/filter';
import { recordUrl } from '../entries/recordUrl';
import { DictionaryColumn, type ValueColumn } from './dictionaryColumn';
import { PairedColumn } from './pairedColumn';
import { neededBy, requireColumns } from './dialect/requiredColumns';

/** The text of a cell, and whether it matches the filter. */
interface Cell {
	/** Null for an empty cell. */
	readonly text: string | null;
	readonly isMatch: boolean;
}

interface UserCell extends Cell {
	/** Null when no user or more than one has that name. */
	readonly id: string | null;
}

export interface ModuleCell extends Cell {
	/** API name where it is known, else the label. */
	readonly name: string | null;
	/** Address of the module's records up to the id; null when it has none. */
	readonly page: string | null;
}

interface TimeCell {
	readonly time: AuditedTime | null;
	readonly isMatch: boolean;
}

/** Drops the rows that one part of the filter does not match. */
type RowFilter = (rows: RowList) => void;

/** A value of a column by which rows are dropped without making their texts. */
interface FilterCell {
	readonly isMatch: boolean;
}

/**
 * The rows of one CSV that match a filter. A row is dropped by its bytes, and nothing is built for it.
 */
export class CsvRows {
	readonly columns: CsvColumns;
	readonly times: ValueColumn<TimeCell>;
	readonly users: DictionaryColumn<UserCell>;
	readonly actions: DictionaryColumn<Cell>;
	readonly modules: DictionaryColumn<ModuleCell>;
	readonly reader: CsvReader;
	private readonly timeReader: AuditedTimeReader;
	private readonly matching: RowList;
	/** The cheap ones first. */
	private readonly rowFilters: readonly RowFilter[];

	constructor(
		file: CsvFile,
		filter: EntryFilter,
		private readonly context: EntryContext,
	) {
		this.reader = new CsvReader(file);
		this.matching = new RowList(file.memory);
		this.columns = csvColumns(this.reader.header, file.name, context.columns);
		const needs = context.columns?.isEmpty ? [] : neededBy(filter);
		requireColumns(this.columns, needs, this.reader.header, file.name);
		const { period, user, action, module } = filter;
		const { at } = this.columns;
		this.timeReader = new AuditedTimeReader(context.times);
		const timeCell = (text: string): TimeCell => {
			const time = this.timeOf(text);
			return { time, isMatch: period === null || isWithin(period, time) };
		};
		this.times =
			this.columns.timeOfDay === undefined
				? this.filtered('audited_time', timeCell)
				: new PairedColumn(
						this.reader,
						[at.audited_time, this.columns.timeOfDay],
						(date, clock) => timeCell(timeText(date, clock)),
						({ isMatch }) => isMatch,
					);
		this.users = this.filtered('done_by', (name) => ({
			text: name || null,
			id: name === '' ? null : context.users.idOfName(name),
			// With ids in the file, each row is tested by its own.
			isMatch: user === null || at.done_by_id !== undefined || user(null, name || null),
		}));
		this.actions = this.filtered('action', (text) => ({
			text: text || null,
			isMatch: action === null || action(text || null),
		}));
		this.modules = this.filtered('module', (label) => ({
			...this.moduleCell(label),
			isMatch: module === null || module(label || null),
		}));
		this.rowFilters = this.rowFiltersOf(filter);
	}

	/** The matching ones of the next rows, perhaps none, with their times; null at the end. Valid until the next call. */
	next(): RowList | null {
		const { reader, matching } = this;
		if (!reader.next()) return null;
		matching.setAll(reader.rows);
		for (const filterRows of this.rowFilters) filterRows(matching);
		this.times.encode(matching);
		return matching;
	}

	/** A column whose texts repeat, dictionary-encoded. */
	dictionary<T>(column: Column, make: (text: string) => T): DictionaryColumn<T> {
		return new DictionaryColumn(this.reader, this.columns.at[column], make);
	}

	/** The same for one that the filter tests. */
	private filtered<T extends FilterCell>(
		column: Column,
		make: (text: string) => T,
	): DictionaryColumn<T> {
		const at = this.columns.at[column];
		return new DictionaryColumn(this.reader, at, make, (cell) => cell.isMatch);
	}

	/** Null for an empty cell, and for a column that the file does not have. */
	text(row: number, column: Column): string | null {
		const index = this.columns.at[column];
		return index === undefined ? null : this.reader.text(row, index) || null;
	}

	/** Null for a text that cannot be read without guessing. */
	timeOf(text: string): AuditedTime | null {
		return this.timeReader.read(text);
	}

	/** The module with this label. */
	moduleCell(label: string): Omit<ModuleCell, 'isMatch'> {
		return moduleOf(label, this.context);
	}

	/** One for each part of the filter. */
	private rowFiltersOf({ period, user, module, action, record, text }: EntryFilter): RowFilter[] {
		const { actions, modules, users, times, reader } = this;
		const hasUserIds = this.columns.at.done_by_id !== undefined;
		const filters: RowFilter[] = [];
		if (action) filters.push((rows) => actions.keepMatching(rows));
		if (module) filters.push((rows) => modules.keepMatching(rows));
		if (user && !hasUserIds) filters.push((rows) => users.keepMatching(rows));
		if (period) filters.push((rows) => times.keepMatching(rows));
		const keep = (isKept: (row: number) => boolean): void => {
			filters.push((rows) => rows.keep(isKept));
		};
		if (user && hasUserIds) {
			keep((row) => user(this.text(row, 'done_by_id'), this.text(row, 'done_by')));
		}
		if (record) keep((row) => record(this.text(row, 'record_id'), this.text(row, 'record')));
		if (text) keep((row) => text(reader.texts(row)));
		return filters;
	}
}

/** The module with this label in a file. */
export function moduleOf(
	label: string,
	{ modules, urls }: Pick<EntryContext, 'modules' | 'urls'>,
): Omit<ModuleCell, 'isMatch'> {
	if (label === '') return { text: null, name: null, page: null };
	const name = modules.find(label)?.apiName ?? label;
	return { text: label, name, page: recordUrl(urls, name, '0')?.slice(0, -1) ?? null };
}
