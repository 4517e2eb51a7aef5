import { Checks, RunEnded } from './checks';
import { stopAll } from './processes';

/** What is to be done at the end of a run, however it comes: first of all, what was started stops. */
export const endings: (() => unknown)[] = [stopAll];

let ended: Promise<never> | undefined;

/** Once: a signal ends the run, and the run that is ended by it must not cut its ending short. */
function end(isWell: boolean): Promise<never> {
	return (ended ??= (async () => {
		for (const ending of endings.splice(0)) await ending();
		process.exit(isWell ? 0 : 1);
	})());
}

/** Makes the checks, tidies up, and ends the process with what came of them. */
export function runToEnd(make: (checks: Checks) => Promise<void>): void {
	const checks = new Checks();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			checks.note(signal);
			void end(checks.close());
		});
	}
	make(checks)
		.catch((error: unknown) => {
			if (!(error instanceof RunEnded)) checks.note(error);
		})
		.finally(() => end(checks.close()));
}
