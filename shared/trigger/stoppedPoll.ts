import type { Cursor } from './cursor';

/** Keeps the place of a poll that could not end beside what it could not end for. */
export class StoppedPollError extends Error {
	constructor(
		readonly cursor: Cursor,
		override readonly cause: unknown,
		readonly notices: readonly string[],
	) {
		super('The poll stopped.');
	}
}

/** Turns whatever stops a poll into an error that keeps its place. */
export function keepingPlace(
	cursor: Cursor,
	notices: readonly string[],
): (error: unknown) => never {
	return (error) => {
		if (error instanceof StoppedPollError) throw error;
		throw new StoppedPollError(cursor, error, notices);
	};
}
