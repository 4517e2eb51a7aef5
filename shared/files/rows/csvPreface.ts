import { delimiterOf } from './csvDelimiter';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
/** How many bytes and lines are looked at: a report's title is short. */
const LOOK_BYTES = 64 * 1024;
const LOOK_LINES = 12;
/** A report's title may have a period or a name beside it. */
const MAX_TITLE_CELLS = 3;
/** As Excel writes it, for itself. */
const SEPARATOR = /^\uFEFF?"?sep=([^\w\s"]|\t)"?$/i;
/** A time of the day, or seconds or milliseconds since 1970: no header has one, but for its zone's offset. */
const IN_A_ROW = /(?<![\d+-])\d{1,2}:\d\d|(?:^|[,;\t"])\d{10}(?:\d{3})?(?:$|[,;\t"])/;

/** What stands before the rows of a CSV. */
export interface CsvPreface {
	readonly delimiter: number;
	/** Where the header begins, or the first row. */
	readonly start: number;
	readonly hasHeader: boolean;
	/** Lines before the header that belong to no table. */
	readonly titles: readonly string[];
}

interface Line {
	readonly start: number;
	readonly text: string;
	/** Cells by the delimiter that the line uses most, and those that are not empty. */
	readonly cells: number;
	readonly filled: number;
}

/**
 * Finds the header: lines that name the report or the delimiter may come first, and there may be none.
 * A line is a title when it has few cells and the lines after it have more.
 */
export function prefaceOf(bytes: Uint8Array): CsvPreface {
	const lines = linesIn(bytes);
	const separator = SEPARATOR.exec(lines[0]?.text ?? '')?.[1];
	let header = separator === undefined ? 0 : 1;
	while (isTitle(lines, header)) header++;
	const { start = 0, text = '' } = lines[header] ?? {};
	return {
		delimiter: separator?.charCodeAt(0) ?? delimiterOf(bytes.subarray(start)),
		start,
		hasHeader: !IN_A_ROW.test(text),
		titles: lines.slice(0, header).map((line) => line.text.trim()),
	};
}

function isTitle(lines: readonly Line[], index: number): boolean {
	const line = lines[index];
	const next = lines.slice(index + 1, index + 4);
	const most = Math.max(...next.map(({ cells }) => cells), 0);
	if (!line || line.filled > MAX_TITLE_CELLS || line.cells >= most) return false;
	// A header has titles: delimiters alone are none.
	if (line.filled <= 1) return next.some(({ filled }) => filled > 2);
	const [one, other] = next;
	return one?.cells === other?.cells && (one?.filled ?? 0) > line.filled + 1;
}

/** The first lines that are not blank. */
function linesIn(bytes: Uint8Array): Line[] {
	const lines: Line[] = [];
	let [start, isQuoted] = [0, false];
	const end = Math.min(bytes.length, LOOK_BYTES);
	for (let at = 0; at <= end && lines.length < LOOK_LINES; at++) {
		const byte = at < end ? bytes[at] : LF;
		if (byte === QUOTE) isQuoted = !isQuoted;
		if ((byte !== LF && byte !== CR) || (isQuoted && at < end)) continue;
		if (at > start) lines.push(lineOf(bytes.subarray(start, at), start));
		start = at + 1;
	}
	return lines;
}

function lineOf(bytes: Uint8Array, start: number): Line {
	const text = new TextDecoder().decode(bytes);
	const delimiter = String.fromCharCode(delimiterOf(bytes));
	const cells = text.replace(/"[^"]*"/g, (quoted) => 'x'.repeat(quoted.length)).split(delimiter);
	const filled = cells.filter((cell) => cell.trim() !== '').length;
	return { start, text, cells: cells.length, filled };
}
