import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';

import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { InputError } from '../../../shared/errors';
import { filterIn, timeOf } from '../form/filters';
import { yesOrNo } from '../form/fields';
import { continueIfNotFound, sourceOf } from '../form/options';
import { rejectMissingOptions } from '../form/expressionValues';
import { properties } from './form';
import { entriesPerPoll, overlapMinutes, paceMinutes } from './pace';

/** The form in the client's terms. @throws InputError for a value that cannot be used. */
export function questionOf(context: IPollFunctions): TriggerQuestion {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	rejectMissingOptions(options, properties);
	const zone = context.getTimezone();
	return {
		source: sourceOf(options['source'] ?? 'automatic'),
		filter: filterIn(context.getNodeParameter('filters', {}) as IDataObject, zone, options),
		allowsUnknown: yesOrNo(options['continueIfNotFound'] ?? false, continueIfNotFound.displayName),
		start: startOf(options, zone),
		overlapMinutes: numberOf(options, overlapMinutes),
		limit: Math.floor(numberOf(options, entriesPerPoll)),
		paceMinutes: numberOf(options, paceMinutes),
	};
}

/** Undefined for now, where the option was not added. */
function startOf(options: IDataObject, zone: string): string | undefined {
	if (!Object.hasOwn(options, 'start')) return undefined;
	const start = timeOf(options['start'], zone);
	if (start !== undefined) return start;
	throw new InputError(
		'The Start Date is empty. Choose one, or remove the option to start from now.',
		{
			parameter: 'start',
		},
	);
}

function numberOf(options: IDataObject, { name, displayName, ...field }: INodeProperties): number {
	const number = Number(options[name] ?? field.default);
	if (Number.isFinite(number) && number >= 1) return number;
	throw new InputError(
		`"${String(options[name]).slice(0, 40)}" cannot be used for ${displayName}. Enter a number of at least 1.`,
		{ parameter: name },
	);
}
