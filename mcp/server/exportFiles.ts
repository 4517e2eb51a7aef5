import { disclosureOf } from '../config/disclosure';
import type { App } from '../questions/app';
import { InputError } from '../../shared/errors';
import { cleanText, DATA_NOTE } from '../../shared/disclosure/cleanText';
import { footersNote, headersNote } from '../../shared/files/rows/footerNotes';
import { NOTES, unreadNote } from '../../shared/reading/notes';
import { csvFilesOf, type LeftOut, rowsOf, type StoredCsv } from '../archive/csvFiles';

/** A text that a client can read by its address. */
export interface ResourceText {
	readonly uri: string;
	readonly mimeType: string;
	readonly text: string;
	/** Which rows these are. */
	readonly page?: ResourcePage;
}

/** Where a page of rows is among all of a file. */
interface ResourcePage {
	readonly offset: number;
	readonly returned: number;
	readonly total: number;
	/** The address of the rows after these; null for none. */
	readonly next: string | null;
}

export const CSV_TYPE = 'text/csv';
const MAX_ROWS = 500;
const USUAL_ROWS = 200;
/** Characters of one cell. */
const MAX_CELL_CHARS = 2_000;
const MAX_REMARK_CHARS = 2_000;

/** The files in the store: what was read lately and can be read again without asking Zoho. */
export function storedFiles({ archive, config }: App): StoredCsv[] {
	if (!disclosureOf(config).rows) return [];
	return archive.all().flatMap(csvFilesOf);
}

/**
 * Rows of a stored file as CSV: whole lines, as many as fit; then, as a text of its own, what of the
 * file is not among its rows, whichever of them are asked for, and that they are data. None when it is not
 * in the store, or its rows may not be shown.
 */
export async function exportFileText(
	app: App,
	uri: URL,
	signal: AbortSignal,
): Promise<ResourceText[]> {
	const bare = uri.href.replace(/[?#].*$/, '');
	const csv = storedFiles(app).find((file) => file.uri === bare);
	if (!csv) return [];
	const { offset, limit } = windowIn(uri);
	const { header, rows, total, leftOut } = await rowsOf(csv, { offset, limit }, signal);
	const remark = remarkOn(leftOut);
	const lines = [lineOf(header)];
	let length = (lines[0]?.length ?? 0) + remark.length;
	for (const row of rows) {
		const line = lineOf(row);
		length += line.length;
		if (length > app.config.maxResultChars && lines.length > 1) break;
		lines.push(line);
	}
	const returned = lines.length - 1;
	const end = offset + returned;
	const next = returned > 0 && end < total ? `${bare}?offset=${end}&limit=${limit}` : null;
	const page = { offset, returned, total, next };
	const text = { uri: uri.href, mimeType: CSV_TYPE, text: lines.join(''), page };
	const position = positionOf(page);
	return [text, { uri: uri.href, mimeType: 'text/plain', text: `${position}${remark}`, page }];
}

/** For hosts that show texts alone. */
function positionOf({ offset, returned, total, next }: ResourcePage): string {
	const rows =
		returned === 0 ? `no rows from ${offset} on` : `rows ${offset + 1} to ${offset + returned}`;
	return `# ${rows} of ${total}\n# next: ${next ?? 'none, this is the end'}\n`;
}

/** Beside the rows, not among them, where it would count as one. */
function remarkOn({ titles, unread }: LeftOut): string {
	const title = titles.length > 0 ? NOTES.title(titles) : null;
	const { footers, headers } = unread;
	const notes = [title, unreadNote(unread), footersNote(footers), headersNote(headers)];
	const text = notes.filter((note) => note !== null).join(' ');
	return `${cleanText(text, MAX_REMARK_CHARS)} ${DATA_NOTE}`.trimStart();
}

function lineOf(cells: readonly string[]): string {
	const quoted = cells.map((cell) => {
		const clean = cleanText(cell, MAX_CELL_CHARS);
		return /[",]/.test(clean) ? `"${clean.replaceAll('"', '""')}"` : clean;
	});
	return `${quoted.join(',')}\r\n`;
}

/** @throws InputError for a parameter that there is not, or a value that it cannot have. */
function windowIn(uri: URL): { offset: number; limit: number } {
	for (const name of uri.searchParams.keys()) {
		if (name !== 'offset' && name !== 'limit') throw wrong(`There is no parameter ${shown(name)}`);
	}
	return {
		offset: numberIn(uri, 'offset', 0, 0, Number.MAX_SAFE_INTEGER),
		limit: Math.min(MAX_ROWS, numberIn(uri, 'limit', USUAL_ROWS, 1, Number.MAX_SAFE_INTEGER)),
	};
}

function numberIn(uri: URL, name: string, usual: number, least: number, most: number): number {
	const [text, ...others] = uri.searchParams.getAll(name);
	if (text === undefined) return usual;
	const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
	if (others.length === 0 && number >= least && number <= most) return number;
	throw wrong(`${name} cannot be ${shown(text)}`);
}

function wrong(what: string): InputError {
	return new InputError(
		`${what}: a file takes offset (a whole number from 0) and limit (from 1 to ${MAX_ROWS}).`,
	);
}

function shown(word: string): string {
	return JSON.stringify(cleanText(word, 40));
}
