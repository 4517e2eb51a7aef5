import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { parseArgs } from 'node:util';
import { createApp } from './app';
import { readConfig } from './config';
import { ConfigurationError } from './environment';
import { createLog, type Log } from './log';
import { version } from './package.json';
import { createFactory } from './server';
import { verify } from './verify';

const USAGE = `zoho-crm-audit-log-mcp ${version}: MCP server for the audit log of Zoho CRM, over stdio.

Usage: zoho-crm-audit-log-mcp [--read-only]
       zoho-crm-audit-log-mcp verify MANIFEST FILE...

  verify       compare archived files of an export with their manifest

  --read-only  never create an export job (as ZOHO_AUDIT_READ_ONLY=true)
  --help       this text
  --version    the version

It is configured by environment variables. Required: ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET,
ZOHO_REFRESH_TOKEN; ZOHO_DATA_CENTER where it is not us. The README lists the others.
`;

const OPTIONS = {
	'read-only': { type: 'boolean' },
	help: { type: 'boolean' },
	version: { type: 'boolean' },
} as const;

function flagsIn(words: readonly string[]) {
	try {
		return parseArgs({ args: [...words], options: OPTIONS }).values;
	} catch {
		throw new ConfigurationError([
			`Unknown arguments. There are: ${Object.keys(OPTIONS)
				.map((name) => `--${name}`)
				.join(', ')}.`,
		]);
	}
}

async function main(): Promise<void> {
	const [command, ...words] = process.argv.slice(2);
	if (command === 'verify') {
		process.exitCode = await verify(words, (line) => void process.stdout.write(`${line}\n`));
		return;
	}
	const flags = flagsIn(process.argv.slice(2));
	if (flags.help || flags.version) {
		process.stdout.write(flags.help ? USAGE : `${version}\n`);
		return;
	}
	const config = readConfig(process.env, { readOnly: flags['read-only'] === true });
	const log = createLog(config.logLevel, (line) => process.stderr.write(`${line}\n`));
	if (config.missing.length > 0) {
		log.write('warn', `Not set: ${config.missing.join(', ')}. Every tool will say so.`);
	}
	endWith(log);
	serveStdio(createFactory(createApp(config, { version, log })), {
		onerror: (error) => log.write('warn', 'protocol', { details: error.message }),
	});
}

/** The process lives as long as its host: calls that are still running are not waited for. */
function endWith(log: Log): void {
	const end = (): never => process.exit(0);
	process.stdin.once('end', end);
	process.stdin.once('close', end);
	process.stdout.once('error', end);
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	// Node would print the error as it is, and a foreign one may hold a header.
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
	if (!(error instanceof ConfigurationError)) throw error;
	process.stderr.write(`${error.problems.join('\n')}\n`);
	process.exitCode = 2;
});
