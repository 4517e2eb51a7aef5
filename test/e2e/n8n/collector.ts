import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { serve } from '../host/loopback';

/** A program at the end of a workflow: what n8n sends to it is what users would have received. */
export interface Collector {
	readonly url: string;
	/** Event ids sent to a path, in order and with repetitions. */
	received(path: string): readonly string[];
	/** Waits until a path has received so many different ids. */
	untilReceived(path: string, count: number, milliseconds: number): Promise<void>;
	/**
	 * Waits until a path has received each of these ids.
	 * @returns them as they came, with repetitions, and without the ids that were not asked about.
	 */
	untilAllReceived(
		path: string,
		ids: readonly string[],
		milliseconds: number,
	): Promise<readonly string[]>;
	/** Accepts nothing until the returned function is called; callers gone by then have sent nothing. */
	hold(): () => void;
	close(): Promise<void>;
}

export async function openCollector(): Promise<Collector> {
	let held: Promise<void> | undefined;
	const byPath = new Map<string, string[]>();
	const received = (path: string): string[] => byPath.get(path) ?? [];
	const server = await serve(async (request, body, response) => {
		await held;
		if (response.destroyed) return;
		const { event_id } = JSON.parse(body.toString()) as { event_id: string[] };
		const path = request.url ?? '';
		// Not by spreading: a list of ten thousand would be ten thousand arguments.
		byPath.set(path, received(path).concat(event_id));
		response.setHeader('content-type', 'application/json').end('{}');
	});
	return {
		...server,
		received,
		async untilReceived(path, count, milliseconds) {
			const end = Date.now() + milliseconds;
			const size = (): number => new Set(received(path)).size;
			while (size() < count) {
				if (Date.now() > end) throw new Error(`${size()} of ${count} ids were received in time`);
				await sleep(200);
			}
		},
		async untilAllReceived(path, ids, milliseconds) {
			const end = Date.now() + milliseconds;
			const missing = (): number => ids.filter((id) => !received(path).includes(id)).length;
			while (missing() > 0) {
				if (Date.now() > end) throw new Error(`${missing()} of ${ids.length} ids never came`);
				await sleep(200);
			}
			return received(path).filter((id) => ids.includes(id));
		},
		hold() {
			let release = (): void => undefined;
			held = new Promise((resolve) => (release = resolve));
			return release;
		},
	};
}

/** Two nodes for the end of a workflow: all event ids in one list, and the request that sends it. */
export function collectorNodes({ url }: Collector, path: string): readonly [INode, INode] {
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
			id: 'send',
			name: 'Send',
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
