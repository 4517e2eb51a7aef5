/**
 * A half-open stretch of time: `from` is inside, `to` is not. Milliseconds; infinite where it is open.
 * See docs/decisions/half-open-periods.md
 */
export interface Period {
	readonly from: number;
	readonly to: number;
}
