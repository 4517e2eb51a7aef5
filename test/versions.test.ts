import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import manifest from '../mcp/packaging/manifest.json';
import server from '../mcp/package.json';
import registry from '../mcp/packaging/server.json';
import lock from '../package-lock.json';
import node from '../package.json';
import { pages } from './documentation/markdown';
import { bundledServer, running } from './mcp/bundle';
import { ROOT } from './packed';

const { version } = node;

test('is that of a release', () => expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/));

test.each<readonly [string, string]>([
	['mcp/package.json', server.version],
	['mcp/packaging/manifest.json', manifest.version],
	['mcp/packaging/server.json', registry.version],
	...registry.packages.map(
		(it) => [`mcp/packaging/server.json, ${it.registryType}`, it.version] as const,
	),
	['package-lock.json', lock.version],
	['package-lock.json, the node', lock.packages[''].version],
	['package-lock.json, the server', lock.packages['mcp'].version],
])('is in %s', (_, written) => expect(written).toBe(version));

test('is the newest in the changelog', () => {
	const text = readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8');
	expect(/^## (\S+)/m.exec(text)?.[1]).toBe(version);
});

test('is that of every tarball and bundle that a page names', () => {
	const names = pages().flatMap(({ file, text }) =>
		[...text.matchAll(/zoho-crm-audit-log(?:-mcp)?[-@](\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?)/g)]
			.filter(([, named]) => named !== version)
			.map(([name]) => `${file}: ${name}`),
	);
	expect(names).toEqual([]);
});

describe('the server', () => {
	const cli = bundledServer();

	test('tells it to its host', async () => {
		const client = new Client({ name: 'host', version: '0' });
		const args = [cli, '--demo'];
		await client.connect(new StdioClientTransport({ command: process.execPath, args }));
		expect(client.getServerVersion()).toMatchObject({ version });
		await client.close();
	});

	test('tells it to Zoho', async () => {
		const agents: (string | undefined)[] = [];
		const zoho = createServer(({ headers }, answer) => {
			agents.push(headers['user-agent']);
			answer.writeHead(404).end();
		});
		await new Promise<void>((resolve) => zoho.listen(0, '127.0.0.1', resolve));
		const { port } = zoho.address() as AddressInfo;
		const secrets = ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'];
		await running(
			cli,
			['doctor'],
			{
				ZOHO_EMULATOR_URL: `http://127.0.0.1:${port}`,
				...Object.fromEntries(secrets.map((name) => [name, 'given'])),
			},
			[],
		).ended;
		zoho.close();
		expect([...new Set(agents)]).toEqual([`${server.name}/${version}`]);
	});
});
