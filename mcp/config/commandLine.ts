import { parseArgs } from 'node:util';
import { ConfigurationError } from './environment';
import { type Command, COMMANDS, type Facts } from './setting';
import { factsOf, KEYS } from './settings';

export interface CommandLine {
	readonly command: Command;
	/** By name, without dashes; a switch is `true`. */
	readonly flags: Readonly<Record<string, string>>;
	/** What follows `verify` or `emulator`, which read it themselves. */
	readonly words: readonly string[];
}

const ABOUT: Readonly<Record<Command, string>> = {
	serve: ': answers MCP clients; without a command too',
	doctor: ': checks the connection and says how to fix it',
	login: ': makes a refresh token',
	sync: ': brings the archive up to now, for cron, systemd or a container',
	report: ': writes a period as a page to look at, for cron',
	verify: ' MANIFEST FILE... or DIR: compares archived files, or an archive, with the manifests',
	emulator:
		' [--port N]: serves the made-up organization of --demo, for other programs; --help says more',
	'live-check':
		': compares what is assumed of Zoho with what this organization sends, to be published',
};
const OTHERS = ['check', 'help', 'version'];
const FLAGS = KEYS.map(factsOf).filter(({ flag }) => flag !== undefined);

/** Whether a setting's flag is one of this command's. */
export function takes(command: Command, { flag, commands = ['serve'] }: Facts): boolean {
	return flag !== undefined && commands.includes(command);
}

export function usage(version: string): string {
	const name = 'zoho-crm-audit-log-mcp';
	const lines = COMMANDS.flatMap((command) => [
		`${name} ${command}${ABOUT[command]}`,
		...FLAGS.filter((facts) => takes(command, facts)).map(usageOf),
		'',
	]);
	const required = KEYS.map(factsOf).filter(({ unset }) => unset === 'required');
	return `${name} ${version}: MCP server for the audit log of Zoho CRM.

${lines.join('\n')}
--help and --version show this text and the version. Settings are environment variables. Required:
${required.map(({ variable }) => variable).join(', ')}; the README lists all.`;
}

function usageOf({ flag, argument = '', about, variable }: Facts): string {
	const also = variable === undefined ? '' : ` (${variable})`;
	return `  ${`--${flag} ${argument}`.padEnd(16)}  ${about.replaceAll('`', '')}${also}`;
}

/** @throws ConfigurationError for what there is not. Words are not repeated: one may be a secret. */
export function commandLine(words: readonly string[]): CommandLine {
	const [first, ...others] = words;
	if (first === 'verify' || first === 'emulator') {
		return { command: first, flags: {}, words: others };
	}
	const { values, positionals } = parsed(words);
	const [word = 'serve', ...rest] = positionals;
	const command = values['check'] ? 'doctor' : COMMANDS.find((name) => name === word);
	if (!command || rest.length > 0) throw unknown();
	const flags = Object.entries(values).map(([flag, value]) => [flag, String(value)] as const);
	const own = [...FLAGS.filter((facts) => takes(command, facts)).map(nameOf), ...OTHERS];
	const foreign = flags.map(([flag]) => flag).filter((flag) => !own.includes(flag));
	if (foreign.length === 0) return { command, flags: Object.fromEntries(flags), words: [] };
	throw new ConfigurationError([`${command} does not take --${foreign.join(', --')}.`]);
}

function parsed(words: readonly string[]) {
	const options = Object.fromEntries([
		...FLAGS.map((facts) => [nameOf(facts), { type: facts.argument ? 'string' : 'boolean' }]),
		...OTHERS.map((flag) => [flag, { type: 'boolean' }]),
	]) as Record<string, { type: 'string' | 'boolean' }>;
	try {
		return parseArgs({ args: [...words], options, allowPositionals: true });
	} catch {
		throw unknown();
	}
}

function unknown(): ConfigurationError {
	const flags = [...new Set([...FLAGS.map(nameOf), ...OTHERS])].map((flag) => `--${flag}`);
	return new ConfigurationError([
		`Unknown arguments. There are: ${[...COMMANDS.slice(1), ...flags].join(', ')}.`,
	]);
}

function nameOf({ flag = '' }: Facts): string {
	return flag;
}
