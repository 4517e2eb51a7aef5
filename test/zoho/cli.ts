import { parseArgs } from 'node:util';
import { serveZoho } from './serve';
import type { Servable } from './serve';
import { createZoho } from './zoho';
import type { Zoho } from './zoho';

const usage =
	'Usage: npm run zoho -- [--port N] [--entries N] [--days N] [--seed N] [--job-seconds N] [--log]';

/** Wrong arguments: printed as one sentence, exit code 2. */
class UsageError extends Error {}

function readArguments(args: readonly string[]) {
	const number = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const options = {
		port: number,
		entries: number,
		days: number,
		seed: number,
		'job-seconds': number,
		log: flag,
		help: flag,
	};
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

/** Serves the emulator; prints one line of JSON on stdout when it listens. */
async function main(args: readonly string[]): Promise<void> {
	const values = readArguments(args);
	if (values.help) {
		console.error(usage);
		return;
	}
	const port = integer('port', values.port, 65_535, 0);
	const zoho = createZoho({
		entries: integer('entries', values.entries, 1_000_000, 2_000),
		days: integer('days', values.days, 1_000, 120),
		seed: integer('seed', values.seed, 4_294_967_295, 1),
		jobSeconds: integer('job-seconds', values['job-seconds'], 86_400, 8),
		olderExport: true,
	});
	const served = await serveZoho(values.log ? logged(zoho) : zoho, port);
	const stop = () => void served.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	console.log(JSON.stringify({ url: served.url, ...zoho.credentials }));
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

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(error instanceof UsageError ? 2 : 1);
});
