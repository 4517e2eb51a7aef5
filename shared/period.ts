/** A half-open stretch of time: `from` is inside, `to` is not. Milliseconds; infinite where it is open. */
export interface Period {
	readonly from: number;
	readonly to: number;
}
