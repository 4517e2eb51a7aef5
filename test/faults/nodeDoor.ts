import type { IDataObject, INodeParameters, IRun } from 'n8n-workflow';
import { type Engine, errorOf, hintsOf, itemsOf } from '../n8n/engine';
import type { Credentials } from '../n8n/engineCredentials';
import { auditLogWorkflow, connected, NODE } from '../n8n/workflow';
import {
	asked,
	byId,
	byLink,
	createExport,
	downloadExport,
	getAuditLog,
	getDeletedRecords,
	getExport,
	listExports,
} from '../nodes/parameters';
import type { Zoho } from '../zoho/zoho';
import { type Asking, asText, type Door, type Said } from './door';
import { watchConnections } from './outside.cjs';

export interface NodeDoor extends Door {
	/** Runs the node with these parameters on these input items. */
	run(parameters: INodeParameters, items?: readonly object[]): Promise<Said>;
	downloadLink(link: string): Promise<Said>;
	/** The same door with a changed credential. */
	over(credential: Record<string, unknown>): NodeDoor;
}

/** The packed node in n8n's engine, its credential pointing at an emulated Zoho. */
export function nodeDoor(
	engine: Engine,
	credentials: Credentials,
	zoho: Zoho,
	{ source, waitSeconds }: Asking,
): NodeDoor {
	const { accounts, api, files } = zoho.origins;
	const hosts = { accountsUrl: accounts, apiUrl: api, filesUrl: files };
	Object.assign(credentials, connected(zoho, { dataCenter: 'custom', ...hosts }));
	const saved = credentials['zoho'];
	const seen: string[] = [];
	const stop = watchConnections((target: string) => void seen.push(target));
	const run = async (parameters: INodeParameters, items: readonly object[] = [{}]) => {
		const { options, ...others } = parameters as { options?: INodeParameters };
		const all = {
			output: 'allFields',
			...others,
			options: { waitSeconds, reuseMinutes: 0, ...options },
		};
		const file = auditLogWorkflow(all, { items });
		return await saidIn(await engine.execute(file), engine);
	};
	const door: NodeDoor = {
		name: 'node',
		run,
		getAuditLog: async (filters = {}) =>
			await run({
				...getAuditLog,
				...asked(filters),
				returnAll: true,
				options: { source, manifest: true },
			}),
		listDeletedRecords: async () =>
			await run({ ...getDeletedRecords, returnAll: true, options: { source } }),
		createExport: async (filters = {}) => await run({ ...createExport, ...asked(filters) }),
		listExports: async () => await run({ ...listExports, returnAll: true }),
		getExport: async (id) => await run({ ...getExport, exportId: byId(id) }),
		downloadExport: async (id) =>
			await run({ ...downloadExport, exportId: byId(id), options: { manifest: true } }),
		downloadLink: async (link) => await run({ ...downloadExport, exportId: byLink(link) }),
		async downloadCancelled(id, signal) {
			const parameters = { ...downloadExport, exportId: byId(id) };
			return await saidIn(await engine.execute(auditLogWorkflow(parameters), signal), engine);
		},
		async getExports(ids) {
			const exportId = { ...byId(''), value: '={{ $json.id }}' };
			const items = ids.map((id) => ({ id }));
			return [await run({ ...getExport, exportId }, items)];
		},
		over(credential) {
			if (saved) Object.assign(saved.data, credential);
			return door;
		},
		connections: () => seen,
		close: async () => stop(),
	};
	return door;
}

async function saidIn(run: IRun, engine: Engine): Promise<Said> {
	const error = errorOf(run);
	const items = itemsOf(run, NODE);
	const [first] = items;
	const { id } = first?.binary?.['manifest'] ?? {};
	const isAlone = id !== undefined && Object.keys(first?.json ?? {}).length === 0;
	const entries = isAlone ? [] : items.map(({ json }) => json);
	return {
		error: error ? `${String(error['message'])} ${String(error['description'] ?? '')}` : null,
		notes: hintsOf(run, NODE),
		total: entries.length,
		entries,
		text: asText(withoutCredentials(run)),
		manifest: id ? (JSON.parse((await engine.binary(id)).toString()) as IDataObject) : null,
	};
}

/** What n8n saves and shows of a run. */
function withoutCredentials(run: IRun): unknown {
	return run.data.resultData;
}
