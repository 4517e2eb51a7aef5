import { examples } from '../../n8n/examples';
import { scopeMissing } from '../../zoho/faults';
import { importedId } from '../examples/prepared';
import { assertIncludes } from '../host/assertions';
import { PICTURED } from '../n8n/pictured';
import { CREDENTIAL, UNCONNECTED } from '../n8n/zohoAccount';
import type { Account } from '../n8n/zohoAccount';
import { deletedRecords } from './deletedScene';
import type { Editor, Theme } from './editor';

/** A view of the node in the editor, and the words it has to show. */
export interface Scene {
	readonly sentence: string;
	/** The light theme alone where the dark one shows nothing new. */
	readonly themes: readonly Theme[];
	draw(editor: Editor): Promise<void>;
}

const BOTH = ['light', 'dark'] as const;
const LIGHT = ['light'] as const;
/** The columns that answer the question; n8n's editor is 1,440 pixels wide here. */
const WHO_WHAT_WHICH = ['time', 'user', 'action', 'module', 'record'];
const READ = 'ZohoCRM.settings.audit_logs.READ';

export function scenes({ zoho }: Account): readonly Scene[] {
	return [
		{
			sentence: 'The search for "zoho audit" finds the node with its operations',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.plain.id);
				assertIncludes(await editor.searchNode('zoho audit'), 'Zoho CRM Audit Log');
				await editor.picture('node-creator');
				const operations = await editor.chooseResult('Zoho CRM Audit Log');
				assertIncludes(operations, 'Get audit log', 'Download export');
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
				assertIncludes(await editor.form(), 'Resource', 'Operation', 'Period', 'Limit', 'Filters');
			},
		},
		{
			sentence: 'Get Audit Log shows its filters and, after a run, its entries',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.getAuditLog.id);
				await editor.openNode('Get Audit Log');
				assertIncludes(await editor.form(), 'Period', 'From', 'To', 'Record');
				assertIncludes(await editor.runNode(), '20 items', 'time', 'user', 'record');
				await editor.picture('get-audit-log');
				assertIncludes((await editor.columnsInView()).join(' '), ...WHO_WHAT_WHICH);
			},
		},
		{
			sentence: 'The first run of an empty form shows who did what to which record',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.plain.id);
				await editor.openNode('Zoho CRM Audit Log');
				assertIncludes(await editor.runNode(), '50 items');
				await editor.picture('first-run');
				assertIncludes((await editor.columnsInView()).join(' '), ...WHO_WHAT_WHICH);
			},
		},
		deletedRecords(zoho),
		{
			sentence: 'The trigger has a form, and shows alerts of the last days',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.trigger.id);
				await editor.openNode('Zoho CRM Audit Log Trigger');
				assertIncludes(await editor.form(), 'Trigger On', 'Conditions', 'Filters', 'Output');
				await editor.picture('trigger-form');
				assertIncludes(await editor.fetchTestEvent(), 'alerts', 'Export');
				await editor.picture('trigger');
				assertIncludes((await editor.columnsInView()).join(' '), ...WHO_WHAT_WHICH);
			},
		},
		{
			sentence: 'A credential that was never connected is named, with what to do',
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.unconnected.id);
				await editor.openNode('Get Audit Log');
				const text = await editor.runNode();
				await editor.picture('not-connected');
				assertIncludes(text, 'not connected');
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
		...examples().map(({ file, content }): Scene => ({
			sentence: `The example ${file} is readable on its canvas`,
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(importedId(file));
				if (new Set(content.nodes.map(({ position }) => position[1])).size > 3) {
					await editor.zoomOut();
				}
				await editor.picture(`example-${file.replace('.json', '')}`);
			},
		})),
		{
			sentence: 'The output fields are known before anything has run',
			themes: LIGHT,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.preview.id);
				await editor.openNode('Next');
				assertIncludes(await editor.input(), 'download_links');
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
						assertIncludes(await editor.form(), 'Operation');
					},
				};
			},
		),
		{
			sentence: 'A workflow that ran in the editor shows the number of items',
			themes: BOTH,
			async draw(editor) {
				await editor.openWorkflow(PICTURED.getAuditLog.id);
				await editor.runWorkflow();
				await editor.picture('canvas');
			},
		},
		{
			sentence: 'A missing scope is named, with its remedy',
			themes: BOTH,
			async draw(editor) {
				zoho.faults.add({ ...scopeMissing(READ), times: Infinity });
				try {
					await editor.openWorkflow(PICTURED.getAuditLog.id);
					await editor.openNode('Get Audit Log');
					assertIncludes(await editor.runNode(), READ, 'OAUTH_SCOPE_MISMATCH');
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
				assertIncludes(await editor.runNode(), '2276164000009999999');
				await editor.picture('unknown-export');
			},
		},
		{
			sentence: 'A connected credential shows its scopes',
			themes: BOTH,
			async draw(editor) {
				assertIncludes(await editor.openCredential(CREDENTIAL.id), 'Account connected', READ);
				await editor.picture('credential');
				await editor.scrollCredential();
				await editor.picture('credential-scopes');
			},
		},
		{
			sentence: 'A credential that is not connected offers to connect',
			themes: LIGHT,
			async draw(editor) {
				assertIncludes(await editor.openCredential(UNCONNECTED.id), 'Data Center', 'Connect');
				await editor.picture('credential-new');
				await editor.scrollCredential();
				await editor.picture('credential-new-scopes');
			},
		},
	];
}
