import {
	LONG_CELL,
	LONG_ROW,
	MAX_CELL_BYTES,
	MAX_ROW_BYTES,
	NOT_UTF8,
	WRONG_CELL_COUNT,
} from '../layout';
import { type Continuation, continuation, lineAt, type PhysicalLine, quotesIn } from './lines';

/** The row that begins at an offset, or after empty lines there. Offsets are bytes of the file. */
export interface FoundRow {
	/** 0 for a row that can be read as it stands. */
	readonly fault: number;
	readonly from: number;
	/** After its line break; meaningless where a quote is at fault. */
	readonly next: number;
	readonly cells: number;
	/** Where the fault is. */
	readonly at: number;
}

/** A file around its damage. */
export interface DamagedFile {
	/** They may move in memory. */
	bytes(): Uint8Array;
	readonly delimiter: number;
	/** Null at the end. */
	rowAt(offset: number): FoundRow | null;
	/** Is told of each line that is not read, and where the next one begins. */
	unread(row: FoundRow, next: number): void;
}

/** Not a fault that `assembly/` finds: a row beside damage, of which it may be a part. */
export const DOUBTFUL = 1;

/** So many sound rows in a row are not the text of one cell. */
const CALM_ROWS = 16;

/** Rows that follow one another and can be read. */
export interface Stretch {
	readonly from: number;
	readonly rows: number;
}

/** Lines in a row that cannot be read. */
interface Run {
	/** Whether its first line has one cell, which may be the end of the last cell before it. */
	readonly beginsWithPiece: boolean;
	/** Whether its last line has one cell, which may be the beginning of the first cell after it. */
	endsWithPiece: boolean;
	hasQuotes: boolean;
	/** Whether a line of it ends inside of quotes, so that what follows may be the rest of that cell. */
	isOpen: boolean;
	/** Whether its lines may be the end of a quoted cell that begins before them. */
	continues: Continuation;
}

/**
 * The rows around damage that are what they seem, from the one before it on; returns where the damage is
 * over. After a line that cannot be read it goes on with the next line, because a quote that is never
 * closed would swallow the rows after it. What may be a part of another row is not read either: a row
 * beside a line of one cell, which may be the other half of a value that was cut in two; the row before
 * the end of a quoted text that does not begin, and the one after the beginning of one that does not end;
 * rows between both. See docs/decisions/unread-rows.md
 */
export function* soundRows(file: DamagedFile, from: number): Generator<Stretch, number> {
	/** Sound rows since the last run, or before the first, of which it is not decided whether they are read. */
	let held: FoundRow[] = [];
	let run: Run | undefined;
	/** The run before the held rows. */
	let earlier: Run | undefined;
	for (let row = file.rowAt(from); ;) {
		if (row !== null && row.fault === NOT_UTF8) {
			file.unread(row, row.next);
			row = file.rowAt(row.next);
			continue;
		}
		if (row !== null && row.fault !== 0) {
			const next: number = endOf(file, row);
			run = continued(file, run, row, next);
			file.unread(row, next);
			row = file.rowAt(next);
			continue;
		}
		if (run) {
			const sound = soundBefore(run, held, earlier);
			for (const each of held.slice(sound)) file.unread({ ...each, fault: DOUBTFUL }, each.next);
			yield* stretches(held.slice(0, sound));
			held = [];
			earlier = run;
			run = undefined;
			if (row !== null && (earlier.endsWithPiece || earlier.isOpen)) {
				file.unread({ ...row, fault: DOUBTFUL }, row.next);
				row = file.rowAt(row.next);
				continue;
			}
		}
		if (row === null) {
			yield* stretches(held);
			return file.bytes().length;
		}
		if (held.length === CALM_ROWS || continuationOf(file, row) === 'no') {
			yield* stretches(held);
			// The last one may be followed by damage, which is then seen from it on.
			if (held.length === CALM_ROWS) return row.from;
			held = [];
			earlier = undefined;
		}
		held.push(row);
		row = file.rowAt(row.next);
	}
}

/** How many of the held rows cannot be a part of what follows them. */
function soundBefore(run: Run, held: readonly FoundRow[], earlier: Run | undefined): number {
	if (earlier && (earlier.hasQuotes || run.hasQuotes)) return 0;
	const isDoubtful = run.beginsWithPiece || run.continues === 'closes';
	return Math.max(0, isDoubtful ? held.length - 1 : held.length);
}

function continued(file: DamagedFile, run: Run | undefined, row: FoundRow, next: number): Run {
	const isPiece = row.fault === WRONG_CELL_COUNT && row.cells === 1;
	const quotes = quotesIn(file.bytes(), { from: row.from, to: next }, file.delimiter);
	const whole = (run ??= {
		...{ beginsWithPiece: isPiece, endsWithPiece: isPiece, hasQuotes: false, isOpen: false },
		continues: 'inside',
	});
	whole.endsWithPiece = isPiece;
	whole.hasQuotes ||= quotes !== 'none';
	whole.isOpen ||= quotes === 'open';
	if (whole.continues === 'inside') whole.continues = continuationOf(file, row);
	return whole;
}

function continuationOf(file: DamagedFile, { from }: FoundRow): Continuation {
	const bytes = file.bytes();
	return continuation(bytes, lineAt(bytes, from), file.delimiter);
}

/**
 * Where to go on after a row that cannot be read: with the next line. A row with too many or too few
 * cells may have line breaks in them, or have swallowed the rows after it by a quote too much: that it
 * did when those are rows by themselves.
 */
function endOf(file: DamagedFile, row: FoundRow): number {
	const { next } = lineAt(file.bytes(), row.from);
	if (row.fault !== WRONG_CELL_COUNT || next >= row.next) return next;
	for (let at = next; at < row.next;) {
		const inside = file.rowAt(at);
		if (inside === null || inside.fault !== 0) return row.next;
		at = inside.next;
		if (at > row.next) return row.next;
	}
	return next;
}

function* stretches(rows: readonly FoundRow[]): Generator<Stretch> {
	let stretch: { from: number; rows: number; next: number } | undefined;
	for (const { from, next } of rows) {
		if (stretch?.next === from) {
			stretch.rows++;
			stretch.next = next;
			continue;
		}
		if (stretch) yield stretch;
		stretch = { from, rows: 1, next };
	}
	if (stretch) yield stretch;
}

/** Whether a line is too long for any row, and not only for the quote in it that is not closed. */
export function isTooLong({ fault }: FoundRow, { from, to }: PhysicalLine): boolean {
	if (fault === LONG_ROW) return to - from > MAX_ROW_BYTES;
	return fault === LONG_CELL && to - from > MAX_CELL_BYTES;
}
