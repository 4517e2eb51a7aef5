import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlatEntry } from '../../shared/entries/flatEntry';
import { createEngine, errorOf, hintsOf, itemsOf, type WorkflowFile } from '../n8n/engine';
import { connected } from '../n8n/workflow';
import { ROOT } from '../packed';
import type { Zoho } from '../zoho/zoho';
import { heading, print, progress, table } from './printing';

const WORKFLOW = path.join(ROOT, 'test/examples/auditLog.json');

/** Runs the example workflow with the built node in n8n's own engine. */
export async function inN8n(zoho: Zoho, url: string): Promise<void> {
	heading("1. A workflow in n8n's engine");
	const workflow = {
		id: 'demo',
		...(JSON.parse(readFileSync(WORKFLOW, 'utf8')) as Omit<WorkflowFile, 'id'>),
	} as WorkflowFile;
	print(`  ${workflow.name}`);
	const custom = { dataCenter: 'custom', accountsUrl: url, apiUrl: url, filesUrl: url };
	const credentials = connected(zoho, custom);
	const engine = await createEngine({ packageDir: ROOT, credentials, coreDir: ROOT });
	const watch = watchExports(zoho);
	try {
		const run = await engine.execute(workflow);
		const error = errorOf(run);
		if (error) throw new Error(`${String(error['message'])} ${String(error['description'])}`);
		print('\n  Node "Who changed the Acme deal":');
		table(
			itemsOf(run, 'Who changed the Acme deal').map(({ json }) => {
				const { time, action, user, record } = json as FlatEntry;
				return [time, action, user, record].map((cell) => cell ?? '–');
			}),
		);
		hintsOf(run, 'Who changed the Acme deal').forEach((hint) => print(`  (${hint})`));
		const rows = itemsOf(run, 'One item per row');
		print(`\n  Node "One item per row": ${rows.length} items from the export; the first:`);
		print(indented(JSON.stringify(rows[0]?.json, null, 2)));
	} finally {
		watch.stop();
		engine.close();
	}
}

/** Reports the progress of exports while n8n waits for them. */
function watchExports(zoho: Zoho): { stop(): void } {
	let seen = 0;
	let last = '';
	const timer = setInterval(() => {
		const news = zoho.requests.slice(seen);
		seen = zoho.requests.length;
		for (const { operation, status } of news) {
			const text =
				operation === 'createExport'
					? `Zoho ${status === 200 ? 'accepts the export' : `answers ${status}`}`
					: operation === 'getExport'
						? 'the export is being prepared'
						: operation === 'download'
							? 'the file is being downloaded'
							: '';
			if (text !== '' && text !== last) progress(text);
			if (text !== '') last = text;
		}
	}, 100);
	return { stop: () => clearInterval(timer) };
}

function indented(text: string): string {
	return text
		.split('\n')
		.map((line) => `    ${line}`)
		.join('\n');
}
