import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import Ajv2020 from 'ajv/dist/2020';
import manifest from '../../../mcp/packaging/manifest.json';
import published from '../../../mcp/package.json';
import { PROMPTS } from '../../../mcp/server/prompts';
import server from '../../../mcp/packaging/server.json';
import { factsOf, KEYS } from '../../../mcp/config/settings';
import { TOOL_NAMES } from '../../../mcp/config/toolNames';
import { type PackedCopy, packed, ROOT } from '../../packed';
import { bundledServer } from '../bundle';

/** The registry's schema of 2025-12-11 for the fields that are used, rewritten. */
const REGISTRY = {
	type: 'object',
	required: ['name', 'description', 'version', 'packages'],
	properties: {
		name: { type: 'string', pattern: '^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$', maxLength: 200 },
		title: { type: 'string', minLength: 1, maxLength: 100 },
		description: { type: 'string', minLength: 1, maxLength: 100 },
		// Any version that is none of several, by the registry's own examples also 2.1.0-alpha.
		version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+(-[\\w.]+)?$' },
		packages: {
			type: 'array',
			minItems: 1,
			items: {
				type: 'object',
				required: ['registryType', 'identifier', 'version', 'transport'],
				properties: {
					transport: { properties: { type: { const: 'stdio' } } },
					environmentVariables: {
						type: 'array',
						items: {
							type: 'object',
							required: ['name', 'description'],
							additionalProperties: false,
							properties: {
								name: { type: 'string' },
								description: { type: 'string' },
								isRequired: { type: 'boolean' },
								isSecret: { type: 'boolean' },
								default: { type: 'string' },
								format: { enum: ['string', 'number', 'boolean', 'filepath'] },
								choices: { type: 'array', items: { type: 'string' } },
							},
						},
					},
				},
			},
		},
	},
};

test('server.json is valid for the registry', () => {
	const validate = new Ajv2020({ strict: false }).compile(REGISTRY);
	expect([validate(server), validate.errors]).toEqual([true, null]);
	expect(validate({ ...server, description: 'x'.repeat(101) })).toBe(false);
});

test('all names are the same', () => {
	expect(server.packages.map(({ identifier }) => identifier)).toEqual([published.name]);
	expect(manifest.name).toBe(published.name);
	expect(server.name).toBe(published.mcpName);
});

test('the manifest lists the existing tools and prompts', () => {
	expect(manifest.tools.map(({ name }) => name)).toEqual([...TOOL_NAMES]);
	expect(manifest.prompts.map(({ name, arguments: args }) => [name, args])).toEqual(
		PROMPTS.map(({ name, arguments: args }) => [name, Object.keys(args)]),
	);
});

describe('the settings that hosts and the registry offer', () => {
	const settings = new Map(KEYS.map(factsOf).map((facts) => [facts.variable, facts]));

	test('are in server.json as declared', () => {
		for (const { environmentVariables } of server.packages) {
			for (const { name, choices, format, ...described } of environmentVariables) {
				const facts = settings.get(name);
				expect({ isSecret: false, ...described }).toEqual({
					description: facts?.about,
					isRequired: facts?.unset === 'required',
					isSecret: facts?.isSecret ?? false,
					...(facts?.default !== undefined && { default: facts.default }),
				});
				if (choices) expect(facts?.values).toBe(`one of ${choices.join(', ')}, custom`);
				expect(format === 'boolean').toBe(facts?.values === 'true, false, 1 or 0');
			}
		}
	});

	test('are in the manifest as declared', () => {
		const { env } = manifest.server.mcp_config;
		const forms: Readonly<Record<string, object>> = manifest.user_config;
		expect(Object.keys(env)).toHaveLength(Object.keys(forms).length);
		for (const [name, placeholder] of Object.entries(env)) {
			const facts = settings.get(name);
			const [, key = ''] = /^\$\{user_config\.(\w+)\}$/.exec(placeholder) ?? [];
			const isSwitch = facts?.values === 'true, false, 1 or 0';
			expect(forms[key]).toMatchObject({
				type: isSwitch ? 'boolean' : 'string',
				description: expect.stringMatching(`^${facts?.about}`) as string,
				required: facts?.unset === 'required',
				...(facts?.isSecret && { sensitive: true }),
				...(facts?.default !== undefined && {
					default: isSwitch ? facts.default === 'true' : facts.default,
				}),
			});
		}
		const [, ids = ''] = /: (.*)$/.exec(manifest.user_config.data_center.description) ?? [];
		expect(settings.get('ZOHO_DATA_CENTER')?.values).toBe(`${ids}, custom`);
	});
});

const PAGES = ['mcp/README.md', 'docs/clients.md']
	.map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
	.join('\n');

/** A server's command and variables, as a host reads them. */
interface Snippet {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
}

function snippets(): Snippet[] {
	const blocks = [...PAGES.matchAll(/^```json\n([^]*?)^```$/gm)].map(
		([, json = '']) => JSON.parse(json) as Record<string, unknown>,
	);
	const lines = [...PAGES.matchAll(/claude mcp add-json \S+ '(.*)'/g)].map(
		([, json = '']) => JSON.parse(json) as Snippet,
	);
	const listed = blocks.flatMap((block) =>
		Object.values((block['mcpServers'] ?? block['servers'] ?? {}) as Record<string, Snippet>),
	);
	return [...listed, ...lines];
}

test('there is a snippet for Claude Desktop and Cursor, for VS Code, and for Claude Code', () => {
	expect(snippets()).toHaveLength(4);
	expect(PAGES).toContain('MCP Client Tool');
});

describe('each snippet of the pages', () => {
	const cli = bundledServer();

	test.each(snippets().map((snippet, index) => [index + 1, snippet] as const))(
		'number %i starts the server',
		async (_, { command, args, env }) => {
			expect([command, ...args.slice(0, 2)]).toEqual(['npx', '-y', published.name]);
			const client = new Client({ name: 'host', version: '0' });
			// What npx would start, with the variables as the host passes them.
			await client.connect(
				new StdioClientTransport({
					command: process.execPath,
					args: [cli, ...args.slice(2)],
					env: JSON.parse(JSON.stringify(env).replaceAll('…', '1000.given')) as typeof env,
				}),
			);
			const { tools } = await client.listTools();
			expect(tools.length).toBeGreaterThanOrEqual(6);
			await client.close();
		},
	);
});

describe('the tarball', () => {
	let tarball: PackedCopy;
	let folder: string;
	beforeAll(() => {
		tarball = packed(path.join(ROOT, 'dist/mcp'));
		folder = mkdtempSync(path.join(tmpdir(), 'mcp-empty-'));
	});
	afterAll(() => {
		tarball.remove();
		rmSync(folder, { recursive: true });
	});

	test('installed into an empty folder it answers initialize', async () => {
		execFileSync(
			'npm',
			['install', '--prefer-offline', '--no-audit', '--no-fund', tarball.tarball],
			{
				cwd: folder,
				stdio: 'ignore',
			},
		);
		const bin = path.join(folder, 'node_modules/.bin/zoho-crm-audit-log-mcp');
		expect(existsSync(bin)).toBe(true);
		const client = new Client({ name: 'host', version: '0' });
		await client.connect(new StdioClientTransport({ command: bin, args: ['--demo'] }));
		expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([...TOOL_NAMES]);
		await client.close();
	});

	test('it has what the registry and bundles need', () => {
		expect(tarball.files).toEqual(expect.arrayContaining(['server.json', 'manifest.json']));
		expect(tarball.manifest['mcpName']).toBe(server.name);
	});
});
