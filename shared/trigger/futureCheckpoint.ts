import { UnexpectedAnswerError } from '../errors';

/** Two clocks of Zoho's may differ. */
const CLOCK_SLACK_MS = 10 * 60_000;

/** The cursor stands at a time that is still to come at Zoho. */
export class FutureCheckpointError extends UnexpectedAnswerError {
	constructor() {
		super('The checkpoint of the trigger lies in the future.');
	}
}

export function isInFuture(checkpoint: number, zohoNow: number): boolean {
	return checkpoint > zohoNow + CLOCK_SLACK_MS;
}
