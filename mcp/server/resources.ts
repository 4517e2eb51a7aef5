import { disclosureOf } from '../config/disclosure';
import type { App } from '../questions/app';
import { cleanText, DATA_NOTE } from '../../shared/disclosure/cleanText';
import { footersNote, headersNote, NOTES, unreadNote } from '../../shared/reading/notes';
import { csvFilesOf, type LeftOut, rowsOf, type StoredCsv } from '../archive/csvFiles';
import { GUIDE } from './guide';

/** A text that a client can read by its address. */
export interface ResourceText {
	readonly uri: string;
	readonly mimeType: string;
	readonly text: string;
}

export const GUIDE_RESOURCE = {
	name: 'guide',
	uri: 'zoho-audit://guide',
	title: 'Guide to the audit log',
	description:
		'What the log records, its limits, action words, periods, and worked examples of calls.',
	mimeType: 'text/markdown',
	text: GUIDE,
} as const;

export const EXPORT_FILE = {
	name: 'export-file',
	pattern: 'zoho-audit://exports/{export_id}/{file}',
	title: 'Rows of a downloaded export',
	description:
		'Rows of one file of an export that download_export has read, with every column Zoho wrote. Add ?offset=0&limit=200 (at most 500).',
	mimeType: 'text/csv',
} as const;

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
	const offset = numberIn(uri, 'offset', 0, Number.MAX_SAFE_INTEGER);
	const limit = Math.max(1, numberIn(uri, 'limit', USUAL_ROWS, MAX_ROWS));
	const { header, rows, leftOut } = await rowsOf(csv, { offset, limit }, signal);
	const remark = remarkOn(leftOut);
	const lines = [lineOf(header)];
	let length = (lines[0]?.length ?? 0) + remark.length;
	for (const row of rows) {
		const line = lineOf(row);
		length += line.length;
		if (length > app.config.maxResultChars && lines.length > 1) break;
		lines.push(line);
	}
	const text = { uri: uri.href, mimeType: EXPORT_FILE.mimeType, text: lines.join('') };
	return [text, { uri: uri.href, mimeType: 'text/plain', text: remark }];
}

/** Beside the rows and not among them, where it would be one. */
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

function numberIn(uri: URL, name: string, defaultValue: number, most: number): number {
	const text = uri.searchParams.get(name) ?? '';
	return /^\d{1,9}$/.test(text) ? Math.min(Number(text), most) : defaultValue;
}
