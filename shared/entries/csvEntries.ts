import type { CsvFile } from '../files/exportFile';
import type { AuditedTime } from './auditedTime';
import type { AuditLogEntry, Reference } from './auditLogEntry';
import type { CsvColumns } from './csvColumns';
import { CsvRows } from './csvRows';
import type { EntryContext } from './entryContext';
import type { EventIds } from './eventIds';
import type { EntryFilter } from './filter';
import type { RepeatedCells } from './repeatedCells';
import { RowHash } from './rowHash';

const DAY_MS = 86_400_000;

/** Rows read so far, kept or not. */
export interface RowCounts {
	read: number;
	/** Entries whose time could not be read: kept whatever the period, and told. */
	withoutTime: number;
}

/**
 * The rows of one CSV as entries, in the file's order. The filter is asked cell by cell before
 * anything is built.
 */
export class CsvEntries {
	private readonly rows: CsvRows;
	private readonly at: CsvColumns['at'];
	private readonly rowHash: RowHash;
	private readonly relatedModules: RepeatedCells<string | null>;
	/** A row's `raw` with its keys in the file's order, `__proto__` among them when a header has it. */
	private readonly emptyRaw: Readonly<Record<string, unknown>>;

	constructor(
		file: CsvFile,
		filter: EntryFilter,
		context: EntryContext,
		private readonly ids: EventIds,
		private readonly counts: RowCounts,
		private readonly withRaw: boolean,
	) {
		const rows = new CsvRows(file, filter, context);
		this.rows = rows;
		this.at = rows.columns.at;
		this.rowHash = new RowHash(rows);
		this.relatedModules = rows.repeated('related_module', (label) => rows.moduleCell(label).name);
		// Not by assignment, which for `__proto__` would set the prototype and lose the cell.
		this.emptyRaw = Object.fromEntries(rows.columns.keys.map((key) => [key, '']));
	}

	/** The kept ones of the next rows, perhaps none; null at the end. */
	nextBatch(): AuditLogEntry[] | null {
		const { reader } = this.rows;
		if (!reader.next()) return null;
		const entries: AuditLogEntry[] = [];
		for (let row = 0; row < reader.rows; row++) {
			if (this.rows.isWanted(row)) entries.push(this.entryAt(row));
		}
		this.counts.read += reader.rows;
		return entries;
	}

	private entryAt(row: number): AuditLogEntry {
		const { rows, at } = this;
		rows.reader.open(row);
		const user = rows.users.at(row);
		const module = rows.modules.at(row);
		const recordId = this.text(at.record_id);
		const { time } = rows.times.at(row);
		if (time === null) this.counts.withoutTime++;
		const entry: AuditLogEntry = {
			audited_time: time?.iso ?? null,
			done_by: reference(this.text(at.done_by_id) ?? user.id, user.text),
			action: rows.actions.at(row).text,
			module: module.name,
			record: reference(recordId, this.text(at.record)),
			related_module: this.relatedModules.at(row),
			related_record: reference(null, this.text(at.related_record)),
			account_name: this.text(at.account_name),
			field_history: this.fieldHistory(),
			source: this.text(at.source),
			record_url: urlOf(module.page, recordId),
			event_id: this.ids.idOf(this.rowHash.of(row, time), dayOf(time)),
		};
		if (this.withRaw) entry.raw = this.raw();
		return entry;
	}

	/** Of the row in hand. Null for an empty cell, and for a column that the file does not have. */
	private text(column: number | undefined): string | null {
		const { reader } = this.rows;
		return column === undefined || reader.isEmpty(column) ? null : reader.cut(column);
	}

	private fieldHistory(): AuditLogEntry['field_history'] {
		const { at } = this;
		const field = this.text(at.field);
		if (field === null) return null;
		const [old, now] = [this.text(at.old_value), this.text(at.new_value)];
		return [{ api_name: null, field_label: field, old, new: now }];
	}

	private raw(): Record<string, unknown> {
		const { reader, columns } = this.rows;
		const raw: Record<string, unknown> = { ...this.emptyRaw };
		columns.keys.forEach((key, index) => (raw[key] = reader.cut(index)));
		return raw;
	}
}

/** A number for the day; any day for an entry without a time. */
function dayOf(time: AuditedTime | null): number {
	return time === null ? 0 : Math.floor(time.instant / DAY_MS);
}

function reference(id: string | null, name: string | null): Reference | null {
	return id === null && name === null ? null : { id, name };
}

function urlOf(page: string | null, recordId: string | null): string | null {
	return page === null || recordId === null || !/^\d+$/.test(recordId) ? null : page + recordId;
}
