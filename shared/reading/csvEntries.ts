import { DAY } from '../durations';
import type { CsvFile } from '../files/rows/csvFile';
import type { RowList } from '../files/rowList';
import { HASH_WORDS, RowHashes } from '../files/rowHashes';
import { RowTexts } from '../files/rowTexts';
import { UnreadRows } from '../files/rows/unreadRows';
import type { AuditedTime } from '../dialect/auditedTime';
import type { AuditLogEntry, Reference } from '../entries/auditLogEntry';
import type { Column, CsvColumns } from '../dialect/csvColumns';
import { CsvRows } from './csvRows';
import type { EntryContext } from '../entries/entryContext';
import type { EventIds } from '../entries/eventIds';
import type { EntryFilter } from '../entries/filter';
import type { DictionaryColumn } from './dictionaryColumn';
import { rowIdentity } from '../entries/rowIdentity';

/** Columns whose texts often repeat: each text is decoded once, and entries share it. */
const SHARED_COLUMNS = ['source', 'related_record', 'field', 'old_value', 'new_value'] as const;
/** Columns whose texts seldom repeat. */
const UNIQUE_COLUMNS = ['done_by_id', 'record', 'record_id', 'account_name'] as const;

/** With 512, most of a batch outlived a turn of the garbage collector, which then took four times as long. */
const ENTRIES_AT_ONCE = 128;

type SharedColumn = (typeof SHARED_COLUMNS)[number];

/** Rows read so far, kept or not. */
export interface RowCounts {
	read: number;
	/** Entries whose time could not be read: kept whatever the period, and reported. */
	withoutTime: number;
	/** Lines that could not be read as rows. */
	readonly unread: UnreadRows;
	/** Columns of the CSVs, by their headers, and a CSV that has it. */
	readonly headers: Map<string, FileColumns>;
}

export interface FileColumns {
	readonly file: string;
	readonly at: CsvColumns['at'];
}

export function noRows(): RowCounts {
	return { read: 0, withoutTime: 0, unread: new UnreadRows(), headers: new Map() };
}

/**
 * The rows of one CSV as entries, in the file's order. The filter is evaluated cell by cell
 * before anything is built.
 */
export class CsvEntries {
	readonly rows: CsvRows;
	private readonly texts: RowTexts;
	private readonly hashes: RowHashes;
	/** Where in `texts` a column's is; undefined for one that the file does not have. */
	private readonly at: Readonly<Partial<Record<Column, number>>>;
	private readonly relatedModules: DictionaryColumn<string | null>;
	private readonly shared: Readonly<Record<SharedColumn, DictionaryColumn<string | null>>>;
	private readonly dictionaries: readonly Pick<DictionaryColumn<unknown>, 'encode'>[];
	/** A row's `raw` with its keys in the file's order, `__proto__` among them when a header has it. */
	private readonly emptyRaw: Readonly<Record<string, unknown>>;

	constructor(
		file: CsvFile,
		filter: EntryFilter,
		context: EntryContext,
		private readonly ids: EventIds,
		private readonly counts: RowCounts,
		private readonly withRaw: boolean,
		/** Drops matching rows of which no entry is needed. */
		private readonly select?: (rows: RowList, csv: CsvRows) => void,
	) {
		const rows = new CsvRows(file, filter, context);
		const { at, keys } = rows.columns;
		this.rows = rows;
		this.relatedModules = rows.dictionary('related_module', (label) => rows.moduleCell(label).name);
		const shared = (column: SharedColumn): DictionaryColumn<string | null> =>
			rows.dictionary(column, (text) => text || null);
		this.shared = {
			source: shared('source'),
			related_record: shared('related_record'),
			field: shared('field'),
			old_value: shared('old_value'),
			new_value: shared('new_value'),
		};
		this.dictionaries = [
			...[rows.users, rows.modules, rows.actions, this.relatedModules],
			...SHARED_COLUMNS.map((column) => this.shared[column]),
		];
		// Not by assignment, which for `__proto__` would set the prototype and lose the cell.
		this.emptyRaw = Object.fromEntries(keys.map((key) => [key, '']));
		const unique = UNIQUE_COLUMNS.filter((column) => at[column] !== undefined);
		const indexes = withRaw ? [...keys.keys()] : unique.map((column) => at[column] ?? -1);
		this.at = withRaw ? at : Object.fromEntries(unique.map((column, index) => [column, index]));
		this.hashes = new RowHashes(rows.reader.memory, rowIdentity(rows.columns));
		this.texts = new RowTexts(rows.reader, indexes, this.hashes);
	}

	/** The next entries, perhaps none; null at the end. */
	nextBatch(): AuditLogEntry[] | null {
		const { texts } = this;
		if (texts.isAtEnd && !this.nextRows()) return null;
		const entries: AuditLogEntry[] = [];
		while (entries.length < ENTRIES_AT_ONCE && texts.next()) entries.push(this.entry());
		return entries;
	}

	private nextRows(): boolean {
		const { rows, texts } = this;
		const matching = rows.next();
		if (matching === null) return false;
		this.counts.read += rows.reader.rows;
		this.select?.(matching, rows);
		texts.begin(matching);
		if (matching.count === 0) return true;
		for (const column of this.dictionaries) column.encode(matching);
		for (let index = 0; index < matching.count; index++) {
			const instant = rows.times.at(matching.at(index)).time?.instant;
			this.hashes.instants.list[index] = instant ?? NaN;
		}
		return true;
	}

	/** Of the current row. */
	private entry(): AuditLogEntry {
		const { rows, texts, at, shared } = this;
		const { row } = texts;
		const user = rows.users.at(row);
		const module = rows.modules.at(row);
		const recordId = this.text(at.record_id);
		const { time } = rows.times.at(row);
		this.counts.withoutTime += time === null ? 1 : 0;
		const entry: AuditLogEntry = {
			audited_time: time?.iso ?? null,
			done_by: reference(this.text(at.done_by_id) ?? user.id, user.text),
			action: rows.actions.at(row).text,
			module: module.name,
			record: reference(recordId, this.text(at.record)),
			related_module: this.relatedModules.at(row),
			related_record: reference(null, shared.related_record.at(row)),
			account_name: this.text(at.account_name),
			field_history: this.fieldHistory(row),
			source: shared.source.at(row),
			record_url: this.urlOf(module.page, recordId),
			event_id: this.ids.numbered(
				texts.hash,
				this.hashes.digests.list,
				texts.index * HASH_WORDS,
				dayOf(time),
			),
		};
		if (this.withRaw) entry.raw = this.raw();
		return entry;
	}

	/** Null for an empty cell, and for a column that the file does not have. */
	private text(cell: number | undefined): string | null {
		return cell === undefined ? null : this.texts.cells[cell] || null;
	}

	private fieldHistory(row: number): AuditLogEntry['field_history'] {
		const { field, old_value: old, new_value: now } = this.shared;
		const label = field.at(row);
		if (label === null) return null;
		return [{ api_name: null, field_label: label, old: old.at(row), new: now.at(row) }];
	}

	private urlOf(page: string | null, recordId: string | null): string | null {
		if (page === null || recordId === null) return null;
		const { reader, columns } = this.rows;
		const isId = reader.memory.run.hasDigitsAlone(this.texts.row, columns.at.record_id ?? 0);
		return isId ? page + recordId : null;
	}

	private raw(): Record<string, unknown> {
		const raw: Record<string, unknown> = { ...this.emptyRaw };
		this.rows.columns.keys.forEach((key, index) => (raw[key] = this.texts.cells[index]));
		return raw;
	}
}

/** A number for the day; any day for an entry without a time. */
function dayOf(time: AuditedTime | null): number {
	return time === null ? 0 : Math.floor(time.instant / DAY);
}

function reference(id: string | null, name: string | null): Reference | null {
	return id === null && name === null ? null : { id, name };
}
