import type { Config } from '../config/config';
import type { Host } from '../server/app';
import { INTERRUPTED, onClosedOutput } from './terminal';
import { checks } from './checks';

const MARKS = { ok: 'ok    ', note: 'note  ', failed: 'FAILED' } as const;

/** Prints one line per check. Returns the exit code: 1 when one has failed, 130 when its output was closed. */
export async function doctor(config: Config, host: Host): Promise<number> {
	let [hasFailed, isClosed] = [false, false];
	// For as long as the process lives: the error comes after the line that could not be written.
	onClosedOutput(() => (isClosed = true));
	for await (const check of checks(config, host)) {
		if (isClosed) return INTERRUPTED;
		const { name, state } = check;
		hasFailed ||= state === 'failed';
		const text = host.log.redacted(check.text);
		const line = config.json
			? JSON.stringify({ ...check, text })
			: `${MARKS[state]} ${name}: ${text}`;
		process.stdout.write(`${line}\n`);
	}
	await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
	if (isClosed) return INTERRUPTED;
	return hasFailed ? 1 : 0;
}
