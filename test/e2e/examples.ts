import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { WorkflowFile } from '../n8n/engine';
import { ROOT } from '../packed';
import type { Zoho } from '../zoho/zoho';
import { CREDENTIAL, entriesSince } from './zohoAccount';

export const PACKAGE = 'n8n-nodes-zoho-crm-audit-log';
export const NODE_TYPE = `${PACKAGE}.zohoCrmAuditLog`;

/** A workflow for people to import, made ready to be run here. */
export interface Example {
	readonly file: string;
	readonly workflow: WorkflowFile & { readonly id: string };
	/** Names of its nodes that are ours. */
	readonly ours: readonly string[];
	/** How many items a node has to give, asked right before and right after the run. */
	readonly truth: Readonly<Record<string, (zoho: Zoho) => number>>;
}

const FOLDER = path.join(ROOT, 'test/examples');

export function examples(): Example[] {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
	const read = files.sort().map((file) => ({
		file,
		content: JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Partial<WorkflowFile>,
	}));
	// Snippets for other programs may lie beside the workflows.
	const workflows = read.filter(({ content }) => Array.isArray(content.nodes));
	return workflows.map(({ file, content }, index) => {
		const workflow = content as WorkflowFile;
		const nodes = workflow.nodes.map(runnable);
		const id = `e2eExample${String(index + 1).padStart(6, '0')}`;
		const ours = nodes.filter(({ type }) => type.startsWith(`${PACKAGE}.`));
		return {
			file,
			workflow: { ...workflow, id, active: false, settings: SETTINGS, nodes },
			ours: ours.map(({ name }) => name),
			truth: TRUTHS[file] ?? {},
		};
	});
}

export const SETTINGS = { executionOrder: 'v1' } as const;

const CLOCKS = ['n8n-nodes-base.scheduleTrigger', 'n8n-nodes-base.cron'];

const FOREIGN = ['n8n-nodes-base.httpRequest', 'n8n-nodes-base.slack', 'n8n-nodes-base.emailSend'];

/**
 * With the credential chosen. The command line starts no clock, so a person does; and what would be told
 * to others is passed on as it is, for there are no others here.
 */
function runnable(node: INode): INode {
	const { id, name } = CREDENTIAL;
	return {
		...node,
		...(CLOCKS.includes(node.type) && {
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			parameters: {},
		}),
		...(FOREIGN.includes(node.type) && { disabled: true }),
		...(node.credentials?.[CREDENTIAL.type] && {
			credentials: { ...node.credentials, [CREDENTIAL.type]: { id, name } },
		}),
	};
}

const DAY = 24 * 3_600_000;

/** What the emulator knows to be right. An example that is not here is run, and must give items. */
const TRUTHS: Readonly<Record<string, Example['truth']>> = {
	'auditLog.json': {
		'Who changed the Acme deal': (zoho) => {
			const deals = entriesSince(
				zoho,
				Date.now() - 14 * DAY,
				({ record }) => record?.module.api_name === 'Deals' && record.name.includes('Acme'),
			);
			return Math.min(10, deals.length);
		},
		'Export the last 30 days': () => 1,
		'One item per row': (zoho) =>
			entriesSince(zoho, Date.now() - 30 * DAY, ({ action }) => action === 'deleted').length,
	},
};
