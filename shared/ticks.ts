declare const tick: unique symbol;

/**
 * A moment on a monotonic clock, in milliseconds: it measures durations and says nothing of the
 * time of day, so that no other kind of time can stand in its place. See docs/decisions/clocks.md
 */
export type Tick = number & { readonly [tick]: true };
export type Ticks = () => Tick;

/** The end of a time that was granted, whatever is done to the clock of the machine meanwhile. */
export class Deadline {
	private readonly end: number;

	constructor(
		private readonly ticks: Ticks,
		milliseconds: number,
	) {
		this.end = ticks() + milliseconds;
	}

	/** Milliseconds; 0 when it is over. */
	get left(): number {
		return Math.max(0, this.end - this.ticks());
	}

	get isOver(): boolean {
		return this.left === 0;
	}
}
