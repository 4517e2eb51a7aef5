import type { LogEntry, LogRecord } from '../log/logEntry';
import { display, iso8601 } from '../log/times';
import { modules } from '../organization/modules';
import { organization } from '../organization/organization';
import type { User } from '../organization/staff';
import type { Switches } from '../switches';

/**
 * The exported file. Zoho documents neither its columns nor its times, encoding or quotes: the
 * defaults were observed in Bigin, Zoho's small CRM, and all of them are switches.
 */
const columns: Readonly<Record<Switches['csvColumns'], readonly string[]>> = {
	bigin: [
		'Done By',
		'Action',
		'Module',
		'Record Name',
		'Related Module',
		'Related Name',
		'Account Name',
		'Audited Time',
	],
	get bigin_with_pipeline() {
		return [...this.bigin, 'Pipeline'];
	},
	get guessed() {
		return [...this.bigin, 'Record ID', 'User ID', 'Source', 'Field', 'Old Value', 'New Value'];
	},
};

export type Row = Readonly<Record<string, string>>;

/** The rows of an export in the file's order: one per entry, or per changed field with `guessed`. */
export function* rowsOf(
	entries: readonly LogEntry[],
	user: User,
	switches: Switches,
): Generator<Row> {
	const timeOf = timesOf(user, switches);

	const ordered = switches.csvOrder === 'newest_first' ? entries.toReversed() : entries;
	for (const entry of ordered) {
		const row: Row = {
			'Done By': entry.done_by?.name ?? '',
			Action: switches.csvActions === 'title_case' ? titleCase(entry.action) : entry.action,
			Module: moduleName(entry.record, switches),
			'Record Name': entry.record?.name ?? '',
			'Related Module': moduleName(entry.related_record, switches),
			'Related Name': entry.related_record?.name ?? '',
			'Account Name': entry.account_name ?? '',
			'Audited Time': timeOf(entry.audited_time),
		};
		if (switches.csvColumns === 'bigin') {
			yield row;
			continue;
		}
		const more: Row = {
			...row,
			Pipeline: entry.record?.module.api_name === 'Deals' ? 'Standard (Standard)' : '',
			'Record ID': entry.record?.id ?? '',
			'User ID': entry.done_by?.id ?? '',
			Source: entry.source,
		};
		if (switches.csvColumns !== 'guessed' || entry.field_history.length === 0) {
			yield more;
			continue;
		}
		for (const change of entry.field_history) {
			yield {
				...more,
				Field: change.field_label,
				'Old Value': change.old ?? '',
				'New Value': change.new ?? '',
			};
		}
	}
}

function timesOf(user: User, switches: Switches): (time: number) => string {
	const zones = { user: user.time_zone, organization: organization.time_zone, utc: 'UTC' };
	const zone = zones[switches.csvTimeZone];
	switch (switches.csvTimeFormat) {
		case 'iso8601':
			return (time) => iso8601(time, zone);
		case 'epoch':
			return (time) => String(time);
		case 'user':
			return (time) => display(time, zone, `${user.date_format} ${user.time_format}`, user.locale);
		default:
			return (time) => display(time, zone, switches.csvTimeFormat, user.locale);
	}
}

export function csv(rows: Iterable<Row>, switches: Switches): Buffer {
	const header = columns[switches.csvColumns];
	const quoted =
		switches.csvQuotes === 'always' ? /^/ : new RegExp(`["\r\n${switches.csvDelimiter}]`);
	const cell = (value: string) => (quoted.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
	const line = (cells: readonly string[]) =>
		cells.map(cell).join(switches.csvDelimiter) + switches.csvLineEnd;
	const lines = [line(header)];
	for (const row of rows) lines.push(line(header.map((name) => row[name] ?? '')));
	const text = lines.join('');
	switch (switches.csvEncoding) {
		case 'utf-8':
			return Buffer.from(text);
		case 'utf-8-bom':
			return Buffer.from(`\uFEFF${text}`);
		case 'utf-16le':
			return Buffer.from(`\uFEFF${text}`, 'utf16le');
	}
}

function moduleName(record: LogRecord | null, switches: Switches): string {
	if (!record) return '';
	const module = modules.find((candidate) => candidate.api_name === record.module.api_name);
	return module?.[switches.csvModules] ?? record.module.name;
}

function titleCase(action: string): string {
	return action.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
