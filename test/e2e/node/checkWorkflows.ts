import type { INode, INodeParameters, IRun } from 'n8n-workflow';
import { scopeMissing } from '../../zoho/faults';
import { assertEqual, assertIncludes, assertSameList } from '../host/assertions';
import type { Checks } from '../host/checks';
import { errorIn, itemsIn } from '../n8n/commandLine';
import { hintsIn, runManually, saveWorkflow } from '../n8n/manualRun';
import type { Server } from '../n8n/server';
import {
	auditLogNode,
	connectionTo,
	getAuditLog,
	node,
	NODE_TYPE,
	workflow,
} from '../n8n/workflows';
import { type Account, CREDENTIAL } from '../n8n/zohoAccount';

const START = node('Start', 'n8n-nodes-base.manualTrigger', {});
const byAction = { filters: { actions: '={{ $json.action }}' } };
const nothing = { filters: { text: 'no entry has this text' } };
/** Of each item, the action that it asked for and the one it got. */
const PAIRS = set('Pairs', '={{ { asked: $("Asked").item.json.action, got: $json.action } }}');

/** The node in workflows as people build them: branches, loops, sub-workflows, and the settings that n8n gives every node. */
export async function checkWorkflows(
	checks: Checks,
	n8n: Server,
	{ zoho }: Account,
): Promise<void> {
	const before = zoho.switches.settingsAuditLog;
	zoho.switches.settingsAuditLog = 'audit_log';
	const failure = (run: Pick<IRun, 'data'>): string => {
		const { message, description } = errorIn(run) ?? {};
		return `${String(message)} ${String(description ?? '')}`;
	};
	try {
		await checks.check('After a Merge each entry leads back to the item that asked', async () => {
			const both = [
				asked('First', ['deleted', 'updated']),
				asked('Second', ['added', 'no action']),
			];
			const merge = { ...node('Asked', 'n8n-nodes-base.merge', {}), typeVersion: 3 };
			const audit = audits({ ...byAction, options: { continueIfNotFound: true } });
			const link = (index: number) => ({
				main: [[{ node: 'Asked', type: 'main' as const, index }]],
			});
			const run = await runManually(n8n, {
				...workflow('', 'Merge', [START, ...both, merge, audit, PAIRS]),
				connections: {
					Start: { main: [both.flatMap(({ name }) => connectionTo(name).main[0] ?? [])] },
					First: link(0),
					Second: link(1),
					Asked: connectionTo('Audit'),
					Audit: connectionTo('Pairs'),
				},
			});
			assertPairs(run, ['deleted', 'updated', 'added']);
			// The last of four items, which n8n counts from 0.
			return assertIncludes(hintsIn(run, 'Audit').join(' '), '"no action"', '(item 3)');
		});

		await checks.check(
			'A loop, pinned data and a sub-workflow give each item its entries',
			async () => {
				const list = asked('Asked', ['deleted', 'updated']);
				const loop = { ...node('Loop', 'n8n-nodes-base.splitInBatches', {}), typeVersion: 3 };
				const audit = audits(byAction);
				const looped = await runManually(n8n, {
					...workflow('', 'Loop', [START, list, loop, audit, PAIRS]),
					connections: {
						Start: connectionTo('Asked'),
						Asked: connectionTo('Loop'),
						Loop: { main: [...connectionTo('Pairs').main, ...connectionTo('Audit').main] },
						Audit: connectionTo('Loop'),
					},
				});
				assertPairs(looped, ['deleted', 'updated']);
				const pinned = { Asked: [{ json: { action: 'added' } }, { json: { action: 'exported' } }] };
				const plain = workflow('', 'Pinned', [START, list, audit, PAIRS]);
				assertPairs(await runManually(n8n, { ...plain, pinData: pinned }), ['added', 'exported']);
				const called = node('Called', 'n8n-nodes-base.executeWorkflowTrigger', {
					inputSource: 'passthrough',
				});
				const sub = await saveWorkflow(
					n8n,
					workflow('', 'Sub-workflow', [{ ...called, typeVersion: 1.1 }, audit]),
				);
				await n8n.post(`/rest/workflows/${String(sub['id'])}/activate`, {
					versionId: String(sub['versionId']),
				});
				const workflowId = { __rl: true, mode: 'id', value: String(sub['id']) };
				const call = node('Call', 'n8n-nodes-base.executeWorkflow', { workflowId, options: {} });
				const parent = workflow('', 'Parent', [START, list, { ...call, typeVersion: 1.3 }, PAIRS]);
				assertPairs(await runManually(n8n, parent), ['deleted', 'updated']);
			},
		);

		await checks.check("n8n's own settings of a node lose and repeat nothing", async () => {
			const list = asked('Asked', ['deleted', 'updated']);
			const run = async (parameters: INodeParameters, settings: Partial<INode>) => {
				const audit = { ...audits(parameters), ...settings };
				return await runManually(n8n, workflow('', 'Settings', [START, list, audit, PAIRS]));
			};
			assertPairs(await run(byAction, { executeOnce: true }), ['deleted']);
			const empty = await run(nothing, { alwaysOutputData: true, executeOnce: true });
			assertSameList(
				itemsIn(empty, 'Audit').map(({ json }) => JSON.stringify(json)),
				['{}'],
			);
			zoho.faults.add({ ...scopeMissing('ZohoCRM.settings.audit_logs.READ'), times: 1 });
			const again = { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 };
			assertPairs(await run(byAction, again), ['deleted', 'updated']);
		});

		await checks.check('A deleted credential, and a test event of nothing, are named', async () => {
			// By another name: n8n puts one of the same name in its place.
			const gone = { ...CREDENTIAL, id: 'e2eCredentialXXX', name: 'Deleted' };
			const audit = auditLogNode('Audit', { ...getAuditLog }, gone);
			const without = failure(await runManually(n8n, workflow('', 'Gone', [START, audit])));
			const trigger = auditLogNode('Trigger', { ...nothing, options: { source: 'endpoint' } });
			const fetched = await runManually(
				n8n,
				workflow('', 'Test event', [{ ...trigger, type: `${NODE_TYPE}Trigger` }]),
				'Trigger',
			);
			assertIncludes(failure(fetched), 'No entry of the last 7 days would start');
			return assertIncludes(without, 'does not exist');
		});
	} finally {
		zoho.faults.clear();
		zoho.switches.settingsAuditLog = before;
	}
}

const PER_ITEM = 2;

/** Our node, with so many entries for each item. */
function audits(parameters: INodeParameters): INode {
	const options = { source: 'endpoint', ...(parameters['options'] as INodeParameters) };
	const period = 'last30Days';
	return auditLogNode('Audit', { ...getAuditLog, period, limit: PER_ITEM, ...parameters, options });
}

/** A node that returns an item for each action. */
function asked(name: string, actions: readonly string[]): INode {
	const jsCode = `return ${JSON.stringify(actions.map((action) => ({ json: { action } })))}`;
	return { ...node(name, 'n8n-nodes-base.code', { jsCode }), typeVersion: 2 };
}

function set(name: string, jsonOutput: string): INode {
	const type = 'n8n-nodes-base.set';
	return { ...node(name, type, { mode: 'raw', jsonOutput, options: {} }), typeVersion: 3.4 };
}

function assertPairs(run: Pick<IRun, 'data'>, actions: readonly string[]): void {
	assertEqual(String(errorIn(run)?.['message']), 'undefined', 'error');
	assertSameList(
		itemsIn(run, 'Pairs').map(({ json }) => `${String(json['asked'])}: ${String(json['got'])}`),
		actions.flatMap((action) => Array.from({ length: PER_ITEM }, () => `${action}: ${action}`)),
	);
}
