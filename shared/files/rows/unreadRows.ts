import type { Footer } from './footerKinds';
import type { SkippedMember } from './skipped';

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
	/** Members of archives that are no CSV. */
	readonly skipped: SkippedMember[] = [];
	/** Lines after the last rows, which are none and stand for none. */
	readonly footers: Footer[] = [];

	/** @param describe called only for a line that is named. */
	add(describe: () => UnreadRow): void {
		if (this.count++ < MAX_NAMED) this.named.push(describe());
	}

	skip(member: SkippedMember): void {
		this.skipped.push(member);
	}

	addAll({ count, named, skipped, footers }: UnreadRows): void {
		this.footers.push(...footers);
		this.skipped.push(...skipped);
		this.count += count;
		this.named.push(...named.slice(0, Math.max(0, MAX_NAMED - this.named.length)));
	}
}
