import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { SAMPLE_DAYS } from '../../../shared/trigger/sample';
import { InputError } from '../../../shared/errors';
import { clientFor } from '../client';
import { hiddenPeopleOf, namesAsked, unnamed } from '../form/personalData';
import { alertRulesOf } from './alertRules';
import { triggerItems, triggerOutput } from './items';
import { questionOf } from './question';

const SAMPLES = 10;
/** Alerts are rare, so more entries are searched for them. */
const SEARCHED_FOR_ALERTS = 10_000;
/** Someone is waiting in the editor. */
const WAIT_SECONDS = 60;

/** Recent entries for a manual test, which leaves the trigger where it is. */
export async function samplesFor(context: IPollFunctions): Promise<INodeExecutionData[]> {
	const client = await clientFor(context, context.getNode().parameters['options']);
	const rules = alertRulesOf(context);
	const limit = rules ? SEARCHED_FOR_ALERTS : SAMPLES;
	const people = await hiddenPeopleOf(context, client, context.getNodeParameter('options', {}));
	const output = triggerOutput(context, people);
	const question = questionOf(context);
	const entries = await client
		.sample(question, limit, { budgetSeconds: WAIT_SECONDS })
		.catch((error: unknown) => {
			throw unnamed(error, people, namesAsked(context.getNodeParameter('filters', {})));
		});
	const form = { rules, output, people };
	const { items } = await triggerItems(client, { entries }, form, undefined);
	if (items.length > 0) return items.slice(-SAMPLES);
	throw new InputError(
		rules
			? `None of the newest entries of the last ${SAMPLE_DAYS} days meets a condition, so there is nothing to show. Activate the workflow, or trigger on every entry to see what entries look like.`
			: `No entry of the last ${SAMPLE_DAYS} days would start this trigger, so there is nothing to show. Change something in Zoho CRM and try again. If nothing comes, check the filters, and that the connected user is an administrator.`,
		{ parameter: 'filters' },
	);
}
