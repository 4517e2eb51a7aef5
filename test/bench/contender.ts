/** What a contender reports while it runs; the rest is measured from outside. */
export interface Progress {
	/** The download's last byte has arrived. */
	downloaded(): void;
	/** A row is available; only the first call counts. */
	row(): void;
}

/** One way to read the export at `url`. Resolves to the rows it returned or counted. */
export type Contender = (url: string, progress: Progress) => Promise<number>;

/** One run of one contender in a process of its own. */
export interface Measurement {
	readonly rows: number;
	/** User and system time of the whole process, start included. */
	readonly cpuMs: number;
	/** From the request to the last row. */
	readonly wallMs: number;
	/** From the download's last byte; negative when rows came before it. Null when no row is returned. */
	readonly firstRowMs: number | null;
	/** Longest block of the event loop. Null where there is none. */
	readonly blockedMs: number | null;
	/** Peak of the resident set. */
	readonly peakMb: number | null;
}
