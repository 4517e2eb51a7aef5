import { Checks, RunAborted } from './checks';
import { stopAll } from './processes';

/** What to clean up when a run ends, however it ends. What was started stops first. */
export const cleanups: (() => unknown)[] = [stopAll];

let ended: Promise<never> | undefined;

/** Once: the run that a signal interrupts ends as well, and must not cut the clean-up short. */
function end(isSuccess: boolean): Promise<never> {
	return (ended ??= (async () => {
		for (const cleanup of cleanups.splice(0)) await cleanup();
		process.exit(isSuccess ? 0 : 1);
	})());
}

/** Runs the checks, cleans up, and exits with 0 when all have passed. */
export function runChecks(make: (checks: Checks) => Promise<void>): void {
	const checks = new Checks();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			checks.abort(signal);
			void end(checks.close());
		});
	}
	make(checks)
		.catch((error: unknown) => {
			if (!(error instanceof RunAborted)) checks.abort(error);
		})
		.finally(() => end(checks.close()));
}
