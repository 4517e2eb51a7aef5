import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@modelcontextprotocol/client';

type ToolCall = readonly [name: string, args: Record<string, unknown>];

interface Asked {
	/** Of a finished export. */
	readonly id: string;
	/** Where files are saved. */
	readonly folder: string;
	/** An old value, to be searched for. */
	readonly value: string;
	/** A record whose history is asked for. */
	readonly record: string;
	readonly calls?: readonly ToolCall[];
}

/** What each door gives, by its name; a door that is closed gives its refusal. */
export async function given(
	client: Client,
	{ id, folder, value, record, calls: more = [] }: Asked,
): Promise<Record<string, string>> {
	const doors: Record<string, string> = {};
	const ask = async (door: string, run: () => Promise<unknown>): Promise<void> => {
		doors[door] = await run().then(JSON.stringify, String);
	};
	const calls: readonly ToolCall[] = [
		['get_audit_log', { from: '90d', detail: 'full', limit: 200 }],
		['get_audit_log', { from: '90d', text: value }],
		['get_audit_log', { export_id: id, detail: 'full', limit: 200 }],
		['summarize_audit_log', { from: '90d', group_by: ['user', 'record'] }],
		['get_record_history', { record, detail: 'full' }],
		['save_audit_log', { from: '90d', as: 'text', format: 'ndjson', order: 'newest' }],
		['save_audit_log', { from: '90d' }],
		['list_users', { from: '90d' }],
		['list_deleted_records', { from: '50d', show: 'all' }],
		['review_audit_log', { from: '90d', limit: 200 }],
		['list_exports', {}],
		['get_export', { export_id: id }],
		['download_export', { export_id: id, preview_entries: 20, manifest: true }],
	];
	for (const [name, args] of [...calls, ...more]) {
		await ask(`${name} ${Object.keys(args).join()}`, () =>
			client.callTool({ name, arguments: args }),
		);
	}
	const files = ['AuditLog.csv', 'AuditLog_1.csv'].map(
		(file) => `zoho-audit://exports/${id}/${file}`,
	);
	const listed = await client.listResources();
	await ask('resources', async () => listed);
	for (const uri of [...files, ...listed.resources.map((resource) => resource.uri)]) {
		await ask(`resource ${uri}`, () => client.readResource({ uri }));
	}
	const { prompts } = await client.listPrompts();
	for (const { name, arguments: all = [] } of prompts) {
		for (const { name: argument } of all) {
			await ask(`completion ${name} ${argument}`, () =>
				client.complete({
					ref: { type: 'ref/prompt', name },
					argument: { name: argument, value: '' },
				}),
			);
		}
	}
	for (const argument of ['export_id', 'file']) {
		await ask(`completion of ${argument}`, () =>
			client.complete({
				ref: { type: 'ref/resource', uri: 'zoho-audit://exports/{export_id}/{file}' },
				argument: { name: argument, value: '' },
			}),
		);
	}
	doors['folder'] = readdirSync(folder)
		.map((file) => readFileSync(path.join(folder, file)).toString())
		.join();
	return doors;
}
