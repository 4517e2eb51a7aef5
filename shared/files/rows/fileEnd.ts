import { NEVER_CLOSED } from '../layout';
import { isBreak } from './lines';
import { DOUBTFUL, type FoundRow } from './damagedFile';

/** Whether a file ends inside a row, as one that was cut off does: what else it lacks cannot be known. */
export class FileEnd {
	private last: { readonly row: FoundRow; readonly next: number } | undefined;
	private unclosed: { readonly row: FoundRow; readonly next: number } | undefined;
	private isFollowedWell = true;

	/** @param bytes of the file, which may move in memory. */
	constructor(private readonly bytes: () => Uint8Array) {}

	/** To be called for each line that is not read, with where the next one begins. */
	unread(row: FoundRow, next: number): void {
		if (row.fault === DOUBTFUL || row.isNoBeginning) return;
		if (this.unclosed && row.from > this.unclosed.row.from) this.isFollowedWell = false;
		if (!this.last || row.from > this.last.row.from) this.last = { row, next };
		if (row.fault === NEVER_CLOSED) this.unclosed ??= { row, next };
	}

	/**
	 * The row that shows it: a line that cannot be read, may begin a row and has no line break, or a quote
	 * that is never closed, unless rows follow it, all of them can be read, and the last one has its line break.
	 */
	rowCutOff(): FoundRow | undefined {
		const bytes = this.bytes();
		const { last, unclosed } = this;
		const isEnded = isBreak(bytes.at(-1));
		const isRead = this.isFollowedWell && isEnded && hasText(bytes, unclosed?.next ?? 0);
		if (unclosed && !isRead) return unclosed.row;
		return last?.next === bytes.length && !isEnded ? last.row : undefined;
	}
}

function hasText(bytes: Uint8Array, from: number): boolean {
	let at = from;
	while (at < bytes.length && isBreak(bytes[at])) at++;
	return at < bytes.length;
}
