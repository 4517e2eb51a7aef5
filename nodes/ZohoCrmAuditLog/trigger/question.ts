import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { InputError } from '../../../shared/errors';
import { filterIn, timeOf } from '../form/filters';
import { yesOrNo } from '../form/fields';
import { continueIfNotFound, sourceOf } from '../form/options';

/** The form in the client's terms. @throws InputError for a value that cannot be used. */
export function questionOf(context: IPollFunctions): TriggerQuestion {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const zone = context.getTimezone();
	return {
		source: sourceOf(options['source'] ?? 'automatic'),
		filter: filterIn(context.getNodeParameter('filters', {}) as IDataObject, zone, options),
		allowsUnknown: yesOrNo(options['continueIfNotFound'] ?? false, continueIfNotFound.displayName),
		start: startOf(context, zone),
		overlapMinutes: numberOf(options, 'overlapMinutes', 15),
		limit: Math.floor(numberOf(options, 'entriesPerPoll', 10_000)),
		paceMinutes: numberOf(options, 'paceMinutes', 15),
	};
}

function startOf(context: IPollFunctions, zone: string): string | undefined {
	if (context.getNodeParameter('startFrom', 'now') !== 'date') return undefined;
	const start = timeOf(context.getNodeParameter('start', ''), zone);
	if (start !== undefined) return start;
	throw new InputError('The date to start from is empty. Choose one, or start from now.', {
		parameter: 'start',
	});
}

function numberOf(options: IDataObject, parameter: string, defaultValue: number): number {
	const number = Number(options[parameter] ?? defaultValue);
	if (Number.isFinite(number) && number >= 1) return number;
	throw new InputError(
		`"${String(options[parameter]).slice(0, 40)}" cannot be used for ${parameter}. Enter a number of at least 1.`,
		{ parameter },
	);
}
