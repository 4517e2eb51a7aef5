import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { withOffset } from '../../../shared/dialect/zonedTime';
import { dayTimesOf } from '../../../shared/entries/dayTimes';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { InputError } from '../../../shared/errors';
import { rejectMissing, rejectNoTexts } from './expressionValues';
import { labelOf } from './filterFields';
import { fieldValues, leavesValuesOut } from './options';
import { namingIn, personalData } from './personalData';

/** The form's filters in the client's terms. */
export function filterOf(context: IExecuteFunctions, item: number): AuditLogFilter {
	const options = context.getNodeParameter('options', item, {});
	return filterIn(context.getNodeParameter('filters', item, {}), context.getTimezone(), options);
}

/** The same for values that were read from the form; times without an offset are in `zone`. */
export function filterIn(values: IDataObject, zone: string, options: unknown): AuditLogFilter {
	rejectMissing(values);
	rejectNoTexts(values);
	const hiding = namingIn(options)
		? personalData
		: leavesValuesOut(options)
			? fieldValues
			: undefined;
	if (hiding) rejectText(values, hiding.displayName);
	return {
		from: timeOf(values['from'], zone),
		to: timeOf(values['to'], zone),
		users: wordsOf(values['users']),
		modules: wordsOf(values['modules']),
		actions: wordsOf(values['actions'], values['otherActions']),
		excludeUsers: wordsOf(values['excludeUsers']),
		excludeModules: wordsOf(values['excludeModules']),
		excludeActions: wordsOf(values['excludeActions']),
		...dayTimesIn(values, zone),
		record: textOf(values['record']),
		text: textOf(values['text']),
	};
}

/** What is not shown could be found out word by word. */
function rejectText(filters: IDataObject, option: string): void {
	if (textOf(filters['text']) === undefined) return;
	throw new InputError(
		`The filter "${labelOf('text')}" also searches old and new values, which the option ${option} leaves out. Use the filter "${labelOf('record')}", or remove one of the two.`,
		{ parameter: 'text' },
	);
}

/** n8n's date picker returns ISO 8601 with or without an offset; an expression may return a date object. */
export function timeOf(value: unknown, zone: string): string | undefined {
	// An invalid one is refused by the name of its field, where the period is checked.
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
	if (isLuxonDate(value)) return value.toISO() ?? String(value);
	const text = textOf(value);
	return text === undefined ? undefined : withOffset(text, zone);
}

function isLuxonDate(value: unknown): value is { toISO(): string | null } {
	if (typeof value !== 'object' || value === null) return false;
	return 'toISO' in value && typeof value.toISO === 'function';
}

/** @throws InputError for anything that is not hours or days. */
function dayTimesIn(
	values: IDataObject,
	timeZone: string,
): Pick<AuditLogFilter, 'hours' | 'weekdays' | 'timeZone'> {
	const hours = textOf(values['hours']);
	const weekdays = wordsOf(values['weekdays']);
	return dayTimesOf(hours, weekdays, timeZone) ? { hours, weekdays, timeZone } : {};
}

/** Lists, or words separated by commas. */
function wordsOf(...values: readonly unknown[]): string[] | undefined {
	const words = values.flatMap((value) =>
		Array.isArray(value) ? value.map(String) : String(value ?? '').split(','),
	);
	const filled = words.map((word) => word.trim()).filter((word) => word !== '');
	return filled.length > 0 ? filled : undefined;
}

function textOf(value: unknown): string | undefined {
	const text = String(value ?? '').trim();
	return text === '' ? undefined : text;
}
