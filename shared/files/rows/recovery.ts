import {
	LONG_CELL,
	LONG_ROW,
	MAX_CELL_BYTES,
	MAX_ROW_BYTES,
	NOT_UTF8,
	WRONG_CELL_COUNT,
} from '../layout';
import { endingAt } from './footer';
import { firstInverted } from './invertedQuotes';
import type { Ending, FoundFooter } from './footerKinds';
import { type DamagedFile, DOUBTFUL, type FoundRow, UNCLEAR } from './damagedFile';
import { type Continuation, continuation, lineAt, type PhysicalLine, quotesIn } from './lines';

/** So many sound rows in a row are not the text of one cell. */
export const ROWS_AFTER_DAMAGE = 16;

/** Rows that follow one another and can be read. */
export interface Stretch {
	readonly from: number;
	readonly rows: number;
}

/** Lines in a row that cannot be read. */
interface Run {
	/** Whether its first line has one cell, which may be the end of the last cell before it. */
	beginsWithPiece: boolean;
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
	let ending: Ending | undefined;
	for (let row = file.rowAt(from); ;) {
		if (row !== null && row.fault === NOT_UTF8) {
			file.unread(row, row.next);
			row = file.rowAt(row.next);
			continue;
		}
		if (row !== null && row.fault !== 0) {
			if (!run && !earlier) ending = endingAt(file, row, held);
			if (ending?.kind === 'footer') {
				yield* stretches(held);
				file.footer(ending);
				return file.bytes().length;
			}
			const next: number = endOf(file, row);
			run = continued(file, run, row, next);
			if (ending && !ending.mayGoOn) run.beginsWithPiece = false;
			file.unread(ending ? unclear(row, ending) : row, next);
			row = file.rowAt(next);
			continue;
		}
		if (run) {
			const sound = soundBefore(file, run, held, earlier);
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
		if (held.length === ROWS_AFTER_DAMAGE || continuationOf(file, row) === 'no') {
			yield* stretches(held);
			// The last one may be followed by damage, which is then seen from it on.
			if (held.length === ROWS_AFTER_DAMAGE) return row.from;
			held = [];
			earlier = undefined;
		}
		held.push(row);
		row = file.rowAt(row.next);
	}
}

/** How many of the held rows cannot be a part of what follows them. */
function soundBefore(
	file: DamagedFile,
	run: Run,
	held: readonly FoundRow[],
	earlier: Run | undefined,
): number {
	if (earlier && (earlier.hasQuotes || run.hasQuotes)) return 0;
	const isDoubtful = run.beginsWithPiece || run.continues === 'closes';
	const sound = Math.max(0, isDoubtful ? held.length - 1 : held.length);
	return run.continues === 'no' ? sound : Math.min(sound, firstInverted(file.bytes(), held));
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
 * Where to go on after a row that cannot be read: with the next line, or, where only its cells are too
 * many or too few, after the line breaks in them. It has an even number of quotes and its first line an
 * odd one, so the other lines cannot all be rows that it has swallowed.
 */
function endOf(file: DamagedFile, { fault, from, next }: FoundRow): number {
	return fault === WRONG_CELL_COUNT ? next : lineAt(file.bytes(), from).next;
}

function unclear(row: FoundRow, { mayBegin }: Exclude<Ending, FoundFooter>): FoundRow {
	return { ...row, fault: UNCLEAR, isNoBeginning: !mayBegin };
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
