import type { Config } from '../config/config';
import type { Host } from '../server/app';
import { checks } from './checks';

const MARKS = { ok: 'ok    ', note: 'note  ', failed: 'FAILED' } as const;

/** Prints one line per check. Returns the exit code: 1 when one has failed. */
export async function doctor(config: Config, host: Host): Promise<number> {
	let hasFailed = false;
	for await (const check of checks(config, host)) {
		const { name, state } = check;
		hasFailed ||= state === 'failed';
		const text = host.log.redacted(check.text);
		const line = config.json
			? JSON.stringify({ ...check, text })
			: `${MARKS[state]} ${name}: ${text}`;
		process.stdout.write(`${line}\n`);
	}
	return hasFailed ? 1 : 0;
}
