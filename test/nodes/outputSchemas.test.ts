import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeExecutionData, INodePropertyOptions } from 'n8n-workflow';
import { outputSchema } from '../n8n/outputSchema';
import { ROOT } from '../packed';
import { renewal } from '../zoho/log/story';
import { nodeInEngine } from './nodeInEngine';
import {
	byId,
	createExport,
	downloadExport,
	getAuditLog,
	getDeletedRecords,
	getExport,
	getRecordHistory,
	listExports,
} from './parameters';

const n8n = nodeInEngine();
const { items, finishedExport } = n8n;

/** Where n8n's editor looks for the node's version 1. */
const FOLDER = path.join(ROOT, 'nodes/ZohoCrmAuditLog/__schema__/v1.0.0');

const weekAgo = () => new Date(Date.now() - 7 * 86_400_000).toISOString();
const filters = { actions: ['deleted'], modules: ['Leads'] };

/** Runs that return every field an operation has. */
const RUNS: Readonly<Record<string, () => Promise<INodeExecutionData[]>>> = {
	async 'auditLog/getAuditLog'() {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const from = async (source: string): Promise<INodeExecutionData[]> =>
			await items({ ...getAuditLog, options: { source }, returnAll: true });
		return [...(await from('endpoint')), ...(await from('export'))];
	},
	async 'auditLog/getDeletedRecords'() {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		return await items({ ...getDeletedRecords, show: 'all', returnAll: true });
	},
	async 'auditLog/getRecordHistory'() {
		const recordId = n8n.zoho.log.find(({ record }) => record?.name === renewal)?.record?.id ?? '';
		return await items({ ...getRecordHistory, module: 'Deals', recordId });
	},
	'export/createExport': async () => await items({ ...createExport, period: 'last7Days', filters }),
	async 'export/downloadExport'() {
		// With columns that not every export has.
		n8n.zoho.switches.csvColumns = 'guessed';
		return await items({ ...downloadExport, exportId: byId(await finishedExport()) });
	},
	'export/getExport': async () =>
		await items({
			...getExport,
			exportId: byId(await finishedExport({ ...filters, from: weekAgo() })),
		}),
	async 'export/listExports'() {
		await finishedExport({ ...filters, from: weekAgo() });
		return await items(listExports);
	},
};

test('every operation has a preview of its output, and nothing else does', () => {
	const { properties } = n8n.description;
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			(options as INodePropertyOptions[]).map(
				({ value }) => `${String(displayOptions?.show?.['resource']?.[0])}/${String(value)}`,
			),
		);
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
	const previews = files.filter((file) => file.endsWith('.json'));
	expect(previews.map((file) => file.replace(/\.json$/, '')).sort()).toEqual(operations.sort());
	expect(Object.keys(RUNS).sort()).toEqual(operations.sort());
});

beforeEach(() => {
	// Otherwise the field is null in every job.
	n8n.zoho.switches.expiryDays = 30;
});

/** `WRITE_SCHEMAS=1 npx jest test/nodes/outputSchemas` writes them again. */
test.each(Object.entries(RUNS))('the preview of %s is what it returns', async (name, run) => {
	const result = await run();
	const schema = { ...outputSchema(result.map(({ json }) => json)), version: 1 };
	const file = path.join(FOLDER, `${name}.json`);
	if (process.env['WRITE_SCHEMAS']) {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, `${JSON.stringify(schema, null, '\t')}\n`);
	}
	expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
});
