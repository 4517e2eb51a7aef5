import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { parse } from 'shell-quote';
import { commandLine } from '../../mcp/config/commandLine';
import server from '../../mcp/package.json';
import root from '../../package.json';
import { ROOT } from '../packed';

/** Programs that are not ours, each with what a reader needs it for. What is not here is refused. */
const FOREIGN: Readonly<Record<string, string>> = {
	cd: 'into the clone',
	claude: 'adds the server to Claude Code',
	curl: 'asks Zoho by hand, in docs/live-check.md',
	echo: 'says what has to be looked at',
	docker: 'runs n8n, its workers and what they need',
	find: 'shows what is older than its retention',
	git: 'clones this repository',
	grep: 'shows manifests that do not say complete',
	head: 'shows the first bytes of an export',
	jq: "reads Zoho's answers",
	n8n: 'starts n8n, and its workers',
	mkdir: "makes the folder of n8n's community nodes",
	od: 'shows line ends and byte order marks',
	openssl: 'makes a token by chance',
	sha256sum: 'compares an archive with its manifest',
	tar: 'unpacks the package into that folder',
	unzip: 'looks into an export',
};

/** Words of npm itself, without `run`. */
const NPM = ['ci', 'install', 'i', 'pack', 'pkg', 'test', 'start', 'publish', 'config'];

/** What is wrong with a line that a reader is told to type; empty when nothing is. */
export function commandProblems(text: string, others: readonly string[] = []): string[] {
	// A command in a command: its answer stands for a word, and it is one itself.
	const inner = [...text.matchAll(/\$\(([^()]*)\)/g)].map(([, command = '']) => command);
	const outer = text.replace(/\$\([^()]*\)/g, 'answer').replace(/\\\n/g, ' ');
	return [...inner, ...linesIn(outer)].flatMap((line) =>
		commandsIn(line).flatMap((words) => (others.includes(words[0] ?? '') ? [] : problemsOf(words))),
	);
}

/** What is quoted may hold line breaks, a comment may hold an apostrophe. */
const CLOSED = /\\.|'[^']*'|"(?:\\.|[^"\\])*"|(?<=^|\s)#[^\n]*/gms;

function linesIn(text: string): string[] {
	const lines: string[] = [];
	let isOpen = false;
	for (const line of text.split('\n')) {
		if (isOpen) lines.push(`${lines.pop() ?? ''}\n${line}`);
		else lines.push(line);
		isOpen = /['"]/.test((lines.at(-1) ?? '').replace(CLOSED, ''));
	}
	return lines;
}

/** Each command of a line as words, without variables before it and without what is redirected. */
function commandsIn(line: string): string[][] {
	const commands: string[][] = [[]];
	let isTarget = false;
	for (const part of parse(line, (name) => `$${name}`)) {
		if (typeof part === 'object' && 'comment' in part) break;
		if (typeof part === 'object' && part.op !== 'glob') {
			isTarget = /[<>]/.test(part.op);
			if (!isTarget) commands.push([]);
		} else if (isTarget) isTarget = false;
		else commands.at(-1)?.push(typeof part === 'string' ? part : part.pattern);
	}
	return commands
		.map((words) => (words[0] === 'export' ? words.slice(1) : words))
		.map(withoutVariables)
		.filter((words) => words.length > 0);
}

function withoutVariables(words: readonly string[]): string[] {
	const first = words.findIndex((word) => !/^([A-Z][A-Z0-9_]*$|[A-Za-z]\w*=)/.test(word));
	return first < 0 ? [] : words.slice(first);
}

/** Words of the shell's own before a command, and those that stand alone. */
const BEFORE = ['do', 'then', 'else'];
const ALONE = ['for', 'done', 'fi'];

function problemsOf([program = '', ...words]: readonly string[]): string[] {
	if (ALONE.includes(program)) return [];
	if (BEFORE.includes(program))
		return [withoutVariables(words)].filter(hasWords).flatMap(problemsOf);
	if (program === 'npm') return npmProblems(words);
	if (program === 'npx') return npxProblems(words);
	if (program === 'node') return nodeProblems(words);
	if (program === server.name) return ownProblems(words);
	return program in FOREIGN ? [] : [`${program}: not known to this test`];
}

function hasWords(words: readonly string[]): boolean {
	return words.length > 0;
}

interface Package {
	readonly scripts?: Readonly<Record<string, string>>;
}

function npmProblems(words: readonly string[]): string[] {
	const isServers = words.includes('--workspace=mcp') || words[words.indexOf('-w') + 1] === 'mcp';
	const { scripts = {} } = (isServers ? server : root) as Package;
	const [word = '', ...rest] = words.filter(
		(it) => !/^(-s|--silent|-w|mcp|--workspace=mcp)$/.test(it),
	);
	if (word !== 'run') return NPM.includes(word) ? [] : [`npm ${word}: not known to this test`];
	const [name = '', ...given] = rest;
	const script = scripts[name];
	if (script === undefined) return [`npm run ${name}: there is no such script`];
	if (given.length > 0 && given[0] !== '--') return [`npm run ${name}: options come behind --`];
	return scriptProblems(name, given.slice(1));
}

/** What is wrong with words for a script, by the options that it has them parsed by. */
export function scriptProblems(name: string, words: readonly string[]): string[] {
	if (words.length === 0) return [];
	const config = parserOf(name);
	if (config === null) return [`npm run ${name} takes no options, and is given ${words.join(' ')}`];
	try {
		parseArgs({ ...config, args: [...words] });
		return [];
	} catch (error) {
		return [`npm run ${name} -- ${words.join(' ')}: ${String(error)}`];
	}
}

const parsers = new Map<string, ParseArgsConfig | null>();

/** Null where a script has no parser. The script is started, and ends where it would parse. */
function parserOf(name: string): ParseArgsConfig | null {
	const known = parsers.get(name);
	if (known !== undefined) return known;
	const script = (root.scripts as Readonly<Record<string, string>>)[name] ?? '';
	const [, file = ''] = /^(?:.*&& )?node .*?([\w/]+\.ts)$/.exec(script) ?? [];
	const takes = file !== '' && readFileSync(path.join(ROOT, file)).includes('parseArgs');
	const preload = path.join(__dirname, 'optionsOf.cjs');
	const args = ['--require', preload, '--import', 'tsx', file];
	const config = takes
		? (JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as object)
		: null;
	parsers.set(name, config);
	return config;
}

function npxProblems(words: readonly string[]): string[] {
	const [program = '', ...rest] = words.filter((word) => !/^(-y|--yes)$/.test(word));
	if (program.replace(/@[\w.-]+$/, '') === server.name) return ownProblems(rest);
	// At a version it is fetched, and nothing of it has to be here.
	if (/.@\d+\.\d+\.\d+$/.test(program)) return [];
	if (!existsSync(path.join(ROOT, 'node_modules/.bin', program))) {
		return [`npx ${program}: not among the dependencies`];
	}
	return rest.filter(isPath).flatMap((it) => (existsSync(path.join(ROOT, it)) ? [] : [gone(it)]));
}

function nodeProblems(words: readonly string[]): string[] {
	const [file = '', ...rest] = words;
	if (file.endsWith('dist/mcp/cli.js')) return ownProblems(rest);
	return existsSync(path.join(ROOT, file)) ? [] : [gone(file)];
}

/** The command line of the server, by its own parser. */
export function ownProblems(words: readonly string[]): string[] {
	// Alone it is the name of the command.
	if (words[0] === 'verify') return words.length === 2 ? ['verify: a manifest and files'] : [];
	try {
		commandLine(words);
		return [];
	} catch {
		return [`${server.name} ${words.join(' ')}: refused by its own parser`];
	}
}

function isPath(word: string): boolean {
	return /^[\w.-]+\/[\w./-]*$/.test(word);
}

function gone(file: string): string {
	return `${file}: no such file`;
}
