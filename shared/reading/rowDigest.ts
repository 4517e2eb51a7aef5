import type { CsvFile } from '../files/rows/csvFile';
import { csvFilesIn, type ExportFile } from '../files/exportFile';
import type { OnSkipped } from '../files/rows/unreadRows';
import { UnreadRows } from '../files/rows/unreadRows';
import type { YieldToEventLoop } from '../files/yieldToEventLoop';
import type { UnpackingHost } from '../files/zip';
import { sha256 } from '../files/sha256';
import { CrmModules } from '../org/modules';
import { CrmUsers } from '../org/users';
import type { AuditedTime } from '../dialect/auditedTime';
import type { EntryContext } from '../entries/entryContext';
import { CsvRows } from './csvRows';
import { EVERY_ENTRY } from '../entries/filter';

/** What the rows of an export say together. */
export interface RowTally {
	readonly rows: number;
	readonly withoutTime: number;
	/** Not among the rows, and not in the digest. */
	readonly unread: UnreadRows;
	/** Milliseconds since 1970; null without any time. */
	readonly first: number | null;
	readonly last: number | null;
	readonly sha256: string;
}

/** How times are written, and columns found. */
type FileDialect = Pick<EntryContext, 'times' | 'columns'>;

/** The web platform digests whole texts only: as many lines as are kept in memory. */
const ROWS_PER_BLOCK = 10_000;

/**
 * Counts and digests rows by what they say, so that other quotes, line ends, columns in another order
 * and other packing change nothing, and one changed letter does. A row is a line of JSON: its cells
 * that are not empty as pairs of canonical column name and text, in the order of the names, with the
 * time in UTC where it can be read. The digest is the SHA-256 of the SHA-256s, in hexadecimal, of each
 * 10,000 lines. Nothing but the file and the format of its times goes into it.
 */
class RowDigest {
	private rows = 0;
	private withoutTime = 0;
	private first = Infinity;
	private last = -Infinity;
	private readonly unread = new UnreadRows();
	private lines: string[] = [];
	private readonly blocks: string[] = [];

	constructor(private readonly dialect: FileDialect) {}

	async add(file: CsvFile, yieldToEventLoop: YieldToEventLoop): Promise<void> {
		const rows = new CsvRows(file, EVERY_ENTRY, {
			users: new CrmUsers([]),
			modules: new CrmModules([]),
			urls: { web: null, domainName: null, modules: new CrmModules([]) },
			...this.dialect,
		});
		const columns = inOrder(rows.columns.names);
		for (let matching = rows.next(); matching !== null; matching = rows.next()) {
			for (let index = 0; index < matching.count; index++) {
				const row = matching.at(index);
				const { time } = rows.times.at(row);
				this.count(time);
				this.lines.push(lineOf(columns, rows, row, time));
				if (this.lines.length === ROWS_PER_BLOCK) await this.closeBlock();
			}
			await yieldToEventLoop();
		}
		this.unread.addAll(rows.reader.unread);
	}

	readonly onSkipped: OnSkipped = (member) => this.unread.skip(member);

	async end(): Promise<RowTally> {
		if (this.lines.length > 0) await this.closeBlock();
		const { rows, withoutTime, first, last, unread } = this;
		const times = first > last ? { first: null, last: null } : { first, last };
		return {
			rows,
			withoutTime,
			unread,
			...times,
			sha256: await sha256(encoded(this.blocks.join(''))),
		};
	}

	private count(time: AuditedTime | null): void {
		this.rows++;
		if (time === null) {
			this.withoutTime++;
			return;
		}
		this.first = Math.min(this.first, time.instant);
		this.last = Math.max(this.last, time.instant);
	}

	private async closeBlock(): Promise<void> {
		const text = this.lines.join('');
		this.lines = [];
		this.blocks.push(await sha256(encoded(text)));
	}
}

/** The rows of all files of an export, to the last. @throws UnexpectedAnswerError for a file that cannot be read. */
export async function tallyOf(
	files: readonly ExportFile[],
	dialect: FileDialect,
	host: UnpackingHost,
): Promise<RowTally> {
	const digest = new RowDigest(dialect);
	for (const file of files) {
		const unpacking = { ...host, onSkipped: digest.onSkipped };
		for await (const csv of csvFilesIn(file, unpacking))
			await digest.add(csv, host.yieldToEventLoop);
	}
	return await digest.end();
}

/** Columns in the order of their names; one that comes again has its number after its name. */
function inOrder(names: readonly string[]): readonly (readonly [string, number])[] {
	const columns = names.map((name, index): [string, number] => {
		const before = names.slice(0, index).filter((other) => other === name).length;
		return [before === 0 ? name : `${name} (${before + 1})`, index];
	});
	return columns.sort(([a], [b]) => (a < b ? -1 : 1));
}

function lineOf(
	columns: readonly (readonly [string, number])[],
	{ reader, columns: { at } }: CsvRows,
	row: number,
	time: AuditedTime | null,
): string {
	const texts = reader.texts(row);
	const cells: [string, string][] = [];
	for (const [name, index] of columns) {
		const text = texts[index] ?? '';
		if (text === '') continue;
		const isTime = time !== null && index === at.audited_time;
		cells.push([name, isTime ? new Date(time.instant).toISOString() : text]);
	}
	return `${JSON.stringify(cells)}\n`;
}

function encoded(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
