import { parseArgs } from 'node:util';
import { ConfigurationError } from './environment';
import { TOOL_NAMES } from './toolNames';

const COMMANDS = ['serve', 'doctor', 'login'] as const;
export type Command = (typeof COMMANDS)[number];

export function usage(version: string): string {
	return `zoho-crm-audit-log-mcp ${version}: MCP server for the audit log of Zoho CRM.

Usage:
  zoho-crm-audit-log-mcp [--read-only] [--tools a,b] [--demo]        over stdio
  zoho-crm-audit-log-mcp --http [--host A] [--port N] [--http-no-token]
  zoho-crm-audit-log-mcp doctor [--json]    what works and what does not, with the fix
  zoho-crm-audit-log-mcp login [--redirect] [--port N] [--read-only] [--save FILE]
  zoho-crm-audit-log-mcp verify MANIFEST FILE...    archived files of an export against their manifest

  --read-only      never create an export job (as ZOHO_AUDIT_READ_ONLY=true)
  --tools          only these of ${TOOL_NAMES.join(', ')}
  --demo           a made-up organization in the process: no account, no network
  --http           over Streamable HTTP at http://127.0.0.1:3901/mcp; callers send the bearer
                   token ZOHO_AUDIT_HTTP_TOKEN
  --http-no-token  without a token, on this machine alone, for trials
  --redirect       login by a browser, in place of a self client's code
  --save           login writes the refresh token into a new file, in place of stdout
  --help, --version

It is configured by environment variables. Required: ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET,
ZOHO_REFRESH_TOKEN; ZOHO_DATA_CENTER where it is not us. The README lists the others.
`;
}

const OPTIONS = {
	'read-only': { type: 'boolean' },
	tools: { type: 'string' },
	demo: { type: 'boolean' },
	http: { type: 'boolean' },
	'http-no-token': { type: 'boolean' },
	host: { type: 'string' },
	port: { type: 'string' },
	json: { type: 'boolean' },
	check: { type: 'boolean' },
	redirect: { type: 'boolean' },
	save: { type: 'string' },
	help: { type: 'boolean' },
	version: { type: 'boolean' },
} as const;

/** @throws ConfigurationError for what there is not. Words are not repeated: one may be a secret. */
export function commandLine(words: readonly string[]) {
	const { values, positionals } = parsed(words);
	const [word = 'serve', ...rest] = positionals;
	const command = COMMANDS.find((name) => name === word);
	if (!command || rest.length > 0) throw unknown();
	return { ...values, command: values.check === true ? ('doctor' as const) : command };
}

function parsed(words: readonly string[]) {
	try {
		return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
	} catch {
		throw unknown();
	}
}

function unknown(): ConfigurationError {
	const flags = Object.keys(OPTIONS).map((name) => `--${name}`);
	return new ConfigurationError([
		`Unknown arguments. There are: ${[...COMMANDS.slice(1), 'verify', ...flags].join(', ')}.`,
	]);
}
