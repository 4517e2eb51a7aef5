import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { folded } from '../../shared/folded';
import { clientFor } from './client';
import { nodeError } from './errors';

/** Five requests: someone waits for the list. */
const NEWEST = 1_000;

/**
 * The records of the chosen module that the newest entries of the log name, deleted ones included. Zoho's own
 * search takes another scope, and knows no deleted records.
 */
export async function searchRecords(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await clientFor(this);
		const chosen = this.getCurrentNodeParameter('module', { extractValue: true });
		const modules = await client.names.modules({});
		const name = String(chosen ?? '').trim();
		const module = modules.find(name)?.apiName ?? name;
		const answer = await client.getAuditLog(
			{},
			{ source: 'endpoint', limit: NEWEST, waitSeconds: 0, withRaw: false },
		);
		const found = new Map<string, { name: string; value: string; url?: string }>();
		if (answer.state === 'preparing') return { results: [] };
		const part = folded(filter ?? '');
		let read = 0;
		for await (const entries of answer) {
			for (const { record, record_url: url, ...entry } of entries) {
				if (!record?.id || entry.module !== module || found.has(record.id)) continue;
				const label = record.name ?? record.id;
				if (!folded(`${label}\n${record.id}`).includes(part)) continue;
				found.set(record.id, { name: label, value: record.id, ...(url ? { url } : {}) });
			}
			read += entries.length;
			if (read >= NEWEST) break;
		}
		return { results: [...found.values()] };
	} catch (error) {
		throw nodeError(this.getNode(), error);
	}
}
