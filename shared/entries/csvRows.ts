import { CsvReader } from '../files/csv';
import { BATCH_ROWS } from '../files/csvMarks';
import type { CsvFile } from '../files/exportFile';
import { type AuditedTime, AuditedTimeReader } from './auditedTime';
import { type Column, type CsvColumns, csvColumns } from './csvColumns';
import type { EntryContext } from './entryContext';
import { type EntryFilter, isWithin } from './filter';
import { recordUrl } from './recordUrl';
import { RepeatedCells } from './repeatedCells';

/** From so many wanted rows of a batch on, texts of their cells are made together. */
export const MANY_ROWS = 32;

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

type RowTest = (row: number) => boolean;

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
	private readonly wanted = new Int32Array(BATCH_ROWS);
	/** The cheap ones first. */
	private readonly tests: readonly RowTest[];

	constructor(
		file: CsvFile,
		filter: EntryFilter,
		private readonly context: EntryContext,
	) {
		this.reader = new CsvReader(file);
		this.columns = csvColumns(this.reader.header, file.name);
		const { period, user, action, module } = filter;
		const { at } = this.columns;
		this.timeReader = new AuditedTimeReader(context.times);
		this.times = this.repeated('audited_time', (text) => {
			const time = this.timeOf(text);
			return { time, isWanted: period === null || isWithin(period, time) };
		});
		this.users = this.repeated('done_by', (name) => ({
			text: name || null,
			id: name === '' ? null : context.users.idOfName(name),
			// With ids in the file, each row is asked about its own.
			isWanted: user === null || at.done_by_id !== undefined || user(null, name || null),
		}));
		this.actions = this.repeated('action', (text) => ({
			text: text || null,
			isWanted: action === null || action(text || null),
		}));
		this.modules = this.repeated('module', (label) => ({
			...this.moduleCell(label),
			isWanted: module === null || module(label || null),
		}));
		this.tests = this.testsOf(filter);
	}

	/** The wanted ones of the next rows, perhaps none; null at the end. Good until the next call. */
	next(): Int32Array | null {
		const { reader, wanted } = this;
		if (!reader.next()) return null;
		let count = 0;
		for (let row = 0; row < reader.rows; row++) if (this.isWanted(row)) wanted[count++] = row;
		const rows = wanted.subarray(0, count);
		if (count >= MANY_ROWS) this.times.prepare(rows);
		return rows;
	}

	private isWanted(row: number): boolean {
		for (const passes of this.tests) if (!passes(row)) return false;
		return true;
	}

	/** A column whose texts come again and again. */
	repeated<T>(column: Column, make: (text: string) => T): RepeatedCells<T> {
		return new RepeatedCells(this.reader, this.columns.at[column], make);
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

	/** One test for each part of the filter that was asked for. */
	private testsOf({ period, user, module, action, record, text }: EntryFilter): RowTest[] {
		const tests: RowTest[] = [];
		if (action) tests.push((row) => this.actions.at(row).isWanted);
		if (module) tests.push((row) => this.modules.at(row).isWanted);
		if (user && this.columns.at.done_by_id === undefined) {
			tests.push((row) => this.users.at(row).isWanted);
		}
		if (period) tests.push((row) => this.times.at(row).isWanted);
		if (user && this.columns.at.done_by_id !== undefined) {
			tests.push((row) => user(this.text(row, 'done_by_id'), this.text(row, 'done_by')));
		}
		if (record) tests.push((row) => record(this.text(row, 'record_id'), this.text(row, 'record')));
		if (text) tests.push((row) => text(this.reader.texts(row)));
		return tests;
	}
}
