import { CsvReader } from '../files/csv';
import type { CsvFile } from '../files/exportFile';
import { RowList } from '../files/rowList';
import { type AuditedTime, AuditedTimeReader } from '../dialect/auditedTime';
import { type Column, type CsvColumns, csvColumns } from '../dialect/csvColumns';
import type { EntryContext } from '../entries/entryContext';
import { type EntryFilter, isWithin } from '../entries/filter';
import { recordUrl } from '../entries/recordUrl';
import { RepeatedCells } from './repeatedCells';

/** What a cell says, and whether the filter wants it. */
interface Cell {
	/** Null for an empty cell. */
	readonly text: string | null;
	readonly isWanted: boolean;
}

interface UserCell extends Cell {
	/** Null when nobody or more than one has that name. */
	readonly id: string | null;
}

interface ModuleCell extends Cell {
	/** API name where it is known, else the label. */
	readonly name: string | null;
	/** Address of the module's records up to the id; null when it has none. */
	readonly page: string | null;
}

interface TimeCell {
	readonly time: AuditedTime | null;
	readonly isWanted: boolean;
}

/** Drops rows that one part of the filter does not want. */
type Sieve = (rows: RowList) => void;

/** Columns by which rows are dropped without any text. */
interface SieveCell {
	readonly isWanted: boolean;
}

/**
 * The rows of one CSV and the filter's verdict on them, cell by cell: what a row needs in order to be
 * dropped is found by bytes, and nothing is built for it.
 */
export class CsvRows {
	readonly columns: CsvColumns;
	readonly times: RepeatedCells<TimeCell>;
	readonly users: RepeatedCells<UserCell>;
	readonly actions: RepeatedCells<Cell>;
	readonly modules: RepeatedCells<ModuleCell>;
	readonly reader: CsvReader;
	private readonly timeReader: AuditedTimeReader;
	private readonly wanted: RowList;
	/** The cheap ones first. */
	private readonly sieves: readonly Sieve[];

	constructor(
		file: CsvFile,
		filter: EntryFilter,
		private readonly context: EntryContext,
	) {
		this.reader = new CsvReader(file);
		this.wanted = new RowList(file.memory);
		this.columns = csvColumns(this.reader.header, file.name);
		const { period, user, action, module } = filter;
		const { at } = this.columns;
		this.timeReader = new AuditedTimeReader(context.times);
		this.times = this.sifted('audited_time', (text) => {
			const time = this.timeOf(text);
			return { time, isWanted: period === null || isWithin(period, time) };
		});
		this.users = this.sifted('done_by', (name) => ({
			text: name || null,
			id: name === '' ? null : context.users.idOfName(name),
			// With ids in the file, each row is asked about its own.
			isWanted: user === null || at.done_by_id !== undefined || user(null, name || null),
		}));
		this.actions = this.sifted('action', (text) => ({
			text: text || null,
			isWanted: action === null || action(text || null),
		}));
		this.modules = this.sifted('module', (label) => ({
			...this.moduleCell(label),
			isWanted: module === null || module(label || null),
		}));
		this.sieves = this.sievesOf(filter);
	}

	/** The wanted ones of the next rows, perhaps none, their times at hand; null at the end. Good until the next call. */
	next(): RowList | null {
		const { reader, wanted } = this;
		if (!reader.next()) return null;
		wanted.setAll(reader.rows);
		for (const sift of this.sieves) sift(wanted);
		this.times.find(wanted);
		return wanted;
	}

	/** A column whose texts come again and again. */
	repeated<T>(column: Column, make: (text: string) => T): RepeatedCells<T> {
		return new RepeatedCells(this.reader, this.columns.at[column], make);
	}

	/** The same for one that the filter asks about. */
	private sifted<T extends SieveCell>(column: Column, make: (text: string) => T): RepeatedCells<T> {
		const at = this.columns.at[column];
		return new RepeatedCells(this.reader, at, make, (cell) => cell.isWanted);
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

	/** What a module's label stands for. */
	moduleCell(label: string): Omit<ModuleCell, 'isWanted'> {
		const { modules, urls } = this.context;
		if (label === '') return { text: null, name: null, page: null };
		const name = modules.find(label)?.apiName ?? label;
		return { text: label, name, page: recordUrl(urls, name, '0')?.slice(0, -1) ?? null };
	}

	/** One for each part of the filter that was asked for. */
	private sievesOf({ period, user, module, action, record, text }: EntryFilter): Sieve[] {
		const { actions, modules, users, times, reader } = this;
		const hasUserIds = this.columns.at.done_by_id !== undefined;
		const sieves: Sieve[] = [];
		if (action) sieves.push((rows) => actions.keepWanted(rows));
		if (module) sieves.push((rows) => modules.keepWanted(rows));
		if (user && !hasUserIds) sieves.push((rows) => users.keepWanted(rows));
		if (period) sieves.push((rows) => times.keepWanted(rows));
		const keep = (isKept: (row: number) => boolean): void => {
			sieves.push((rows) => rows.keep(isKept));
		};
		if (user && hasUserIds) {
			keep((row) => user(this.text(row, 'done_by_id'), this.text(row, 'done_by')));
		}
		if (record) keep((row) => record(this.text(row, 'record_id'), this.text(row, 'record')));
		if (text) keep((row) => text(reader.texts(row)));
		return sieves;
	}
}
