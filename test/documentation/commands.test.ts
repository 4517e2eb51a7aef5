import { commandProblems } from './commands';
import { page, pages } from './markdown';
import { blockProblems, spanProblems } from './snippets';

// Our scripts are started to read their options, and the machine may be busy.
jest.setTimeout(120_000);

describe.each(pages().map((it) => [it.file, it] as const))('%s', (_, it) => {
	test('has code blocks that can be run or parsed', () => {
		expect(it.blocks.flatMap((block) => blockProblems(it, block))).toEqual([]);
	});

	test('names only commands, options and variables that exist', () => {
		expect(it.spans.flatMap((span) => spanProblems(it, span))).toEqual([]);
	});
});

/** The problems of a page with a single block. */
function ofBlock(language: string, code: string): string[] {
	const it = page('README.md', `Text.\n\n\`\`\`${language}\n${code}\n\`\`\`\n`);
	return it.blocks.flatMap((block) => blockProblems(it, block));
}

describe('a wrong block is rejected', () => {
	const server = (own: object): string =>
		JSON.stringify({ mcpServers: { it: { command: 'npx', args: [], env: {}, ...own } } });
	const workflow = (parameters: object): string =>
		JSON.stringify({
			nodes: [{ type: 'n8n-nodes-zoho-crm-audit-log.zohoCrmAuditLog', parameters }],
		});
	const ours = ['-y', 'zoho-crm-audit-log-mcp'];

	test.each([
		['without a language', '', 'npm ci'],
		['of output that no test compares', 'text', 'Verified.'],
		['of SQL that no test runs', 'sql', 'SELECT 1'],
		['in a language without a check', 'cobol', 'STOP RUN.'],
		['JSON', 'json', '{ "a": 1, }'],
		['a server with an unknown flag', 'json', server({ args: [...ours, '--readonly'] })],
		['a server with another name', 'json', server({ args: ['-y', 'zoho-audit-mcp'] })],
		['an unknown setting', 'json', server({ args: ours, env: { ZOHO_AUDIT_READONLY: 'true' } })],
		[
			'an invalid value of a setting',
			'json',
			server({ args: ours, env: { ZOHO_DATA_CENTER: 'xx' } }),
		],
		['an unknown parameter of the node', 'json', workflow({ resource: 'export', until: '2026' })],
		['an unknown operation of the node', 'json', workflow({ operation: 'getLog' })],
		['YAML', 'yaml', 'a: b: c'],
		['an unfinished shell command', 'sh', 'npm ci && ( npm test'],
		['TypeScript', 'ts', 'const a: = 1;'],
		['an import of a missing file', 'ts', "import { a } from './shared/none';"],
		['an import of a missing package', 'js', "import a from 'no-such-package';"],
	])('%s', (_, language, code) => {
		expect(ofBlock(language, code)).toEqual([expect.stringMatching(/^README\.md:3: /)]);
	});
});

test.each([
	'npm run e2e:n8n',
	'npm run build -- --fast',
	'npm run zoho --port 8080',
	'npm run zoho -- --prot 8080',
	'npm run e2e -- --lines 1',
	'npm uninstall',
	'npx no-such-tool',
	'npx jest test/nodes/none',
	'npx -y zoho-crm-audit-log-mcp --readonly',
	'ZOHO_DATA_CENTER=eu npx -y zoho-crm-audit-log-mcp logon',
	'node dist/mcp/cli.js --stdio',
	'node dist/mcp/server.js',
	'npm ci && npm run none',
	'TOKEN=$(rm -rf token) npm ci',
	'npm ci\nyarn build',
	'wget https://example.com | npm test',
])('a wrong command is rejected: %s', (command) => {
	expect(commandProblems(command)).toHaveLength(1);
});

test.each([
	'npm ci && npm test # and nothing else',
	'npm run zoho -- --port 8080',
	'mkdir -p ~/.n8n/nodes \\\n  a',
	'TOKEN=$(openssl rand -hex 32) npx -y zoho-crm-audit-log-mcp --http',
	`claude mcp add-json it '{\n"a": 1}'`,
	"# Zoho's\nnpm pack > 'a b.txt'",
	'export ZOHO_DATA_CENTER=eu',
	'zoho-crm-audit-log-mcp verify manifest.json AuditLog_001.zip',
	'zoho-crm-audit-log-mcp verify manifest.json',
])('a valid command is accepted: %s', (command) => {
	expect(commandProblems(command)).toEqual([]);
});

test.each([
	['a command', 'Type `npm run none`.'],
	['a flag', 'With `--readonly` it creates nothing.'],
	['a variable', 'Set `ZOHO_AUDIT_READONLY`.'],
	[
		'an option in the row of its script',
		'| a | b |\n|---|---|\n| `npm run zoho` | `-- --prot N` |',
	],
])('a mistake in the text is rejected: %s', (_, text) => {
	const it = page('README.md', text);
	expect(it.spans.flatMap((span) => spanProblems(it, span))).toHaveLength(1);
});
