// cspell:ignore oncalltool onopenlink oninitialized
import { createRequire } from 'node:module';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { Session } from '../session';
import { until } from '../bundle';
import { bridgeAndDom, builtView } from './builtView';

const { AppBridge, Window } = createRequire(__filename)(bridgeAndDom()) as {
	AppBridge: new (
		client: null,
		info: object,
		capabilities: object,
		options: { hostContext: object },
	) => Bridge;
	Window: new (options: object) => Page;
};

type Args = Record<string, unknown>;

/** What of ext-apps' bridge is used here. */
interface Bridge {
	connect(transport: Transport): Promise<void>;
	sendToolInput(params: object): Promise<void>;
	sendToolResult(params: object): Promise<void>;
	sendToolCancelled(params: object): Promise<void>;
	sendHostContextChange(params: object): Promise<void>;
	teardownResource(params: object): Promise<object>;
	getAppVersion(): { name: string; version: string } | undefined;
	oncalltool: (params: { name: string; arguments?: Args }) => Promise<unknown>;
	onmessage: (params: object) => Promise<object>;
	onopenlink: (params: { url: string }) => Promise<object>;
	oninitialized: () => void;
}

/** What of the page is looked at. */
export interface Page {
	readonly document: PageDocument;
	dispatchEvent(event: object): void;
	readonly MessageEvent: new (type: string, init: object) => object;
	readonly HTMLElement: { readonly prototype: object };
	readonly MouseEvent: new (type: string, init: object) => object;
	readonly KeyboardEvent: new (type: string, init: object) => object;
	readonly happyDOM: { close(): Promise<void> };
}

export interface PageElement {
	readonly textContent: string;
	readonly outerHTML: string;
	readonly innerHTML: string;
	readonly tagName: string;
	getAttribute(name: string): string | null;
	getAttributeNames(): string[];
	querySelector(selector: string): PageElement | null;
	querySelectorAll(selector: string): Iterable<PageElement>;
	focus(): void;
	dispatchEvent(event: object): void;
}

interface PageDocument extends PageElement {
	write(html: string): void;
	readonly documentElement: PageElement;
	readonly activeElement: PageElement;
	getElementById(id: string): PageElement | null;
}

export interface Shown {
	readonly page: Page;
	readonly bridge: Bridge;
	/** What the page asked of tools. */
	readonly calls: { readonly name: string; readonly args: Args }[];
	/** Messages for the chat, and addresses to open. */
	readonly said: string[];
	readonly sent: JSONRPCMessage[];
	text(id: 'head' | 'status' | 'problem' | 'pictures' | 'list' | 'notes'): string;
	/** Rows of the table with this caption. */
	rows(caption: string): string[][];
	/** The tool is called, and the page gets its answer, as in a chat. */
	ask(tool: string, args: Args): Promise<void>;
	click(selector: string): Promise<void>;
	press(selector: string, key: string): Promise<void>;
	/** Nothing is asked any more. */
	settled(): Promise<void>;
	/** As any window could. */
	post(message: unknown, source?: object): void;
	close(): Promise<void>;
}

export interface ShownOptions {
	readonly capabilities?: object;
	readonly context?: object;
	readonly callTool?: (name: string, args: Args) => Promise<unknown>;
	/** Pixels of the frame. */
	readonly width?: number;
	/** What the host says before it answers anything. */
	readonly early?: readonly object[];
	/** The page as the host puts it into its own. */
	readonly wrapped?: (html: string) => string;
	/** What the host answers to a message for the chat, and to a page to open. */
	readonly answered?: object;
}

const ALL = { serverTools: {}, message: { text: {} }, openLinks: {} };

/** The page in a DOM, in a host that is ext-apps' own bridge, in front of a server. */
export async function shown(it: Session | null, options: ShownOptions = {}): Promise<Shown> {
	const { capabilities = ALL, context = {}, early = [], answered = {} } = options;
	const { wrapped = (html: string) => html } = options;
	const call =
		options.callTool ??
		(async (name: string, args: Args) => await it?.client.callTool({ name, arguments: args }));
	const calls: Shown['calls'] = [];
	const [said, sent]: [string[], JSONRPCMessage[]] = [[], []];
	let [running, isReady] = [0, false];
	const page = new Window({
		settings: {
			enableJavaScriptEvaluation: true,
			suppressInsecureJavaScriptEnvironmentWarning: true,
		},
	});
	if (options.width !== undefined) {
		const value = { value: options.width, configurable: true };
		Object.defineProperty(page.HTMLElement.prototype, 'clientWidth', value);
	}
	const bridge = new AppBridge(null, { name: 'test', version: '1' }, capabilities, {
		hostContext: context,
	});
	bridge.oninitialized = () => (isReady = true);
	bridge.oncalltool = async ({ name, arguments: args = {} }) => {
		calls.push({ name, args });
		running++;
		try {
			return await call(name, args);
		} finally {
			running--;
		}
	};
	bridge.onmessage = async (params) => (said.push(JSON.stringify(params)), answered);
	bridge.onopenlink = async ({ url }) => (said.push(url), answered);
	const parent = { postMessage: (message: JSONRPCMessage) => void receive(message) };
	const transport: Transport = {
		start: async () => undefined,
		close: async () => undefined,
		send: async (message) => post(JSON.parse(JSON.stringify(message))),
	};
	const receive = (message: JSONRPCMessage): void => {
		sent.push(message);
		setImmediate(() => transport.onmessage?.(JSON.parse(JSON.stringify(message))));
	};
	const post = (data: unknown, source: object = parent): void =>
		page.dispatchEvent(new page.MessageEvent('message', { data, source }));
	Object.defineProperty(page, 'parent', { value: parent });
	await bridge.connect(transport);
	page.document.write(wrapped(builtView()));
	for (const message of early) post({ jsonrpc: '2.0', ...message });
	await until(() => isReady);
	const settled = async (): Promise<void> => {
		let quiet = 0;
		await until(() => {
			quiet = running === 0 && !page.document.querySelector('[aria-busy="true"]') ? quiet + 1 : 0;
			return quiet > 3;
		});
	};
	const found = (selector: string): PageElement => {
		const element = page.document.querySelector(selector);
		if (!element) throw new Error(`There is no ${selector}`);
		return element;
	};
	return {
		...{ page, bridge, calls, said, sent, settled, post },
		text: (id) => page.document.getElementById(id)?.textContent ?? '',
		rows(caption) {
			const tables = [...page.document.querySelectorAll('table')];
			const table = tables.find((it) => it.querySelector('caption')?.textContent === caption);
			return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) =>
				[...row.querySelectorAll('th,td')].map((cell) => cell.textContent),
			);
		},
		async ask(tool, args) {
			await bridge.sendToolInput({ arguments: args });
			const result = (await call(tool, args)) as object;
			await bridge.sendToolResult(result);
			await settled();
		},
		async click(selector) {
			// What is drawn in a picture has no click() of its own.
			found(selector).dispatchEvent(new page.MouseEvent('click', { bubbles: true }));
			await settled();
		},
		async press(selector, key) {
			const event = new page.KeyboardEvent('keydown', { key, bubbles: true });
			found(selector).dispatchEvent(event);
			await settled();
		},
		async close() {
			await page.happyDOM.close();
		},
	};
}
