import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { hintsOf, itemsOf } from '../n8n/engine';
import { NODE } from '../n8n/workflow';
import { byId, downloadExport, getAuditLog, nodeInEngine } from './nodeInEngine';

const DAY = 24 * 3_600_000;

const house = nodeInEngine();

async function manifestOn(item: INodeExecutionData | undefined): Promise<IDataObject> {
	const { id = '' } = item?.binary?.['manifest'] ?? {};
	return JSON.parse((await house.engine.binary(id)).toString()) as IDataObject;
}

describe('Add Manifest', () => {
	test('puts what proves the file beside the file', async () => {
		const exportId = byId(await house.finishedExport());
		const [item, ...more] = await house.items({
			...downloadExport,
			exportId,
			output: 'file',
			manifest: true,
		});
		expect(more).toEqual([]);
		const file = await house.engine.binary(item?.binary?.['data']?.id ?? '');
		const manifest = await manifestOn(item);
		const sha256 = createHash('sha256').update(file).digest('hex');
		expect(manifest).toMatchObject({
			rows: house.zoho.log.length,
			complete: true,
			exports: [{ files: [{ size: file.length, sha256 }] }],
		});
	});

	test('comes alone where a day has no entries', async () => {
		const midnight = Math.floor(Date.now() / DAY) * DAY;
		const [from, to] = [170, 169].map((ago) => new Date(midnight - ago * DAY).toISOString());
		const exportId = byId(await house.finishedExport({ from, to } as INodeParameters));
		const parameters = { ...downloadExport, exportId, output: 'file', manifest: true };
		const [item, ...more] = await house.items(parameters);
		expect(more).toEqual([]);
		expect(Object.keys(item?.binary ?? {})).toEqual(['manifest']);
		expect(await manifestOn(item)).toMatchObject({ rows: 0, complete: true });
		// Links that are not there are waited for, because they may be late.
	}, 30_000);

	test('puts it on the first item alone, and leaves the items as they are', async () => {
		const exportId = byId(await house.finishedExport());
		const parameters = { ...downloadExport, exportId, returnAll: false, limit: 5 };
		const plain = await house.items(parameters);
		const items = await house.items({ ...parameters, manifest: true });
		expect(items.map(({ json }) => json)).toEqual(plain.map(({ json }) => json));
		expect(items.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([
			['manifest'],
			[],
			[],
			[],
			[],
		]);
		expect(await manifestOn(items[0])).toMatchObject({ rows: house.zoho.log.length });
	});

	test('comes with Get Audit Log from exports, and alone when there is no entry', async () => {
		const parameters = { ...getAuditLog, source: 'export', manifest: true };
		const [first] = await house.items({ ...parameters, limit: 3 });
		expect(await manifestOn(first)).toMatchObject({ rows: house.zoho.log.length });
		const filters = { text: 'nothing says this' };
		const alone = await house.items({ ...parameters, filters });
		expect(alone.map(({ json }) => json)).toEqual([{}]);
		expect(await manifestOn(alone[0])).toMatchObject({ filter: filters, complete: true });
	});

	test('says why there is none for the endpoint', async () => {
		house.start({ switches: { settingsAuditLog: 'audit_log' } });
		const run = await house.run({ ...getAuditLog, source: 'automatic', limit: 1, manifest: true });
		expect(itemsOf(run, NODE)[0]?.binary).toBeUndefined();
		expect(hintsOf(run, NODE).join()).toContain('Choose Export as the source');
	});
});
