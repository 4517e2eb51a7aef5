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
	const all = columns[switches.csvColumns].filter((name) => !switches.csvWithout.includes(name));
	const header = switches.csvTimeColumns === 'two' ? all.flatMap(dateAndTime) : all;
	const quoted =
		switches.csvQuotes === 'always' ? /^/ : new RegExp(`["\r\n${switches.csvDelimiter}]`);
	const cell = (value: string) => (quoted.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
	const line = (cells: readonly string[]) =>
		cells.map(cell).join(switches.csvDelimiter) + switches.csvLineEnd;
	const lines = switches.csvTitleLine === null ? [] : [switches.csvTitleLine + switches.csvLineEnd];
	const { csvTitles } = switches;
	if (csvTitles !== 'none') {
		const titled = header.map((name) => ({ name, title: titleIn(csvTitles)(name) }));
		lines.push(line(titled.map(({ name, title }) => withZone(name, title, switches))));
	}
	const titleLines = lines.length;
	for (const row of rows) {
		const cells = switches.csvTimeColumns === 'two' ? withDateAndTime(row) : row;
		lines.push(line(header.map((name) => cells[name] ?? '')));
	}
	const middle = lines.length >> 1;
	if (middle > 0) lines[middle] = spoilt(lines[middle] ?? '', switches);
	const footer = switches.csvFooter.map((each) =>
		each.replace('{rows}', String(lines.length - titleLines)),
	);
	const whole = [...lines, ...footer.map((each) => each + switches.csvLineEnd)].join('');
	const text = switches.csvLastLineEnd ? whole : whole.slice(0, -switches.csvLineEnd.length);
	switch (switches.csvEncoding) {
		case 'utf-8':
			return withBytes(Buffer.from(text));
		case 'utf-8-bom':
			return Buffer.from(`\uFEFF${text}`);
		case 'utf-16le':
			return Buffer.from(`\uFEFF${text}`, 'utf16le');
	}
}

const dateAndTime = (name: string) => (name === 'Audited Time' ? ['Date', 'Time'] : [name]);

function withDateAndTime(row: Row): Row {
	const [, date = '', time = ''] = /^(.*?),? (\d\d?:\d\d.*)$/.exec(row['Audited Time'] ?? '') ?? [];
	return { ...row, Date: date, Time: time };
}

/** The order is that of the English names. */
const translated = {
	english: [
		...['Done By', 'Action', 'Module', 'Record Name', 'Related Module', 'Related Name'],
		...['Account Name', 'Audited Time', 'Date', 'Time'],
	],
	german: [
		...['Ausgeführt von', 'Aktion', 'Modul', 'Datensatzname', 'Verknüpftes Modul'],
		...['Verknüpfter Name', 'Firma', 'Geprüft am', 'Datum', 'Uhrzeit'],
	],
	japanese: [
		...['実行者', '操作', 'タブ', 'データ名', '関連タブ', '関連名', '取引先', '監査日時'],
		...['日付', '時刻'],
	],
	dotted: [
		...['done_by.name', 'action', 'module.api_name', 'record.name'],
		...['related_record.module.name', 'related_record.name', 'account.name', 'audited_time'],
		...['date', 'time'],
	],
} as const;

function titleIn(titles: Exclude<Switches['csvTitles'], 'none'>): (name: string) => string {
	switch (titles) {
		case 'upper_case':
			return (name) => name.toUpperCase();
		case 'camel_case':
			return (name) => name.replaceAll(' ', '');
		case 'spaced':
			return (name) => ` ${name.replace(' ', ' \u00a0 ')}  `;
		default: {
			const names: readonly string[] = translated.english;
			return (name) => translated[titles][names.indexOf(name)] ?? name;
		}
	}
}

function withZone(name: string, title: string, { csvTimeTitle }: Switches): string {
	const isTime = name === 'Audited Time' || name === 'Time';
	return isTime ? csvTimeTitle.replace('{title}', title) : title;
}

/** Stands for a byte that is not UTF-8 until the text is encoded. */
const BAD_BYTE = '\uE000';

function spoilt(line: string, { csvBadRow, csvDelimiter, csvLineEnd }: Switches): string {
	switch (csvBadRow) {
		case 'none':
			return line;
		case 'cells':
			return line.slice(0, line.lastIndexOf(csvDelimiter)) + csvLineEnd;
		case 'byte':
			return line.slice(0, 2) + BAD_BYTE + line.slice(2);
		case 'quote':
			return `${line.slice(0, 2)}"${line.slice(2)}`;
	}
}

function withBytes(bytes: Buffer): Buffer {
	const at = bytes.indexOf(BAD_BYTE);
	if (at < 0) return bytes;
	return Buffer.concat([bytes.subarray(0, at), Buffer.of(0xff), bytes.subarray(at + 3)]);
}

function moduleName(record: LogRecord | null, switches: Switches): string {
	if (!record) return '';
	const module = modules.find((candidate) => candidate.api_name === record.module.api_name);
	return module?.[switches.csvModules] ?? record.module.name;
}

function titleCase(action: string): string {
	return action.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
