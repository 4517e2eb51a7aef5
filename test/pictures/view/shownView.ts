import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { build } from 'esbuild';
import type { Browser, Page } from '../../e2e/editor/playwright';
import { ROOT } from '../../packed';

const URI = 'ui://zoho-crm-audit-log/view.html';
const SHOWS_VIEWS = {
	extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
};

/** A client of the built server with --demo, of a host that shows views. */
export async function demoClient(now: string): Promise<Client> {
	const client = new Client({ name: 'pictures', version: '1' }, { capabilities: SHOWS_VIEWS });
	const args = [path.join(ROOT, 'dist/mcp/cli.js'), '--demo'];
	const env = { ZOHO_AUDIT_NOW: now };
	await client.connect(new StdioClientTransport({ command: process.execPath, args, env }));
	return client;
}

export async function viewOf(client: Client): Promise<string> {
	const { contents } = await client.readResource({ uri: URI });
	const [content] = contents;
	return content && 'text' in content ? content.text : '';
}

export interface ShownOptions {
	readonly html: string;
	readonly width: number;
	readonly scheme?: 'light' | 'dark';
	/** What the host says; without it, the view follows the browser. */
	readonly theme?: 'light' | 'dark';
	readonly mayAsk?: boolean;
	readonly callTool: (name: string, args: Record<string, unknown>) => Promise<unknown>;
}

export interface ShownView {
	readonly page: Page;
	/** Whatever the page asked for on the network, said in the console or threw. */
	readonly noise: string[];
	/** Messages for the chat. */
	readonly said: string[];
	answered(args: object, result: unknown): Promise<void>;
	close(): Promise<void>;
}

/** The view in a host that is made of ext-apps' own bridge, in a browser. */
export async function shownView(browser: Browser, options: ShownOptions): Promise<ShownView> {
	const { html, width, scheme = 'light', theme, mayAsk = true, callTool } = options;
	const context = await browser.newContext({
		viewport: { width, height: 1180 },
		colorScheme: scheme,
	});
	const page = await context.newPage();
	page.setDefaultTimeout(30_000);
	const [noise, said]: [string[], string[]] = [[], []];
	page.on('request', (request) => noise.push(`request ${request.url()}`));
	page.on('console', (message) => {
		// What the bridge says of each message.
		if (!/^(Parsed|Sending) message /.test(message.text())) noise.push(`console ${message.text()}`);
	});
	page.on('pageerror', (error) => noise.push(`error ${String(error)}`));
	page.on('dialog', (dialog) => {
		noise.push('dialog');
		void dialog.dismiss();
	});
	await page.setContent(
		`<!doctype html><meta charset="utf-8"><style>body{margin:0;background:${scheme === 'dark' ? '#1c1f24' : '#fff'}}iframe{display:block;width:100%;height:300px;border:0}</style>`,
	);
	await page.exposeFunction('callTool', callTool);
	await page.exposeFunction('said', (text: string) => said.push(text));
	await page.addScriptTag({ content: await hostScript() });
	const own = JSON.stringify({ mayAsk, ...(theme && { theme }) });
	await page.evaluate(`showView(${JSON.stringify(html)}, ${own})`);
	return {
		page,
		noise,
		said,
		answered: async (args, result) =>
			await page.evaluate(`answered(${JSON.stringify(args)}, ${JSON.stringify(result)})`),
		close: async () => await context.close(),
	};
}

async function hostScript(): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [path.join(__dirname, 'host.mjs')],
		bundle: true,
		write: false,
		nodePaths: [path.join(ROOT, 'mcp/node_modules')],
		platform: 'browser',
		format: 'iife',
	});
	return outputFiles[0]?.text ?? '';
}
