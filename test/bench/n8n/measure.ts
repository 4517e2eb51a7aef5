import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { createEngine, errorOf, itemsOf } from '../../n8n/engine';
import { auditLogWorkflow, NODE } from '../../n8n/workflow';
import { ROOT } from '../../packed';
import { type Measurement, SCENARIOS } from './scenario';

const PREPARED = 'bench.prepared';
const MB = 1024 * 1024;
const collectGarbage = (globalThis as { gc?: () => void }).gc;

/**
 * `measure.ts <scenario> <credential> <items> [<package>]`: runs one node once in n8n's engine and prints the
 * measurement. `items` is the file in which one scenario saves its items for another; `package` is another built
 * tree than this one.
 */
async function main([
	name = '',
	credentialFile = '',
	itemsFile = '',
	packageDir = ROOT,
]: readonly string[]): Promise<void> {
	const scenario = SCENARIOS.find((candidate) => candidate.name === name);
	if (!scenario) throw new Error(`There is no scenario ${name}.`);
	const { parameters } = scenario;
	const prepared: INodeExecutionData[] = [];
	const data = JSON.parse(readFileSync(credentialFile, 'utf8')) as Record<string, unknown>;
	const engine = await createEngine({
		packageDir,
		coreDir: ROOT,
		credentials: { zoho: { type: 'zohoCrmAuditLogOAuth2Api', data } },
		nodes: { [PREPARED]: returning(prepared) },
	});
	const exportId = { __rl: true, mode: 'id', value: 'latest' };
	const { nodes, ...workflow } = auditLogWorkflow({
		resource: 'export',
		operation: 'downloadExport',
		exportId,
		...parameters,
	});
	const chosen = nodes.map((node) =>
		parameters === null && node.name === NODE ? { ...node, type: PREPARED, parameters: {} } : node,
	);

	await settled();
	const before = process.memoryUsage();
	// Not part of the time, but of the memory that is held.
	if (parameters === null) await loadItems(prepared, itemsFile);
	await settled();
	const cpu = process.cpuUsage();
	const start = performance.now();
	const run = await engine.execute({ ...workflow, nodes: chosen });
	const wallMs = performance.now() - start;
	const { user, system } = process.cpuUsage(cpu);
	const peakMb = process.resourceUsage().maxRSS / 1024;
	const error = errorOf(run);
	if (error) throw new Error(`${String(error['message'])} ${String(error['description'])}`);
	const returned = itemsOf(run, NODE);
	const bytes = returned.reduce((sum, { binary }) => sum + Number(binary?.['data']?.bytes ?? 0), 0);
	await settled();
	const measurement: Measurement = {
		items: returned.length,
		bytes,
		wallMs,
		cpuMs: (user + system) / 1000,
		nodeMs: run.data.resultData.runData[NODE]?.[0]?.executionTime ?? NaN,
		peakMb,
		beforeMb: before.rss / MB,
		heldMb: (process.memoryUsage().heapUsed - before.heapUsed) / MB,
	};
	if (name === 'items') await saveItems(returned, itemsFile);
	engine.close();
	process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

/** A node that only returns prepared items. */
function returning(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			...{
				displayName: 'Prepared',
				name: 'prepared',
				group: ['input'],
				version: 1,
				description: '',
			},
			...{ defaults: { name: 'Prepared' }, inputs: ['main'], outputs: ['main'], properties: [] },
		},
		execute: async () => [items],
	};
}

async function saveItems(items: readonly INodeExecutionData[], file: string): Promise<void> {
	const stream = createWriteStream(file);
	for (const { json } of items) {
		if (!stream.write(`${JSON.stringify(json)}\n`)) await once(stream, 'drain');
	}
	stream.end();
	await once(stream, 'finish');
}

async function loadItems(items: INodeExecutionData[], file: string): Promise<void> {
	for await (const line of createInterface({ input: createReadStream(file) })) {
		items.push({ json: JSON.parse(line), pairedItem: { item: 0 } });
	}
}

async function settled(): Promise<void> {
	await sleep(100);
	collectGarbage?.();
}

main(process.argv.slice(2)).then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
