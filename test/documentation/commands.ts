import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { parse } from 'shell-quote';
import { commandLine } from '../../mcp/config/commandLine';
import server from '../../mcp/package.json';
import root from '../../package.json';
import { ROOT } from '../packed';

/** Programs that are not ours, and what a reader needs each for. Any other is rejected. */
const FOREIGN: Readonly<Record<string, string>> = {
	cd: 'into the clone',
	claude: 'adds the server to Claude Code',
	curl: 'calls Zoho by hand, in docs/live-check.md',
	echo: 'says what to look at',
	docker: 'runs n8n, its workers and what they need',
	find: 'lists what is older than its retention period',
	git: 'clones this repository',
	grep: 'lists manifests that are not complete',
	head: 'shows the first bytes of an export',
	jq: "reads Zoho's answers",
	n8n: 'starts n8n, and its workers',
	mkdir: "creates the folder of n8n's community nodes",
	od: 'shows line endings and byte order marks',
	openssl: 'creates a random token',
	sha256sum: 'compares an archive with its manifest',
	tar: 'unpacks the package into that folder',
	unzip: 'looks into an export',
};

/** npm's own commands, except `run`. */
const NPM = ['ci', 'install', 'i', 'pack', 'pkg', 'test', 'start', 'publish', 'config'];

/** What is wrong with a line that a reader is to type; empty if nothing is. */
export function commandProblems(text: string, others: readonly string[] = []): string[] {
	// A command substitution is a word of the outer command, and a command itself.
	const inner = [...text.matchAll(/\$\(([^()]*)\)/g)].map(([, command = '']) => command);
	const outer = text.replace(/\$\([^()]*\)/g, 'output').replace(/\\\n/g, ' ');
	return [...inner, ...linesIn(outer)].flatMap((line) =>
		commandsIn(line).flatMap((words) => (others.includes(words[0] ?? '') ? [] : problemsOf(words))),
	);
}

/** Quotes may contain line breaks, a comment may contain an apostrophe. */
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

/** Each command of a line as words, without assignments before it and without redirections. */
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

/** Keywords of the shell before a command, and those that stand alone. */
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
	return program in FOREIGN ? [] : [`${program}: unknown to this test`];
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
	if (word !== 'run') return NPM.includes(word) ? [] : [`npm ${word}: unknown to this test`];
	const [name = '', ...options] = rest;
	const script = scripts[name];
	if (script === undefined) return [`npm run ${name}: no such script`];
	if (options.length > 0 && options[0] !== '--') return [`npm run ${name}: options go after --`];
	return scriptProblems(name, options.slice(1));
}

/** What is wrong with a script's arguments, according to its own parser. */
export function scriptProblems(name: string, words: readonly string[]): string[] {
	if (words.length === 0) return [];
	const config = parserOf(name);
	if (config === null) return [`npm run ${name} takes no options, but gets ${words.join(' ')}`];
	try {
		parseArgs({ ...config, args: [...words] });
		return [];
	} catch (error) {
		return [`npm run ${name} -- ${words.join(' ')}: ${String(error)}`];
	}
}

const parsers = new Map<string, ParseArgsConfig | null>();

/** The options of a script's `parseArgs`, null without one. The script is started, and ends at that call. */
function parserOf(name: string): ParseArgsConfig | null {
	const cached = parsers.get(name);
	if (cached !== undefined) return cached;
	const script = (root.scripts as Readonly<Record<string, string>>)[name] ?? '';
	const [, file = ''] = /^(?:.*&& )?node .*?([\w/]+\.ts)$/.exec(script) ?? [];
	const takes = file !== '' && readFileSync(path.join(ROOT, file)).includes('parseArgs');
	const preload = path.join(__dirname, 'optionsOf.cjs');
	const args = ['--require', preload, file];
	const config = takes
		? (JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as object)
		: null;
	parsers.set(name, config);
	return config;
}

function npxProblems(words: readonly string[]): string[] {
	const [program = '', ...rest] = words.filter((word) => !/^(-y|--yes)$/.test(word));
	if (program.replace(/@[\w.-]+$/, '') === server.name) return ownProblems(rest);
	// With a version it is downloaded, and need not be installed here.
	if (/.@\d+\.\d+\.\d+$/.test(program)) return [];
	if (!existsSync(path.join(ROOT, 'node_modules/.bin', program))) {
		return [`npx ${program}: not a dependency`];
	}
	return rest
		.filter(isPath)
		.flatMap((it) => (existsSync(path.join(ROOT, it)) ? [] : [missing(it)]));
}

function nodeProblems(words: readonly string[]): string[] {
	const [file = '', ...rest] = words;
	if (file.endsWith('dist/mcp/cli.js')) return ownProblems(rest);
	return existsSync(path.join(ROOT, file)) ? [] : [missing(file)];
}

/** What is wrong with flags that the text names without a command: one command has to take them. */
export function flagProblems(words: readonly string[]): string[] {
	const problems = ['serve', 'doctor', 'login', 'sync', 'report', 'live-check', 'emulator'].map(
		(command) => ownProblems([command, ...words]),
	);
	return problems.find(({ length }) => length === 0) ?? ownProblems(words);
}

/** What is wrong with a command line of the server, according to its own parser. */
function ownProblems(words: readonly string[]): string[] {
	// Alone it is the name of the command.
	if (words[0] === 'verify') return [];
	// Both are one program.
	if (words[0] === 'emulator') return scriptProblems('zoho', words.slice(1));
	try {
		commandLine(words);
		return [];
	} catch {
		return [`${server.name} ${words.join(' ')}: rejected by its own parser`];
	}
}

function isPath(word: string): boolean {
	return /^[\w.-]+\/[\w./-]*$/.test(word);
}

function missing(file: string): string {
	return `${file}: no such file`;
}
