import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../packed';
import { checkConformance } from './assistants/checkConformance';
import { checkDesktopBundle } from './assistants/checkDesktopBundle';
import { checkInspector } from './assistants/checkInspector';
import { checkOlderClients } from './assistants/checkOlderClients';
import { checkView } from './assistants/checkView';
import { installCached, npm } from './host/cache';
import type { Checks } from './host/checks';
import { cleanups, runChecks } from './host/runChecks';

const CONFORMANCE = '0.2.0-alpha.12';
const INSPECTOR = '2.12.0';
const MCPB = '2.1.2';
/** The version inside n8n, and the latest one. */
const OLDER_CLIENTS = ['1.26.0', '1.32.2'];

/**
 * The built MCP server with third-party clients: the Inspector, also as a host of the view, the conformance suite,
 * the first SDK.
 * Everything runs on this machine; installs are cached.
 *   npm run e2e:assistants
 */
async function assistants(checks: Checks): Promise<void> {
	const tools = await checks.step(
		'Inspector, conformance suite and older clients are installed',
		install,
	);
	await checks.step('The server is built', () => npm(['run', 'build'], ROOT));
	const home = mkdtempSync(path.join(tmpdir(), 'mcp-e2e-'));
	cleanups.push(() => rmSync(home, { recursive: true, force: true }));
	await checkInspector(checks, { script: tools.inspector, home });
	await checkView(checks, { node: tools.conformance.node, script: tools.inspector, home });
	await checkOlderClients(checks, tools.clients);
	await checkDesktopBundle(checks, { script: tools.mcpb, home });
	await checkConformance(checks, { ...tools.conformance, home });
}

async function install() {
	const inspector = await installCached({
		name: `inspector-${INSPECTOR}`,
		packages: [`@modelcontextprotocol/inspector@${INSPECTOR}`],
	});
	// The suite does not start on Node 20. Node's own install script puts its binary in place.
	const conformance = await installCached({
		name: `conformance-${CONFORMANCE}`,
		packages: ['node@22', `@modelcontextprotocol/conformance@${CONFORMANCE}`],
		scripts: true,
	});
	const mcpb = await installCached({
		name: `mcpb-${MCPB}`,
		packages: [`@anthropic-ai/mcpb@${MCPB}`],
	});
	const clients: { version: string; folder: string }[] = [];
	for (const version of OLDER_CLIENTS) {
		const packages = [`@modelcontextprotocol/sdk@${version}`];
		clients.push({
			version,
			folder: await installCached({ name: `mcp-sdk-${version}`, packages }),
		});
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

runChecks(assistants);
