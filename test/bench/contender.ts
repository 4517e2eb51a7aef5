/** What a contender tells while it works; the rest is measured around it. */
export interface Progress {
	/** The download's last byte is here. */
	downloaded(): void;
	/** The first row is in the reader's hands. Told as often as is convenient. */
	row(): void;
}

/** One way to read the export behind `url`. Resolves to the rows it gave or counted. */
export type Contender = (url: string, progress: Progress) => Promise<number>;

/** One run of one contender in a process of its own. */
export interface Measurement {
	readonly rows: number;
	/** User and system time of the whole process, start included. */
	readonly cpuMs: number;
	/** From the request to the last row. */
	readonly wallMs: number;
	/** From the download's last byte; negative when rows came before it. Null when no row is given. */
	readonly firstRowMs: number | null;
	/** Longest time that a timer of the host had to wait. Null where there is no event loop. */
	readonly holdMs: number | null;
	/** Peak of the resident set. */
	readonly peakMb: number | null;
}
