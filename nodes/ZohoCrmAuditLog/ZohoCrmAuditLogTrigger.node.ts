import type {
	IDataObject,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { columnsOf } from '../../shared/alerts/alertConditions';
import { clientFor, CREDENTIAL } from './client';
import { nodeError } from './errors';
import { hiddenPeopleOf, namesAsked, unnamed } from './form/personalData';
import { getModules, getUsers } from './lists';
import { isTimeToReport } from '../../shared/trigger/trouble';
import { alertRulesOf } from './trigger/alertRules';
import { properties } from './trigger/form';
import { triggerItems, triggerOutput } from './trigger/items';
import { activeBefore, saveCheckpoint } from './trigger/renamed';
import { samplesFor } from './trigger/samples';
import { questionOf } from './trigger/question';

/** n8n starts a poll on schedule even if the previous one is still running. */
const polling = new Set<string>();

type BudgetedPoll = Pick<IPollFunctions, 'getPollBudgetMs'>;

/** Contexts of activations that have polled. */
const activated = new WeakSet<object>();

/** For n8n 1.x, which does not limit how long a poll may take. */
const DEFAULT_BUDGET_MS = 240_000;

export class ZohoCrmAuditLogTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho CRM Audit Log Trigger',
		name: 'zohoCrmAuditLogTrigger',
		icon: { light: 'file:zohoCrmAuditLog.svg', dark: 'file:zohoCrmAuditLog.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ $parameter["triggerOn"] === "alerts" ? "Alerts" : "Every entry" }}',
		description: 'Starts the workflow when something was changed, deleted or exported in Zoho CRM',
		defaults: { name: 'Zoho CRM Audit Log Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties,
	};

	methods = { loadOptions: { getUsers, getModules } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const key = `${this.getWorkflow().id}:${this.getNode().id}`;
		const isTest = this.getMode() === 'manual';
		if (!isTest && polling.has(key)) return null;
		try {
			if (isTest) return [await samplesFor(this)];
			polling.add(key);
			return await pollOnce(this);
		} catch (error) {
			throw nodeError(this.getNode(), error);
		} finally {
			if (!isTest) polling.delete(key);
		}
	}
}

async function pollOnce(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const node = context.getNode();
	const client = await clientFor(context, node.parameters['options']);
	const memory = context.getWorkflowStaticData('node');
	const start = startIn(node.parameters);
	// A changed start is a request to start there.
	if (memory['start'] !== undefined && memory['start'] !== start) delete memory['cursor'];
	const wasActive = memory['start'] === undefined ? activeBefore(context, start) : undefined;
	const rules = alertRulesOf(context);
	const people = await hiddenPeopleOf(context, client, context.getNodeParameter('options', {}));
	const asked = namesAsked(context.getNodeParameter('filters', {}));
	const output = triggerOutput(context, people);
	const question = {
		...questionOf(context),
		withRaw: output.withRaw,
		needs: columnsOf(rules?.alerts ?? []),
	};
	const budgetSeconds = budgetOf(context) / 1000;
	const kept = memory['cursor'];
	const isActivation = isActivatedNow(context);
	const polled = await client
		.poll(kept, question, { budgetSeconds, wasActive, isActivation })
		.catch((error: unknown) => {
			throw unnamed(error, people, asked);
		});
	const { cursor, notices, trouble, unknownNames } = polled;
	const form = { rules, output, people };
	const watched = memory['alerts'] as IDataObject | undefined;
	// Without a cursor the trigger begins anew, and may return what the alerts have counted.
	const repeatsFrom = kept === undefined ? -Infinity : polled.repeatsFrom;
	const found = await triggerItems(client, { ...polled, repeatsFrom }, form, watched);
	// Saved only after everything has worked, so that a poll that fails is repeated.
	memory['cursor'] = cursor;
	memory['start'] = start;
	saveCheckpoint(context, cursor.checkpoint, start);
	const unknownPolls = unknownNames ? Number(memory['unknown_names'] ?? 0) + 1 : 0;
	if (unknownPolls > 0) memory['unknown_names'] = unknownPolls;
	else if (polled.entries.length > 0) delete memory['unknown_names'];
	if (found.watched) memory['alerts'] = found.watched;
	else delete memory['alerts'];
	// An error execution, which people see, while the poll goes on: docs/decisions/trigger-errors.md
	for (const notice of found.notice === undefined ? notices : [...notices, found.notice]) {
		const text = people ? people.message(notice, asked) : notice;
		context.__emitError(new NodeOperationError(node, text, { level: 'warning' }));
	}
	if (trouble) context.__emitError(nodeError(node, unnamed(trouble, people, asked)));
	if (unknownNames && isTimeToReport(unknownPolls)) {
		context.__emitError(nodeError(node, unnamed(unknownNames, people, asked)));
	}
	return found.items.length > 0 ? [found.items] : null;
}

/**
 * Whether n8n makes this poll to try a trigger that someone has just activated. All polls of an activation
 * share a context, except with durable cursors, where each poll has its own and also a time limit.
 */
function isActivatedNow(context: IPollFunctions & Partial<BudgetedPoll>): boolean {
	const isFirst = !activated.has(context);
	activated.add(context);
	const isByHand = ['activate', 'create', 'update'].includes(context.getActivationMode());
	return isFirst && isByHand && context.getPollBudgetMs?.() === undefined;
}

/** As written in the form, before expressions: they may return another time at each poll. */
function startIn({ options }: IDataObject): string {
	return String((options as IDataObject | undefined)?.['start'] ?? 'now');
}

function budgetOf(context: Partial<BudgetedPoll>): number {
	return context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS;
}
