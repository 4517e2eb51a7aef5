import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';

/** A program behind a workflow: what n8n has told it is what people would have got. */
export interface Collector {
	readonly url: string;
	/** Event ids by the path they were told to, in order, repeated ones too. */
	told(path: string): readonly string[];
	/** Waits until so many different ids were told to a path. */
	until(path: string, count: number, milliseconds: number): Promise<void>;
	/** From now on takes nothing, until what it gives is called; who has gone by then has told nothing. */
	hold(): () => void;
	close(): Promise<void>;
}

export async function openCollector(): Promise<Collector> {
	let held: Promise<void> | undefined;
	const byPath = new Map<string, string[]>();
	const told = (path: string): string[] => byPath.get(path) ?? [];
	const server = createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8').on('data', (part: string) => (text += part));
		request.on('end', async () => {
			await held;
			if (response.destroyed) return;
			const { event_id } = JSON.parse(text) as { event_id: string[] };
			const path = request.url ?? '';
			// Not by spreading: a list of ten thousand is an argument each.
			byPath.set(path, told(path).concat(event_id));
			response.setHeader('content-type', 'application/json').end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		told,
		async until(path, count, milliseconds) {
			const end = Date.now() + milliseconds;
			while (new Set(told(path)).size < count) {
				if (Date.now() > end) {
					throw new Error(`${new Set(told(path)).size} ids of ${count} were told in time`);
				}
				await sleep(200);
			}
		},
		hold() {
			let release = (): void => undefined;
			held = new Promise((resolve) => (release = resolve));
			return release;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Two nodes at the end of a workflow: the ids of all entries in one list, and the program told of it. */
export function telling({ url }: Collector, path: string): readonly [INode, INode] {
	return [
		{
			id: 'aggregate',
			name: 'Ids',
			type: 'n8n-nodes-base.aggregate',
			typeVersion: 1,
			position: [520, 0],
			parameters: {
				fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'event_id' }] },
			},
		},
		{
			id: 'tell',
			name: 'Tell',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [780, 0],
			parameters: {
				method: 'POST',
				url: url + path,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ JSON.stringify({ event_id: $json.event_id }) }}',
			},
		},
	];
}
