import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../packed';
import { installed, npm } from './host/cache';
import { Checks, RunEnded } from './host/checks';
import { conform } from './assistants/conformance';
import { bundleChecks } from './assistants/desktopBundle';
import { inspect } from './assistants/inspector';
import { askByOlderClients } from './assistants/olderClients';
import { stopAll } from './host/processes';

const CONFORMANCE = '0.2.0-alpha.12';
const INSPECTOR = '2.12.0';
const MCPB = '2.1.2';
/** The version inside n8n, and the last one there is. */
const OLDER_CLIENTS = ['1.26.0', '1.32.2'];

/**
 * The built MCP server with the clients that others wrote: the Inspector, the conformance suite, the
 * first SDK. Everything is asked on this machine; what has to be installed is kept.
 *   npm run e2e:assistants
 */
async function assistants(checks: Checks): Promise<void> {
	const tools = await checks.step(
		'Inspector, conformance suite and older clients are there',
		install,
	);
	await checks.step('The server is built', () => npm(['run', 'build'], ROOT));
	const home = mkdtempSync(path.join(tmpdir(), 'mcp-e2e-'));
	try {
		await inspect(checks, { script: tools.inspector, home });
		await askByOlderClients(checks, tools.clients);
		await bundleChecks(checks, { script: tools.mcpb, home });
		await conform(checks, { ...tools.conformance, home });
	} finally {
		await stopAll();
		rmSync(home, { recursive: true, force: true });
	}
}

async function install() {
	const inspector = await installed({
		name: `inspector-${INSPECTOR}`,
		packages: [`@modelcontextprotocol/inspector@${INSPECTOR}`],
	});
	// The suite does not start on Node 20. Node's own install script puts its binary in place.
	const conformance = await installed({
		name: `conformance-${CONFORMANCE}`,
		packages: ['node@22', `@modelcontextprotocol/conformance@${CONFORMANCE}`],
		scripts: true,
	});
	const mcpb = await installed({
		name: `mcpb-${MCPB}`,
		packages: [`@anthropic-ai/mcpb@${MCPB}`],
	});
	const clients: { version: string; folder: string }[] = [];
	for (const version of OLDER_CLIENTS) {
		const packages = [`@modelcontextprotocol/sdk@${version}`];
		clients.push({ version, folder: await installed({ name: `mcp-sdk-${version}`, packages }) });
	}
	const inModules = (folder: string, file: string) => path.join(folder, 'node_modules', file);
	return {
		inspector: inModules(inspector, '.bin/mcp-inspector'),
		conformance: {
			node: inModules(conformance, 'node/bin/node'),
			script: inModules(conformance, '@modelcontextprotocol/conformance/dist/index.js'),
		},
		mcpb: inModules(mcpb, '.bin/mcpb'),
		clients,
	};
}

const checks = new Checks();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		checks.note(signal);
		void stopAll().then(() => process.exit(1));
	});
}

assistants(checks)
	.catch((error: unknown) => {
		if (!(error instanceof RunEnded)) checks.note(error);
	})
	.finally(() => process.exit(checks.close() ? 0 : 1));
