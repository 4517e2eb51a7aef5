import { parseArgs } from 'node:util';
import { serveZoho } from './serve';
import type { Servable } from './serve';
import { defaultSwitches } from './switches';
import type { Switches } from './switches';
import { createZoho } from './zoho';
import type { Zoho } from './zoho';

const USAGE = `emulator: an emulator of Zoho CRM's audit log on 127.0.0.1, until it is interrupted

  --port N             a free one by default
  --entries N          length of the log; 2000 by default
  --days N             how far it goes back; 120 by default
  --seed N             another log; the same number gives the same one
  --job-seconds N      how long an export takes; 8 by default
  --switch NAME=VALUE  one thing that Zoho does not document, decided otherwise; can be given again
  --log                each request on stderr, without its token
  --help               this text, and the switches

It prints one line of JSON: url, client_id, client_secret, refresh_token.`;

/** Wrong arguments: printed as one sentence, exit code 2. */
class UsageError extends Error {}

/** Serves the emulator until the process is interrupted; resolves to the exit code. */
export async function emulator(args: readonly string[]): Promise<number> {
	try {
		const values = readArguments(args);
		if (values.help) {
			console.log(`${USAGE}\n\nSwitches, as they are by default:\n${switchLines()}`);
			return 0;
		}
		const port = integer('port', values.port, 65_535, 0);
		const zoho = createZoho({
			entries: integer('entries', values.entries, 1_000_000, 2_000),
			days: integer('days', values.days, 1_000, 120),
			seed: integer('seed', values.seed, 4_294_967_295, 1),
			jobSeconds: integer('job-seconds', values['job-seconds'], 86_400, 8),
			olderExport: true,
			switches: Object.fromEntries((values.switch ?? []).map(switchOf)),
		});
		const served = await serveZoho(values.log ? logged(zoho) : zoho, port);
		const stopped = new Promise((resolve) => {
			for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
		});
		console.log(JSON.stringify({ url: served.url, ...zoho.credentials }));
		await stopped;
		await served.close();
		return 0;
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		return error instanceof UsageError ? 2 : 1;
	}
}

function readArguments(args: readonly string[]) {
	const number = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const options = {
		port: number,
		entries: number,
		days: number,
		seed: number,
		'job-seconds': number,
		switch: { type: 'string', multiple: true },
		log: flag,
		help: flag,
	} as const;
	try {
		return parseArgs({ args: [...args], options }).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function integer(
	name: string,
	text: string | undefined,
	max: number,
	defaultValue: number,
): number {
	if (text === undefined) return defaultValue;
	if (!/^\d+$/.test(text) || Number(text) > max) {
		throw new UsageError(`--${name} must be a whole number from 0 to ${max}, not "${text}".`);
	}
	return Number(text);
}

/** A name and its value: JSON where it is some, as for numbers and lists, else a text. */
function switchOf(text: string): [string, unknown] {
	const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(text) ?? [];
	const known: Switches = defaultSwitches;
	if (!Object.hasOwn(known, name)) {
		throw new UsageError(
			`There is no switch "${name || text}". There are: ${Object.keys(known).join(', ')}.`,
		);
	}
	try {
		return [name, JSON.parse(value)];
	} catch {
		return [name, value];
	}
}

function switchLines(): string {
	const lines = Object.entries(defaultSwitches).map(
		([name, value]) => `  ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
	);
	return lines.join('\n');
}

/** The same Zoho, logging each call to stderr; URLs are recorded without tokens. */
function logged(zoho: Zoho): Servable {
	return {
		setOrigins: (origins) => zoho.setOrigins(origins),
		answer(request) {
			const answer = zoho.answer(request);
			const call = zoho.requests.at(-1);
			if (call) console.error(call.status, call.operation, call.method, call.url);
			return answer;
		},
	};
}
