import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { labelOf } from './filterFields';

/** Filters that are one text, not several. */
const ONE_TEXT: readonly string[] = ['record', 'text', 'hours'];

/** What JavaScript writes for a value that is no text, where an expression joins it to one. */
const NO_TEXT = /\[object \w+\]|\bInvalid Date(Time)?\b/;

/** An expression that finds nothing must not widen the question to everything. */
export function rejectMissing(filters: IDataObject, label = labelOf): void {
	for (const [parameter, value] of Object.entries(filters)) {
		if (value !== null && value !== undefined) continue;
		throw new InputError(
			`The filter "${label(parameter)}" is ${String(value)}: its expression found nothing. To get everything, leave the filter empty.`,
			{ parameter },
		);
	}
}

/** An option without a value must not fall back to its default, which may show what it was to hide. */
export function rejectMissingOptions(
	options: unknown,
	fields: readonly INodeProperties[],
	collection = 'options',
): void {
	const parent = fields.find(({ name }) => name === collection);
	const known = (parent?.options ?? []) as readonly INodeProperties[];
	for (const [parameter, value] of Object.entries((options ?? {}) as IDataObject)) {
		if (value !== null && value !== undefined) continue;
		const label = known.find(({ name }) => name === parameter)?.displayName ?? parameter;
		throw new InputError(
			`The option "${label}" is ${String(value)}: its expression found nothing. Let it return a value, or remove the option.`,
			{ parameter },
		);
	}
}

/** What is no text would be searched for as "[object Object]" or "NaN", which nothing ever matches. */
export function rejectNoTexts(filters: IDataObject): void {
	for (const [parameter, value] of Object.entries(filters)) {
		if (parameter === 'from' || parameter === 'to') continue;
		const label = labelOf(parameter);
		if (Array.isArray(value) && ONE_TEXT.includes(parameter)) {
			throw new InputError(
				`The filter "${label}" is a list, not one text. Let its expression return one.`,
				{ parameter },
			);
		}
		const words: readonly unknown[] = Array.isArray(value) ? value : [value];
		if (words.some((word) => typeof word === 'object')) {
			throw new InputError(
				`The filter "${label}" is an object, not a text. Let its expression return the id or the name in it.`,
				{ parameter },
			);
		}
		for (const word of words) rejectBroken(word, `The filter "${label}"`, parameter);
	}
}

/** @throws InputError for a number that is none or has lost digits, and for a text made of something else. */
export function rejectBroken(value: unknown, what: string, parameter: string): void {
	if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw new InputError(
			`${what} is a number of more digits than numbers keep, so it is another one now. Let its expression return the id as a text.`,
			{ parameter },
		);
	}
	if (typeof value === 'number' ? Number.isFinite(value) : !NO_TEXT.test(String(value))) return;
	throw new InputError(
		`${what} is "${String(value).slice(0, 40)}": its expression puts something into it that is no text. Let it return the id or the name.`,
		{ parameter },
	);
}
