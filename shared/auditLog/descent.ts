/** When an entry happened, as far as the end of a list is concerned. */
interface Moment {
	readonly instant: number;
	readonly grain: number;
}

/**
 * Whether a list has gone past a period's beginning. Zoho does not document the order of its list, so
 * this is believed only after it was seen to fall, and while no time is later than one before it by
 * more than `slack` milliseconds: entries that come late may stand above older ones by as much.
 */
export class Descent {
	private first: number | undefined;
	private earliest = Infinity;
	private isFalling = true;

	constructor(
		private readonly from: number,
		private readonly slack = 0,
	) {}

	/** Given the times of the next page; null for what has none. */
	hasPassed(times: readonly (Moment | null)[]): boolean {
		let end = Infinity;
		let last = Infinity;
		for (const time of times) {
			if (time === null) continue;
			this.first ??= time.instant;
			if (time.instant > this.earliest + this.slack) this.isFalling = false;
			this.earliest = Math.min(this.earliest, time.instant);
			last = time.instant;
			end = time.instant + time.grain;
		}
		return this.isFalling && this.first !== undefined && last < this.first && end <= this.from;
	}
}
