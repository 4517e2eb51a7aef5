import type { ClientCapabilities, McpServer, RegisteredTool } from '@modelcontextprotocol/server';
import type { ToolName } from '../config/toolNames';

const URI = 'ui://zoho-crm-audit-log/view.html';
const MIME_TYPE = 'text/html;profile=mcp-app';
const EXTENSION = 'io.modelcontextprotocol/ui';

/** The tools whose answers the page draws. */
const SHOWN: readonly ToolName[] = ['get_audit_log', 'summarize_audit_log', 'review_audit_log'];

/** The page asks nothing of any host on the network, and says so. */
const RESOURCE_META = {
	ui: {
		csp: { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] },
		prefersBorder: true,
	},
};

/**
 * Whether a host shows pages of MCP Apps.
 * https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
 */
export function showsViews(capabilities: ClientCapabilities | undefined): boolean {
	const settings = capabilities?.extensions?.[EXTENSION] as { mimeTypes?: unknown } | undefined;
	const types = settings?.mimeTypes;
	return Array.isArray(types) && types.includes(MIME_TYPE);
}

/**
 * Links a tool with the page, for hosts that show it: every other host gets the same list of tools as
 * without it. What a host shows comes with its requests, so it is asked for each list. The page may call the
 * tools that it draws and no other.
 */
export function linkView(tool: RegisteredTool, name: ToolName, isShown: () => boolean): void {
	const ui = SHOWN.includes(name)
		? { resourceUri: URI, visibility: ['model', 'app'] }
		: { visibility: ['model'] };
	Object.defineProperty(tool, '_meta', { get: () => (isShown() ? { ui } : undefined) });
}

/** The page as a resource: there for hosts that show it, and for no other. */
export function registerView(
	server: McpServer,
	html: string,
	isShown: () => boolean,
	cacheHint: { readonly ttlMs: number; readonly cacheScope: 'private' },
): void {
	const about = {
		title: 'View of the audit log',
		description: 'Draws what the tools answer: a timeline, a heat map and lists to choose from.',
		mimeType: MIME_TYPE,
		_meta: RESOURCE_META,
	};
	const resource = server.registerResource('view', URI, { ...about, cacheHint }, () => ({
		contents: [{ uri: URI, mimeType: MIME_TYPE, text: html, _meta: RESOURCE_META }],
	}));
	Object.defineProperty(resource, 'enabled', { get: isShown });
}

/** Whether any tool is offered that the page draws. */
export function isDrawn(tools: readonly { readonly name: ToolName }[]): boolean {
	return tools.some(({ name }) => SHOWN.includes(name));
}
