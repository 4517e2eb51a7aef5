import { type Fields, fieldsOf, textOf } from '../values';

/** Where messages go to, and come from: the window of the host and no other. */
export interface Port {
	post(message: object): void;
	/** @returns what ends it. */
	listen(heard: (message: unknown) => void): () => void;
}

/** Who hears what the host says by itself. */
export interface Heard {
	/** @returns the result; undefined for a method that there is not. */
	request(method: string): object | undefined;
	notification(method: string, params: Fields): void;
}

/** The host said no, or nothing. */
export class Refusal extends Error {}

const CLOSED = 'The host has closed this page.';
const NO_SUCH_METHOD = -32_601;
const MAX_MESSAGE = 300;

interface Waiting {
	resolve(result: unknown): void;
	reject(error: Refusal): void;
	readonly timer: ReturnType<typeof setTimeout>;
}

/** JSON-RPC 2.0 between this page and the host. Messages that are none of it are left alone. */
export class Rpc {
	private lastId = 0;
	private readonly waiting = new Map<unknown, Waiting>();
	private readonly stop: () => void;
	private isClosed = false;

	constructor(
		private readonly port: Port,
		private readonly heard: Heard,
	) {
		this.stop = port.listen((message) => this.receive(fieldsOf(message)));
	}

	/** @throws Refusal when the host refuses, does not answer in time, or has closed the page. */
	async request(method: string, params: object, milliseconds: number): Promise<unknown> {
		if (this.isClosed) throw new Refusal(CLOSED);
		const id = ++this.lastId;
		return await new Promise((resolve, reject) => {
			const late = () => this.settle(id)?.reject(new Refusal('The host did not answer in time.'));
			this.waiting.set(id, { resolve, reject, timer: setTimeout(late, milliseconds) });
			this.port.post({ jsonrpc: '2.0', id, method, params });
		});
	}

	notify(method: string, params: object): void {
		if (!this.isClosed) this.port.post({ jsonrpc: '2.0', method, params });
	}

	/** Hears and says nothing any more; what was asked is refused. */
	close(): void {
		this.isClosed = true;
		this.stop();
		for (const id of [...this.waiting.keys()]) this.settle(id)?.reject(new Refusal(CLOSED));
	}

	private receive(message: Fields): void {
		const { jsonrpc, id, method, params } = message;
		if (jsonrpc !== '2.0') return;
		if (typeof method !== 'string') return this.answered(message);
		if (id === undefined) return this.heard.notification(method, fieldsOf(params));
		const result = this.heard.request(method);
		this.port.post(
			result === undefined
				? { jsonrpc, id, error: { code: NO_SUCH_METHOD, message: 'Method not found' } }
				: { jsonrpc, id, result },
		);
	}

	private answered({ id, result, error }: Fields): void {
		const waiting = this.settle(id);
		if (!waiting) return;
		if (result !== undefined) return waiting.resolve(result);
		const text = textOf(fieldsOf(error)['message'])?.slice(0, MAX_MESSAGE);
		waiting.reject(new Refusal(text ?? 'The host refused.'));
	}

	private settle(id: unknown): Waiting | undefined {
		const waiting = this.waiting.get(id);
		this.waiting.delete(id);
		if (waiting) clearTimeout(waiting.timer);
		return waiting;
	}
}
