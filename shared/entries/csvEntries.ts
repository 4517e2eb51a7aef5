import type { CsvFile } from '../files/exportFile';
import { CsvReader } from '../files/csv';
import { AuditedTimeReader } from './auditedTime';
import type { AuditLogEntry, Reference } from './auditLogEntry';
import { type Column, type CsvColumns, csvColumns } from './csvColumns';
import type { EntryContext } from './entryContext';
import type { EventIds } from './eventIds';
import { type EntryFilter, isWithin } from './filter';
import { Hash } from './hash';
import { recordUrl } from './recordUrl';
import { RepeatedTexts } from './repeatedTexts';

const QUOTE = 0x22;
const MAX_VERDICTS = 10_000;

/** Rows read so far, kept or not. */
export interface RowCounts {
	read: number;
	/** Rows whose time could not be read: kept whatever the period, and told. */
	withoutTime: number;
}

/**
 * The rows of one CSV as entries, in the file's order. The filter is asked cell by cell before
 * anything is built.
 */
export class CsvEntries {
	private readonly reader: CsvReader;
	private readonly columns: CsvColumns;
	private readonly times: AuditedTimeReader;
	/** Columns whose texts come again and again. */
	private readonly repeated: RepeatedTexts;
	private readonly hash = new Hash();
	private readonly verdicts = new Map<string, boolean>();

	constructor(
		file: CsvFile,
		private readonly filter: EntryFilter,
		private readonly context: EntryContext,
		private readonly ids: EventIds,
		private readonly counts: RowCounts,
	) {
		this.reader = new CsvReader(file.bytes, file.name);
		this.columns = csvColumns(this.reader.header, file.name);
		this.times = new AuditedTimeReader(context.times);
		this.repeated = new RepeatedTexts(this.reader);
	}

	/** The kept ones of the next rows, perhaps none; null at the end. */
	nextBatch(): AuditLogEntry[] | null {
		if (!this.reader.next()) return null;
		const entries: AuditLogEntry[] = [];
		for (let row = 0; row < this.reader.rows; row++) {
			if (this.isWanted(row)) entries.push(this.entryAt(row));
		}
		this.counts.read += this.reader.rows;
		return entries;
	}

	private isWanted(row: number): boolean {
		const { period, user, module, action, record, text } = this.filter;
		const time = this.times.read(this.repeatedText(row, 'audited_time') ?? '');
		if (time === null) this.counts.withoutTime++;
		return (
			(period === null || isWithin(period, time)) &&
			(user === null ||
				this.verdict(row, 'done_by', (name) => user(this.text(row, 'done_by_id'), name))) &&
			(module === null || this.verdict(row, 'module', module)) &&
			(action === null || this.verdict(row, 'action', action)) &&
			(record === null || record(this.text(row, 'record_id'), this.text(row, 'record'))) &&
			(text === null || text(this.cells(row)))
		);
	}

	/** A test of a text that repeats is made once; one that also needs an id is made each time. */
	private verdict(row: number, column: Column, test: (text: string | null) => boolean): boolean {
		const text = this.repeatedText(row, column);
		if (column === 'done_by' && this.columns.at.done_by_id !== undefined) return test(text);
		const key = `${column}\n${text}`;
		const known = this.verdicts.get(key);
		if (known !== undefined) return known;
		const verdict = test(text);
		if (this.verdicts.size >= MAX_VERDICTS) this.verdicts.clear();
		this.verdicts.set(key, verdict);
		return verdict;
	}

	private entryAt(row: number): AuditLogEntry {
		const { users, urls } = this.context;
		const name = this.repeatedText(row, 'done_by');
		const userId = this.text(row, 'done_by_id') ?? (name === null ? null : users.idOfName(name));
		const module = this.moduleName(row, 'module');
		const record = reference(this.text(row, 'record_id'), this.text(row, 'record'));
		return {
			event_id: this.idOf(row),
			audited_time: this.times.read(this.repeatedText(row, 'audited_time') ?? '')?.iso ?? null,
			action: this.repeatedText(row, 'action'),
			source: this.repeatedText(row, 'source'),
			module,
			done_by: reference(userId, name),
			record,
			related_module: this.moduleName(row, 'related_module'),
			related_record: reference(null, this.text(row, 'related_record')),
			account_name: this.text(row, 'account_name'),
			field_history: this.fieldHistory(row),
			record_url: recordUrl(urls, module, record?.id ?? null),
			raw: this.raw(row),
		};
	}

	private moduleName(row: number, column: Column): string | null {
		const label = this.repeatedText(row, column);
		return label === null ? null : (this.context.modules.find(label)?.apiName ?? label);
	}

	private fieldHistory(row: number): AuditLogEntry['field_history'] {
		const field = this.text(row, 'field');
		if (field === null) return null;
		const [old, now] = [this.text(row, 'old_value'), this.text(row, 'new_value')];
		return [{ api_name: null, field_label: field, old, new: now }];
	}

	private raw(row: number): Record<string, unknown> {
		const raw: Record<string, unknown> = {};
		this.columns.keys.forEach((key, index) => {
			const value = this.reader.text(row, index);
			if (key === '__proto__') {
				// Plain assignment would set the prototype and lose the cell.
				Object.defineProperty(raw, key, {
					value,
					enumerable: true,
					writable: true,
					configurable: true,
				});
			} else {
				raw[key] = value;
			}
		});
		return raw;
	}

	/**
	 * Everything the row says, by the columns' names: not their order, not the quoting, not empty
	 * cells, and the time as an instant, so that the same event keeps its id in another export.
	 */
	private idOf(row: number): string {
		const hash = this.hash.reset();
		const time = this.times.read(this.repeatedText(row, 'audited_time') ?? '');
		for (const { index, name } of this.columns.identity) {
			if (index === this.columns.at.audited_time && time !== null) {
				hash.text(name).number(time.instant);
			} else {
				this.putCell(hash, row, index, name);
			}
		}
		return this.ids.idOf(hash);
	}

	private putCell(hash: Hash, row: number, index: number, name: string): void {
		const { reader } = this;
		const end = reader.end(row, index);
		const start = reader.start(row, index);
		if (start === end) return;
		hash.text(name);
		const isEscaped = reader.isEscaped(row, index);
		for (let at = start; at < end; at++) {
			const byte = reader.bytes[at] ?? 0;
			hash.byte(byte);
			if (isEscaped && byte === QUOTE) at++;
		}
		hash.number(0);
	}

	private cells(row: number): string[] {
		return this.reader.header.map((_, index) => this.reader.text(row, index));
	}

	private text(row: number, column: Column): string | null {
		const index = this.columns.at[column];
		return index === undefined ? null : this.reader.text(row, index) || null;
	}

	private repeatedText(row: number, column: Column): string | null {
		const index = this.columns.at[column];
		return index === undefined ? null : this.repeated.text(row, index) || null;
	}
}

function reference(id: string | null, name: string | null): Reference | null {
	return id === null && name === null ? null : { id, name };
}
