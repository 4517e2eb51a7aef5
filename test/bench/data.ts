import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { cacheFolder } from './cache';
import { createRandom, type Random } from './random';

/** Zoho puts at most this many entries into one CSV of a ZIP. */
const ROWS_PER_FILE = 100_000;
/** Part of the file name: increase it whenever the rows below change. */
const VERSION = 1;
const START = Date.UTC(2026, 0, 5, 6);
const END = Date.UTC(2026, 5, 30, 20);

/**
 * The columns that the export of Zoho's sister product shows, and those that public importers look
 * for: Zoho documents none.
 */
const HEADER = [
	...['Done By', 'Action', 'Module', 'Record Name', 'Related Module', 'Related Name'],
	...['Account Name', 'Audited Time', 'Record ID', 'Field', 'Old Value', 'New Value'],
];
const USERS = [
	...[
		'Ana Lopez',
		'Ben Ito',
		'Chloé Dupont',
		'Dmitri Kaur',
		'Elif Yılmaz',
		'Farah Aziz',
		'Sam Hill',
	],
	...[
		'Günther Weiß',
		'Hiro Sato',
		'Ines Costa',
		'John Smith',
		'Kim Park',
		'Lea Moor',
		'System',
		'王芳',
	],
];
const MODULES = ['Leads', 'Contacts', 'Accounts', 'Deals', 'Tasks', 'Meetings', 'Calls', 'Quotes'];
const ACTIONS = [
	...['added', 'added', 'added', 'deleted', 'owner_reassigned', 'sent an email', 'added a note'],
	...['converted', 'exported', 'merged'],
];
const COMPANIES = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli', 'Stark', 'Škoda', '東京商事'];
const KINDS = ['GmbH', 'Ltd', 'Inc', 'S.A.', 'AG', 'LLC'];
const FIELDS = ['Stage', 'Amount', 'Owner', 'Phone', 'Closing Date', 'Description', 'Lead Status'];
const VALUES = [
	'Qualification',
	'Closed Won',
	'Closed Lost',
	'Negotiation, round 2',
	'Open',
	'12000',
];
const NOTES = [
	'Called back.\nWants the offer by "Friday", not later.',
	'Übergabe an den Vertrieb:\r\n- Vertrag\r\n- Rechnung',
	'Met at the fair; asked for "the usual", 3 pieces\nand a sample, free of charge.',
];

/** A ZIP of CSVs like an export of that many rows: the same bytes each time. Made once. */
export function exportZip(rows: number): string {
	const folder = join(cacheFolder(), 'data');
	const path = join(folder, `audit-log-${rows}-v${VERSION}.zip`);
	if (existsSync(path)) return path;
	mkdirSync(folder, { recursive: true });
	const archive = new AdmZip();
	for (let first = 0; first < rows; first += ROWS_PER_FILE) {
		const csv = Buffer.from(csvOf(first, Math.min(rows, first + ROWS_PER_FILE), rows));
		const entry = archive.addFile(`AuditLog_${first / ROWS_PER_FILE + 1}.csv`, csv);
		entry.header.time = new Date(START);
	}
	writeFileSync(`${path}.part`, archive.toBuffer());
	renameSync(`${path}.part`, path);
	return path;
}

function csvOf(first: number, end: number, rows: number): string {
	const random = createRandom(first + 1);
	const lines = [line(HEADER)];
	for (let row = first; row < end;) {
		const time = START + Math.floor(((END - START) / rows) * row);
		for (const cells of rowsOfEvent(time, random).slice(0, end - row)) {
			lines.push(line(cells));
			row++;
		}
	}
	return lines.join('');
}

/** What one click of a user leaves in the log: one row, or one for each changed field. */
function rowsOfEvent(time: number, random: Random): string[][] {
	const company = `${random.of(COMPANIES)} ${random.below(900)}`;
	const account = random.below(2) ? `${company} ${random.of(KINDS)}` : '';
	const isRelated = random.below(100) < 25;
	const isChange = random.below(100) < 55;
	const rowOf = (field: string, old: string, now: string): string[] => [
		...[user, action, module, record, relatedModule, related, account, displayed(time), id],
		...[field, old, now],
	];
	const user = random.of(USERS);
	const action = isChange ? 'updated' : random.of(ACTIONS);
	const module = random.of(MODULES);
	const record = `${company} - ${random.below(100_000)}`;
	const relatedModule = isRelated ? random.of(MODULES) : '';
	const related = isRelated ? random.of(USERS) : '';
	const id = `4876876${String(1_000_000_000 + random.below(900_000_000))}`;
	if (!isChange) return [rowOf('', '', '')];
	return Array.from({ length: 1 + random.below(3) }, () => {
		const now = random.below(100) < 8 ? random.of(NOTES) : random.of(VALUES);
		return rowOf(random.of(FIELDS), random.of(VALUES), now);
	});
}

/** `05/21/2026 12:49 PM`: without seconds and zone, as seen in the sister product's files. */
function displayed(time: number): string {
	const date = new Date(time);
	const two = (number: number): string => String(number).padStart(2, '0');
	const day = `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${date.getUTCFullYear()}`;
	const hours = date.getUTCHours();
	return `${day} ${two(hours % 12 || 12)}:${two(date.getUTCMinutes())} ${hours < 12 ? 'AM' : 'PM'}`;
}

function line(cells: readonly string[]): string {
	const quoted = cells.map((cell) =>
		/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
	);
	return `${quoted.join(',')}\r\n`;
}
