import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { AuditLogError } from '../shared/errors';
import type { App } from './questions/app';
import { clockFrom, createApp } from './server/app';
import { commandLine, usage } from './config/commandLine';
import { type Config, readConfig } from './config/config';
import { doctor } from './commands/doctor';
import { ConfigurationError, Environment } from './config/environment';
import { axiosExchange, type Exchange } from './zoho/exchange';
import { serveHttp } from './server/http';
import { httpProblems } from './config/httpConfig';
import { createLog, type Log } from './log';
import { login } from './commands/login';
import { version } from './package.json';
import { removePartials } from './archive/savedFiles';
import { createFactory } from './server/factory';
import { processTerminal } from './commands/terminal';
import { verify } from './commands/verify';

type Flags = ReturnType<typeof commandLine>;

/** What a command works with. */
interface Setting {
	readonly config: Config;
	readonly log: Log;
	readonly now: () => number;
	readonly exchange: Exchange;
}

async function main(): Promise<void> {
	const [command, ...words] = process.argv.slice(2);
	if (command === 'verify') {
		process.exitCode = await verify(words, (line) => void process.stdout.write(`${line}\n`));
		return;
	}
	const flags = commandLine(process.argv.slice(2));
	if (flags.help || flags.version) {
		process.stdout.write(flags.help ? usage(version) : `${version}\n`);
		return;
	}
	const setting = await settingFor(flags);
	if (flags.command === 'doctor') return await runDoctor(setting, flags.json === true);
	if (flags.command === 'login') return await runLogin(setting, flags);
	const { config, log } = setting;
	const withoutToken = flags['http-no-token'] === true;
	const problems = flags.http ? httpProblems(config.http, withoutToken) : [];
	if (problems.length > 0) throw new ConfigurationError(problems);
	if (config.missing.length > 0) {
		log.write('warn', `Not set: ${config.missing.join(', ')}. Every tool will say so.`);
	}
	if (config.downloadDir !== null) {
		await removePartials(config.downloadDir).catch(() =>
			log.write('warn', 'What an earlier process left in ZOHO_AUDIT_DOWNLOAD_DIR stays there.'),
		);
	}
	const app = createApp(config, { version, ...setting, isDemo: flags.demo === true });
	if (flags.http) await overHttp(app, withoutToken);
	else overStdio(app);
}

async function settingFor(flags: Flags): Promise<Setting> {
	// Loaded only when it is wanted: it is the emulator of the tests.
	const demo = flags.demo ? (await import('./commands/demo')).createDemo() : null;
	const config = readConfig(demo ? demo.environment(process.env) : process.env, {
		readOnly: flags['read-only'] === true,
		tools: flags.tools,
		port: flags.command === 'serve' ? flags.port : undefined,
		host: flags.host,
		demo: flags.demo === true,
	});
	const log = createLog(config.logLevel, (line) => process.stderr.write(`${line}\n`));
	watchFaults(log);
	const now = clockFrom(config.clockStart);
	demo?.start(now);
	const exchange = demo?.exchange ?? axiosExchange(`zoho-crm-audit-log-mcp/${version}`);
	return { config, log, now, exchange };
}

function overStdio(app: App): void {
	// The process lives as long as its host: calls that are still running are not waited for.
	const end = (): never => process.exit(0);
	process.stdin.once('end', end);
	process.stdin.once('close', end);
	process.stdout.once('error', end);
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	serveStdio(createFactory(app), {
		onerror: (error) => app.log.write('warn', 'protocol', { details: error.message }),
	});
}

async function overHttp(app: App, withoutToken: boolean): Promise<void> {
	const { token } = app.config.http;
	const listening = await serveHttp(app, { token: withoutToken ? null : token });
	if (withoutToken) app.log.write('warn', 'Anybody on this machine can ask: there is no token.');
	process.stderr.write(`Listening on ${listening.url}\n`);
	const end = (): void => void listening.close().then(() => process.exit(0));
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
}

async function runDoctor({ config, ...setting }: Setting, asJson: boolean): Promise<void> {
	const marks = { ok: 'ok    ', note: 'note  ', failed: 'FAILED' } as const;
	let hasFailed = false;
	for await (const check of doctor(config, { version, ...setting })) {
		hasFailed ||= check.state === 'failed';
		const text = setting.log.redacted(check.text);
		process.stdout.write(
			asJson
				? `${JSON.stringify({ ...check, text })}\n`
				: `${marks[check.state]} ${check.name}: ${text}\n`,
		);
	}
	process.exitCode = hasFailed ? 1 : 0;
}

async function runLogin({ config, log, exchange }: Setting, flags: Flags): Promise<void> {
	const terminal = processTerminal();
	const environment = new Environment(process.env);
	try {
		await login(
			{
				dataCenter: config.dataCenter,
				readOnly: config.readOnly,
				clientId: environment.secret('ZOHO_CLIENT_ID'),
				clientSecret: environment.secret('ZOHO_CLIENT_SECRET'),
				byRedirect: flags.redirect === true,
				port: environment.with('port', flags.port).number('port', 0, 65_535, 3_902),
				save: flags.save ?? null,
			},
			{ terminal, exchange, log },
		);
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		terminal.say(log.redacted(error.message));
		process.exitCode = 1;
	} finally {
		terminal.close();
	}
}

/** Node would print an error as it is, and a foreign one may hold a header. */
function watchFaults(log: Log): void {
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

main().catch((error: unknown) => {
	if (error instanceof ConfigurationError) {
		process.stderr.write(`${error.problems.join('\n')}\n`);
		process.exitCode = 2;
		return;
	}
	const isTold = error instanceof Error && 'code' in error && typeof error.code === 'string';
	process.stderr.write(
		isTold ? `It did not start: ${String(error.code)}.\n` : 'It did not start.\n',
	);
	process.exitCode = 1;
});
