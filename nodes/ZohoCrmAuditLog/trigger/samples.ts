import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { SAMPLE_DAYS } from '../../../shared/trigger/sample';
import { InputError } from '../../../shared/errors';
import { clientFor } from '../client';
import { alertRulesOf } from './alertRules';
import { given } from './given';
import { questionOf } from './question';

const SAMPLES = 10;
/** Alerts are rare, so more is looked through. */
const LOOKED_THROUGH = 10_000;
/** Somebody sits in front of it. */
const WAIT_SECONDS = 60;

/** Recent entries for a test run by hand, which leaves the trigger where it is. */
export async function samplesFor(context: IPollFunctions): Promise<INodeExecutionData[]> {
	const client = await clientFor(context);
	const rules = alertRulesOf(context);
	const limit = rules ? LOOKED_THROUGH : SAMPLES;
	const question = questionOf(context);
	const entries = await client.sample(question, limit, { budgetSeconds: WAIT_SECONDS });
	const form = { rules, isSimple: !question.withRaw };
	const { items } = await given(client, entries, form, undefined);
	if (items.length > 0) return items.slice(-SAMPLES);
	throw new InputError(
		rules
			? `None of the newest entries of the last ${SAMPLE_DAYS} days fits a condition, so there is nothing to show. Activate the workflow, or trigger on every entry to see what entries look like.`
			: `There is no entry of the last ${SAMPLE_DAYS} days that fits the filters, so there is nothing to show. Change something in Zoho CRM, or the filters.`,
		{ parameter: 'filters' },
	);
}
