import { UnexpectedAnswerError } from '../../errors';
import type { FoundRow } from './damagedFile';
import { faultOf } from './faults';
import { FileEnd } from './fileEnd';
import type { FoundFooter } from './footerKinds';
import { lineAt, LineCounter, printOf } from './lines';
import { isTooLong } from './recovery';
import { MAX_NAMED, UnreadRows } from './unreadRows';

/** What of one file is not read as rows, by its lines. */
export class LineReport {
	readonly unread = new UnreadRows();
	private readonly lines: LineCounter;
	private readonly end: FileEnd;

	/** @param bytes of the file, which may move in memory. */
	constructor(
		private readonly file: string,
		private readonly bytes: () => Uint8Array,
	) {
		this.lines = new LineCounter(bytes);
		this.end = new FileEnd(bytes);
	}

	/**
	 * @param next where the next line begins.
	 * @param width cells of the file's rows.
	 * @throws UnexpectedAnswerError for a line that is too long for any row.
	 */
	addUnread(row: FoundRow, next: number, width: number): void {
		const { unread, lines, file } = this;
		const bytes = this.bytes();
		const line = lineAt(bytes, row.from);
		const why = faultOf(row, width);
		if (isTooLong(row, line)) throw this.refusal(why, row.at);
		this.end.unread(row, next);
		unread.add(() => ({
			file,
			line: lines.lineOf(row.from),
			lastLine: lines.lineOf(next - 1),
			why,
			print: printOf(bytes, line),
		}));
	}

	/** @param rows those before it that could be read. */
	addFooter({ from, to, ...found }: FoundFooter, rows: number): void {
		const { unread, lines, file } = this;
		unread.footers.push({
			...found,
			file,
			line: lines.lineOf(from),
			lastLine: lines.lineOf(to),
			rows: rows + unread.count,
		});
	}

	addHeader(position: number): void {
		const { unread, lines, file } = this;
		unread.headers.push({ file, line: lines.lineOf(position) });
	}

	/** What of the whole file shows only at its end. @throws UnexpectedAnswerError */
	refuseAtEnd(rows: number, width: number): void {
		const { unread, end, file } = this;
		const cutOff = end.rowCutOff();
		if (cutOff) throw this.refusal(faultOf(cutOff, width), cutOff.at);
		if (unread.count <= Math.max(rows, MAX_NAMED)) return;
		const first = unread.named.slice(0, 3).map(({ line, why }) => `line ${line}: ${why}`);
		throw new UnexpectedAnswerError(
			`The file ${file} is damaged: most of its rows cannot be read (${first.join('; ')}). Download the export again.`,
		);
	}

	/** Naming file, line and byte. */
	refusal(what: string, position: number): UnexpectedAnswerError {
		const line = this.lines.lineOf(position);
		return new UnexpectedAnswerError(
			`The file ${this.file} is damaged: ${what} (line ${line}, byte ${position}). Download the export again.`,
		);
	}
}
