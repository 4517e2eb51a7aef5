import { doctor } from './commands/doctor';
import { login } from './commands/login';
import { serve } from './commands/serve';
import { INTERRUPTED, onClosedOutput } from './commands/terminal';
import { verify } from './commands/verify';
import { type CommandLine, commandLine, usage } from './config/commandLine';
import { readConfig } from './config/config';
import { ConfigurationError } from './config/environment';
import { createLog, type Log } from './log';
import { version } from './package.json';
import { clockFrom } from './server/app';
import { VIEW_HTML } from './view/html';
import { axiosExchange } from './zoho/exchange';
import { proxiesOf } from './zoho/proxy';

/** Loaded only when it runs: no start of the server waits for it. */
const liveCheck: typeof doctor = async (...own) =>
	await (await import('./commands/liveCheck')).liveCheck(...own);

const sync: typeof doctor = async (...own) => await (await import('./commands/sync')).sync(...own);

const report: typeof doctor = async (...own) =>
	await (await import('./commands/report')).report(...own);

const COMMANDS = { serve, doctor, login, sync, report, 'live-check': liveCheck };

/** Resolves to the exit code. */
async function main(): Promise<number> {
	const line = commandLine(process.argv.slice(2));
	if (line.command !== 'serve') onClosedOutput(() => (process.exitCode = INTERRUPTED));
	if (line.flags['help']) return print(usage(version));
	if (line.flags['version']) return print(version);
	if (line.command === 'verify') return await verify(line.words, print);
	// The demo's file holds the emulator, and no other start loads it.
	if (line.command === 'emulator')
		return await (await import('./commands/demo')).emulator(line.words);
	return await COMMANDS[line.command](...(await start(line)));
}

async function start(line: CommandLine) {
	// Loaded only for a demo: it is the emulator of the tests.
	const demo = line.flags['demo'] ? (await import('./commands/demo')).createDemo() : null;
	const config = readConfig(demo ? demo.environment(process.env) : process.env, line);
	const log = createLog(config.logLevel, (text) => process.stderr.write(`${text}\n`));
	logFaults(log);
	const now = clockFrom(config.clockStart);
	demo?.start(now);
	const proxies = proxiesOf(config.proxy, process.env);
	const exchange = demo?.exchange ?? axiosExchange(`zoho-crm-audit-log-mcp/${version}`, proxies);
	return [config, { version, log, now, exchange, view: VIEW_HTML }] as const;
}

function print(text: string): number {
	process.stdout.write(`${text}\n`);
	return 0;
}

/** Node would print an error as it is, and a foreign one may hold a header. */
function logFaults(log: Log): void {
	const fault = (error: unknown): void =>
		log.write('error', 'uncaught', {
			details: error instanceof Error ? error.stack : typeof error,
		});
	process.on('unhandledRejection', fault);
	process.on('uncaughtException', (error) => {
		fault(error);
		process.exit(1);
	});
}

main().then(
	(code) => void (process.exitCode ??= code),
	(error: unknown) => {
		const isWrong = error instanceof ConfigurationError;
		const code = error instanceof Error && 'code' in error ? error.code : null;
		const reason = typeof code === 'string' ? `: ${code}` : '';
		process.stderr.write(
			isWrong ? `${error.problems.join('\n')}\n` : `It did not start${reason}.\n`,
		);
		process.exitCode = isWrong ? 2 : 1;
	},
);
