import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { readConfig } from '../../mcp/config/config';
import { ZohoCrmAuditLog } from '../../nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node';
import { ZohoCrmAuditLogTrigger } from '../../nodes/ZohoCrmAuditLog/ZohoCrmAuditLogTrigger.node';
import { isOurs } from '../n8n/examples';
import { ROOT } from '../packed';
import { commandProblems, flagProblems, scriptProblems } from './commands';
import type { Block, Page, Span } from './markdown';

/** How a block of each language is checked. Any other language is rejected. */
const CHECKS: Readonly<Record<string, (code: string, file: string) => string[]>> = {
	json: jsonProblems,
	yaml: (code) => parseAllDocuments(code).flatMap(({ errors }) => errors.map(String)),
	sh: (code) => [...shellProblems(code), ...commandProblems(code)],
	ts: scriptSyntax,
	js: scriptSyntax,
	// The test of the archive runs it.
	sql: (_, file) => (file === 'docs/archive.md' ? [] : ['no test runs it']),
	text: (code) => (SHOWN.some((part) => code.includes(part)) ? [] : ['no test compares it']),
};

/** What blocks of text begin with that a test compares with what is printed, or drawn. */
const SHOWN: readonly string[] = [
	'> Who changed the Acme deal', // test/pictures/transcript.test.ts
	'hosts of MCP', // test/documentation/house.test.ts
	'VARIANT CSV', // test/documentation/tables.test.ts
	'Verified: every file byte for byte', // test/docs/archive.test.ts
	'The newest manifest is', // test/mcp/archive/folder/shared.test.ts
];

export function blockProblems({ file }: Page, { line, language, code }: Block): string[] {
	const check = CHECKS[language];
	const known = Object.keys(CHECKS).join(', ');
	const problems = check
		? check(code, file)
		: [language === '' ? 'a block without a language' : `${language} is not one of ${known}`];
	return problems.map((problem) => `${file}:${line}: ${problem}`);
}

/** Inline code: commands, flags and variables. */
export function spanProblems({ file }: Page, { line, code, rowOf }: Span): string[] {
	const [, script] = /^npm run ([\w:]+)/.exec(rowOf ?? '') ?? [];
	const flags = /^(?:-- )?(--.+)$/.exec(code)?.[1]?.split(' ');
	const problems = [...variableProblems(code)];
	const accepted = (check: (words: readonly string[]) => string[], words: readonly string[]) =>
		// A flag that is named alone may take a value.
		words.length === 1 && check([...words, 'N']).length === 0 ? [] : check(words);
	if (flags && script !== undefined) {
		problems.push(...accepted((words) => scriptProblems(script, words), flags));
	} else if (flags && !isForeign(flags)) problems.push(...accepted(flagProblems, flags));
	else if (/^(?:[A-Z_]+=\S+ )*(?:npm|npx|node|zoho-crm-audit-log-mcp) /.test(code)) {
		problems.push(...commandProblems(code));
	}
	return problems.map((problem) => `${file}:${line}: ${problem}`);
}

/** Flags of other programs that the text names alone. */
function isForeign([flag = '']: readonly string[]): boolean {
	return ['--provenance'].includes(flag);
}

function shellProblems(code: string): string[] {
	const { status, stderr } = spawnSync('sh', ['-n'], { input: code, encoding: 'utf8' });
	return [...(status === 0 ? [] : [stderr.trim()]), ...variableProblems(code)];
}

/** Only the server's variables begin like this. */
function variableProblems(text: string): string[] {
	const names = [...text.matchAll(/\bZOHO_AUDIT_[A-Z_]*[A-Z]\b/g)].map(([name]) => name);
	return names.flatMap((name) => configProblems({ [name]: '' }));
}

function jsonProblems(code: string): string[] {
	let json: Record<string, unknown>;
	try {
		json = JSON.parse(code) as typeof json;
	} catch (error) {
		return [String(error)];
	}
	const servers = Object.values((json['mcpServers'] ?? json['servers'] ?? {}) as Servers);
	const nodes = Array.isArray(json['nodes']) ? (json['nodes'] as WorkflowNode[]) : [];
	return [...servers.flatMap(serverProblems), ...nodes.filter(isOurs).flatMap(nodeProblems)];
}

/** A server in the configuration of an MCP client. */
interface Server {
	readonly command?: string;
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly url?: string;
}
type Servers = Readonly<Record<string, Server>>;

function serverProblems({ command, args = [], env = {}, url }: Server): string[] {
	if (command === undefined) return url === undefined ? ['a server needs a command or a url'] : [];
	const filled = Object.entries(env).map(([name, value]) => [name, value.replace(/…/g, 'filled')]);
	const line = [command, ...args].map((word) => `'${word}'`).join(' ');
	return [...commandProblems(line), ...configProblems(Object.fromEntries(filled))];
}

function configProblems(env: Readonly<Record<string, string>>): string[] {
	const foreign = Object.keys(env).filter((name) => !/^(ZOHO_|N8N_|NODE_|PATH$)/.test(name));
	try {
		readConfig(env);
		return foreign.map((name) => `${name}: not a variable of the server`);
	} catch (error) {
		return [String(error)];
	}
}

interface WorkflowNode {
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
}

function nodeProblems({ type, parameters }: WorkflowNode): string[] {
	const { properties } = (
		/trigger$/i.test(type) ? new ZohoCrmAuditLogTrigger() : new ZohoCrmAuditLog()
	).description;
	// The last ones are added by n8n to a node that is a tool, or polls.
	const names = [...properties.map(({ name }) => name), 'descriptionType', 'toolDescription'];
	const unknown = Object.keys(parameters).filter((name) => ![...names, 'pollTimes'].includes(name));
	const { operation } = parameters;
	const operations = properties.flatMap((it) =>
		it.name === 'operation' ? (it.options ?? []) : [],
	);
	const isKnown = operations.some((option) => 'value' in option && option.value === operation);
	const wrong = operation === undefined || isKnown ? [] : [`operation ${String(operation)}`];
	return [...unknown.map((name) => `parameter ${name}`), ...wrong].map((it) => `no such ${it}`);
}

/** Its syntax, and whether its imports exist. */
function scriptSyntax(code: string, file: string): string[] {
	const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
	const errors = diagnostics.map(({ messageText }) =>
		ts.flattenDiagnosticMessageText(messageText, ' '),
	);
	const from = path.join(ROOT, file);
	const imported = ts.preProcessFile(code).importedFiles.map(({ fileName }) => fileName);
	return [...errors, ...imported.filter((name) => !exists(name, from)).map((it) => `no ${it}`)];
}

function exists(name: string, from: string): boolean {
	if (name.startsWith('.')) {
		const target = path.join(path.dirname(from), name);
		return ['', '.ts', '.js'].some((ending) => existsSync(`${target}${ending}`));
	}
	if (builtinModules.includes(name.replace(/^node:/, ''))) return true;
	try {
		createRequire(from).resolve(name);
		return true;
	} catch {
		return false;
	}
}
