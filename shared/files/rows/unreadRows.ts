import type { Footer } from './footerKinds';

/** A member of an archive that is no CSV. */
export interface SkippedMember {
	readonly archive: string;
	/** A label. */
	readonly name: string;
	/** What it holds, in words. */
	readonly holds: string;
	/** Whether it may be in the place of entries. */
	readonly isLoss: boolean;
}

/** Called for each member that is no CSV. */
export type OnSkipped = (member: SkippedMember) => void;

/** More than a person looks up one by one. */
export const MAX_NAMED = 20;

/** A line of a file that is not read as a row. */
export interface UnreadRow {
	/** The CSV's name: a label. */
	readonly file: string;
	/** Of the file, from 1. */
	readonly line: number;
	/** Where its values have line breaks, the last of its lines. */
	readonly lastLine: number;
	readonly why: string;
	/** Recognizes the line in another file that has it too. */
	readonly print: string;
}

/** The lines of files that were not read as rows: all are counted, the first of them named. */
export class UnreadRows {
	count = 0;
	readonly named: UnreadRow[] = [];
	/** Members of archives that are not CSV. */
	readonly skipped: SkippedMember[] = [];
	/** Lines after the last rows, which are none and stand for none. */
	readonly footers: Footer[] = [];
	/** The header once more, in place of a row: which CSV, and in which line. */
	readonly headers: Pick<UnreadRow, 'file' | 'line'>[] = [];

	/** @param describe called only for a line that is named. */
	add(describe: () => UnreadRow): void {
		if (this.count++ < MAX_NAMED) this.named.push(describe());
	}

	skip(member: SkippedMember): void {
		this.skipped.push(member);
	}

	addAll({ count, named, skipped, footers, headers }: UnreadRows): void {
		this.headers.push(...headers);
		this.footers.push(...footers);
		this.skipped.push(...skipped);
		this.count += count;
		this.named.push(...named.slice(0, Math.max(0, MAX_NAMED - this.named.length)));
	}
}
