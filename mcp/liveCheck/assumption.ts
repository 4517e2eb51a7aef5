import type { Shown } from './shown';

/** Something that the code takes for granted of Zoho. */
export interface Assumption {
	readonly name: string;
	/** What is taken for granted. */
	readonly assumed: string;
	/** Where: `shared/exports/exportJob.ts FINISHED`. */
	readonly places: readonly string[];
	/** Of the emulator, which can do either. */
	readonly switches?: readonly string[];
}

/**
 * `same`: as assumed. `variant`: otherwise, in a way that the code reads as well. `new`: in a way that it
 * does not know. `unseen`: this connection did not show it.
 */
export type State = 'same' | 'variant' | 'new' | 'unseen';

/** What came in place of what was assumed. */
export interface Line extends Assumption {
	readonly state: State;
	readonly came: Shown;
}

export function isDifferent({ state }: Pick<Line, 'state'>): boolean {
	return state === 'variant' || state === 'new';
}

export function line(assumption: Assumption, state: State, came: Shown): Line {
	return { ...assumption, state, came };
}

/** The line of a list of differences: none is as assumed. */
export function lineOf(
	assumption: Assumption,
	differences: readonly Shown[],
	same: Shown,
	state: 'variant' | 'new' = 'new',
): Line {
	if (differences.length === 0) return line(assumption, 'same', same);
	return line(assumption, state, [...new Set(differences)].join('; ') as Shown);
}
