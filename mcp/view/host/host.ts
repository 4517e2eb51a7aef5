import { type Port, Refusal, Rpc } from './rpc';
import { type Fields, fieldsOf } from '../values';

/** What the host sends the page. */
export interface HostEvents {
	/** The tool was called with these arguments. */
	input(args: Fields): void;
	/** It answered. */
	result(result: unknown): void;
	cancelled(): void;
	/** Everything that is known of where the page is shown. */
	context(context: Fields): void;
	/** The page will be removed. */
	teardown(): void;
}

/** What a page may ask of a host, if it offers it. */
export type Offer = 'serverTools' | 'message' | 'openLinks';

const PROTOCOL_VERSION = '2026-01-26';
const HANDSHAKE_MS = 60_000;
/** A tool answers within a minute, or says that it prepares. */
const CALL_MS = 120_000;

/**
 * The host of this page, by the protocol of MCP Apps.
 * https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
 * Why it is spoken by hand: docs/decisions/view.md
 */
export class Host {
	private readonly rpc: Rpc;
	private capabilities: Fields = {};
	private context: Fields = {};

	constructor(
		port: Port,
		private readonly events: HostEvents,
	) {
		this.rpc = new Rpc(port, {
			request: (method) => this.onRequest(method),
			notification: (method, params) => this.onNotification(method, params),
		});
	}

	/** @throws Refusal when there is no host, or it refuses. */
	async connect(version: string): Promise<void> {
		const answer = fieldsOf(
			await this.rpc.request(
				'ui/initialize',
				{
					protocolVersion: PROTOCOL_VERSION,
					appInfo: { name: 'zoho-crm-audit-log', version },
					appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
				},
				HANDSHAKE_MS,
			),
		);
		this.capabilities = fieldsOf(answer['hostCapabilities']);
		this.changeContext(fieldsOf(answer['hostContext']));
		this.rpc.notify('ui/notifications/initialized', {});
	}

	can(offer: Offer): boolean {
		return this.capabilities[offer] !== undefined;
	}

	/** The name of the tool whose answer is shown; null when the host does not say. */
	get tool(): string | null {
		const { name } = fieldsOf(fieldsOf(this.context['toolInfo'])['tool']);
		return typeof name === 'string' ? name : null;
	}

	/** @throws Refusal */
	async callTool(name: string, args: object): Promise<unknown> {
		return await this.rpc.request('tools/call', { name, arguments: args }, CALL_MS);
	}

	/** Writes into the chat, in the name of the person. @throws Refusal */
	async say(text: string): Promise<void> {
		const content = [{ type: 'text', text }];
		await this.perform('ui/message', { role: 'user', content }, 'take the question');
	}

	/** @throws Refusal */
	async open(url: string): Promise<void> {
		await this.perform('ui/open-link', { url }, 'open the record');
	}

	/** Hosts also decline with a result. */
	private async perform(method: string, params: object, what: string): Promise<void> {
		const { isError } = fieldsOf(await this.rpc.request(method, params, CALL_MS));
		if (isError === true) throw new Refusal(`The host did not ${what}.`);
	}

	resize(height: number): void {
		this.rpc.notify('ui/notifications/size-changed', { height });
	}

	private onRequest(method: string): object | undefined {
		if (method === 'ping') return {};
		if (method !== 'ui/resource-teardown') return undefined;
		this.events.teardown();
		this.rpc.close();
		return {};
	}

	private onNotification(method: string, params: Fields): void {
		switch (method) {
			case 'ui/notifications/tool-input':
				return this.events.input(fieldsOf(params['arguments']));
			case 'ui/notifications/tool-result':
				return this.events.result(params);
			case 'ui/notifications/tool-cancelled':
				return this.events.cancelled();
			case 'ui/notifications/host-context-changed':
				return this.changeContext(params);
		}
	}

	private changeContext(changed: Fields): void {
		this.context = { ...this.context, ...changed };
		this.events.context(this.context);
	}
}
