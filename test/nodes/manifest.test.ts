import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { hintsOf, itemsOf } from '../n8n/engine';
import { NODE } from '../n8n/workflow';
import { nodeInEngine } from './nodeInEngine';
import { byId, downloadExport, getAuditLog } from './parameters';

const DAY = 24 * 3_600_000;

const n8n = nodeInEngine();

async function manifestOn(item: INodeExecutionData | undefined): Promise<IDataObject> {
	const { id = '' } = item?.binary?.['manifest'] ?? {};
	return JSON.parse((await n8n.engine.binary(id)).toString()) as IDataObject;
}

describe('Add Manifest', () => {
	test('adds the manifest next to the file', async () => {
		const exportId = byId(await n8n.finishedExport());
		const [item, ...more] = await n8n.items({
			...downloadExport,
			exportId,
			returnAs: 'file',
			options: { manifest: true },
		});
		expect(more).toEqual([]);
		const file = await n8n.engine.binary(item?.binary?.['data']?.id ?? '');
		const manifest = await manifestOn(item);
		const sha256 = createHash('sha256').update(file).digest('hex');
		expect(manifest).toMatchObject({
			rows: n8n.zoho.log.length,
			complete: true,
			exports: [{ files: [{ size: file.length, sha256 }] }],
		});
	});

	test('returns the manifest alone for a day without entries', async () => {
		const midnight = Math.floor(Date.now() / DAY) * DAY;
		const [from, to] = [170, 169].map((ago) => new Date(midnight - ago * DAY).toISOString());
		const exportId = byId(await n8n.finishedExport({ from, to } as INodeParameters));
		const parameters = {
			...downloadExport,
			exportId,
			returnAs: 'file',
			options: { manifest: true },
		};
		const [item, ...more] = await n8n.items(parameters);
		expect(more).toEqual([]);
		expect(Object.keys(item?.binary ?? {})).toEqual(['manifest']);
		expect(await manifestOn(item)).toMatchObject({ rows: 0, complete: true });
		// Missing links are waited for, because they may be late.
	}, 30_000);

	test('adds it to the first item only, and does not change the items', async () => {
		const exportId = byId(await n8n.finishedExport());
		const parameters = { ...downloadExport, exportId, returnAll: false, limit: 5 };
		const plain = await n8n.items(parameters);
		const items = await n8n.items({ ...parameters, options: { manifest: true } });
		expect(items.map(({ json }) => json)).toEqual(plain.map(({ json }) => json));
		expect(items.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([
			['manifest'],
			[],
			[],
			[],
			[],
		]);
		expect(await manifestOn(items[0])).toMatchObject({ rows: n8n.zoho.log.length });
	});

	test('works with Get Audit Log from exports, and returns it alone if there is no entry', async () => {
		const parameters = { ...getAuditLog, options: { source: 'export', manifest: true } };
		const [first] = await n8n.items({ ...parameters, limit: 3 });
		expect(await manifestOn(first)).toMatchObject({ rows: n8n.zoho.log.length });
		const filters = { text: 'nothing says this' };
		const alone = await n8n.items({ ...parameters, filters });
		expect(alone.map(({ json }) => json)).toEqual([{}]);
		expect(await manifestOn(alone[0])).toMatchObject({ filter: filters, complete: true });
	});

	test('says why the endpoint has none', async () => {
		n8n.start({ switches: { settingsAuditLog: 'audit_log' } });
		const run = await n8n.run({ ...getAuditLog, limit: 1, options: { manifest: true } });
		expect(itemsOf(run, NODE)[0]?.binary).toBeUndefined();
		expect(hintsOf(run, NODE).join()).toContain('Choose Export as the source');
	});
});
