import { McpServer, type McpServerFactory } from '@modelcontextprotocol/server';
import { disclosureOf } from '../config/disclosure';
import type { App } from '../questions/app';
import { ICON } from './icon';
import { instructions } from './instructions';
import { registerPrompts } from './prompts';
import { FIXED, registerExportFiles, registerGuide } from './resources';
import { offered, registerTool } from './tools';
import { isDrawn, linkView, registerView, showsViews } from './view';
import { hasSaid, type OneHost } from './viewSession';

/**
 * Makes a server for a connection: cheap and made often, because all lasting state is in the app.
 * Which SDK, and why: docs/decisions/mcp-sdk.md
 */
export function createFactory(app: App, host?: OneHost): McpServerFactory {
	return ({ requestInfo }) => {
		const server = new McpServer(
			{
				name: 'zoho-crm-audit-log',
				title: app.config.isDemo ? 'Zoho CRM Audit Log (demo data)' : 'Zoho CRM Audit Log',
				version: app.version,
				icons: [ICON],
			},
			{
				instructions: instructions(app),
				capabilities: {
					tools: { listChanged: false },
					resources: { listChanged: false },
					prompts: { listChanged: false },
				},
				cacheHints: {
					'tools/list': FIXED,
					'prompts/list': FIXED,
					'resources/templates/list': FIXED,
				},
			},
		);
		const tools = offered(app);
		const isShown = (): boolean =>
			hasSaid(requestInfo) || host?.shows() || showsViews(server.server.getClientCapabilities());
		for (const tool of tools) {
			const registered = registerTool(server, app, tool);
			if (app.view !== null) linkView(registered, tool.name, isShown);
		}
		registerGuide(server);
		if (app.view !== null && isDrawn(tools)) registerView(server, app.view, isShown, FIXED);
		if (disclosureOf(app.config).rows) registerExportFiles(server, app);
		registerPrompts(server, app);
		return server;
	};
}
