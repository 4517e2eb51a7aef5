import { scopeMissing } from '../../zoho/faults';
import { examples } from '../../n8n/examples';
import type { Editor, Theme } from './editor';
import { importedId } from '../examples/prepared';
import { PICTURED } from '../n8n/workflows';
import { CREDENTIAL, UNCONNECTED } from '../n8n/zohoAccount';
import type { Account } from '../n8n/zohoAccount';

/** Something people see of the node, and what has to be in it. */
export interface Scene {
	readonly sentence: string;
	/** Where a second theme shows nothing new, the light one is enough. */
	readonly themes: readonly Theme[];
	draw(editor: Editor): Promise<void>;
}

const BOTH = ['light', 'dark'] as const;
const LIGHT = ['light'] as const;
const READ = 'ZohoCRM.settings.audit_logs.READ';

export function scenes({ zoho }: Account): readonly Scene[] {
	return [
		{
			sentence: 'The search for "zoho audit" finds the node with its operations',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.plain.id);
				holds(await editor.searchNode('zoho audit'), 'Zoho CRM Audit Log');
				await editor.picture('node-creator');
				holds(
					await editor.chooseFound('Zoho CRM Audit Log'),
					'Get audit log',
					'Download an export',
				);
				await editor.picture('operations');
			},
		},
		{
			sentence: 'The node opens with a form, and offers filters',
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.plain.id);
				await editor.openNode('Zoho CRM Audit Log');
				await editor.openFilters();
				await editor.picture('form');
				holds(await editor.form(), 'Resource', 'Operation', 'Limit', 'Filters');
			},
		},
		{
			sentence: 'Get Audit Log shows its filters and, when it is run, its entries',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.getAuditLog.id);
				await editor.openNode('Get Audit Log');
				holds(await editor.form(), 'From', 'To', 'Record');
				holds(await editor.runNode(), '20 items', 'audited_time');
				await editor.picture('get-audit-log');
			},
		},
		{
			sentence: 'Download Export lists the exports to choose from',
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.downloadExport.id);
				await editor.openNode('Download Export');
				await editor.picture('download-export');
				await editor.openList('exportId');
				await editor.picture('exports');
			},
		},
		...examples().map(({ file }): Scene => ({
			sentence: `The example ${file} is to be read on its canvas`,
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(importedId(file));
				await editor.picture(`example-${file.replace('.json', '')}`);
			},
		})),
		{
			sentence: 'The fields of what comes are there before anything has run',
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.preview.id);
				await editor.openNode('Next');
				holds(await editor.input(), 'download_links');
				await editor.picture('output-preview');
			},
		},
		...[PICTURED.createExport, PICTURED.getRecordHistory, PICTURED.tool].map(
			({ id, nodes }): Scene => {
				const name = nodes.at(-1)?.name ?? '';
				return {
					sentence: `${name} has a form`,
					themes: LIGHT,
					async draw(editor) {
						await editor.openWorkflow(id);
						await editor.openNode(name);
						await editor.picture(name.toLowerCase().replaceAll(' ', '-'));
						holds(await editor.form(), 'Operation');
					},
				};
			},
		),
		{
			sentence: 'A workflow that is run in the editor shows the number of items',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.getAuditLog.id);
				await editor.runWorkflow();
				await editor.picture('canvas');
			},
		},
		{
			sentence: 'A missing scope is named, with what to do',
			themes: BOTH,
			async draw(editor) {
				zoho.faults.add({ ...scopeMissing(READ), times: Infinity });
				try {
					await editor.openWorkflow(PICTURED.getAuditLog.id);
					await editor.openNode('Get Audit Log');
					holds(await editor.runNode(), READ, 'OAUTH_SCOPE_MISMATCH');
					await editor.picture('missing-scope');
				} finally {
					zoho.faults.clear();
				}
			},
		},
		{
			sentence: 'An export that Zoho does not know is named',
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.unknownExport.id);
				await editor.openNode('Download Export');
				holds(await editor.runNode(), '2276164000009999999');
				await editor.picture('unknown-export');
			},
		},
		{
			sentence: 'The credential is connected, and shows its scopes',
			themes: BOTH,
			async draw(editor) {
				holds(await editor.openCredential(CREDENTIAL.id), 'Account connected', READ);
				await editor.picture('credential');
				await editor.scrollCredential();
				await editor.picture('credential-scopes');
			},
		},
		{
			sentence: 'A credential that is not connected offers to connect',
			themes: LIGHT,
			async draw(editor) {
				holds(await editor.openCredential(UNCONNECTED.id), 'Data Center', 'Connect');
				await editor.picture('credential-new');
				await editor.scrollCredential();
				await editor.picture('credential-new-scopes');
			},
		},
	];
}

/** @throws Error when one of the words is not shown. */
function holds(shown: string, ...words: readonly string[]): void {
	const missing = words.find((word) => !shown.includes(word));
	if (missing) throw new Error(`"${missing}" is not in: ${shown.replace(/\s+/g, ' ')}`);
}
