import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../packed';

const FOLDER = path.join(ROOT, 'docs/sigma');

type Json = Readonly<Record<string, unknown>>;

interface Named {
	readonly id: string;
	readonly title: string;
	readonly name?: string;
}

export interface DetectionRule extends Named {
	readonly detection: Readonly<Record<string, Json>> & { readonly condition: string };
}

export interface CorrelationRule extends Named {
	readonly correlation: {
		readonly type: string;
		readonly rules: readonly string[];
		readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
		readonly 'group-by': readonly string[];
		readonly timespan: string;
		readonly condition: { readonly gte: number };
	};
}

type Rule = DetectionRule | CorrelationRule;

export const RULE_FILES = readdirSync(FOLDER).sort();

/** The rules of a file, the first of which is the one that alerts. */
export function rulesIn(file: string): Rule[] {
	const documents = parseAllDocuments(readFileSync(path.join(FOLDER, file), 'utf8'));
	return [...documents].map((document) => document.toJS({ maxAliasCount: 0 }) as Rule);
}

/** Values of the placeholders of `expand`. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** Whether a rule matches a document; a construct that is not known here is refused. */
export function isMatch({ detection }: DetectionRule, document: Json, lists: Lists = {}): boolean {
	const { condition, ...selections } = detection;
	return evaluated(condition, (name) => {
		const selection = selections[name];
		if (!selection) throw new Error(`No selection ${name}`);
		return Object.entries(selection).every(([field, expected]) =>
			isFieldMatch(field, expected, document, lists),
		);
	});
}

function isFieldMatch(key: string, expected: unknown, document: Json, lists: Lists): boolean {
	const [field = '', ...modifiers] = key.split('|');
	const values = valuesAt(document, field.split('.'));
	switch (modifiers.join('|')) {
		case '':
			return values.flat().some((value) => String(value).toLowerCase() === expected);
		case 'exists':
			return values.length > 0 === expected;
		case 're|i': {
			const pattern = new RegExp(String(expected), 'i');
			return values.some((value) => typeof value === 'string' && pattern.test(value));
		}
		case 'expand': {
			const list = lists[String(expected).replaceAll('%', '')];
			if (!list) throw new Error(`No list for ${String(expected)}`);
			const wanted = list.map((it) => it.toLowerCase());
			return values.some((value) => wanted.includes(String(value).toLowerCase()));
		}
		default:
			throw new Error(`Unknown modifiers of ${key}`);
	}
}

/** A field below a list has the values of all its items. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
	if (name === undefined) return value === undefined ? [] : [value];
	if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, [name, ...rest]));
	if (typeof value !== 'object' || value === null) return [];
	return valuesAt((value as Json)[name], rest);
}

/** `not` binds more closely than `and`, and `and` than `or`. */
function evaluated(condition: string, isTrue: (name: string) => boolean): boolean {
	const words = condition.match(/[()]|[^\s()]+/g) ?? [];
	const next = (word: string): boolean => words[0] === word && words.shift() !== undefined;
	const either = (): boolean => {
		let value = both();
		while (next('or')) value = both() || value;
		return value;
	};
	const both = (): boolean => {
		let value = single();
		while (next('and')) value = single() && value;
		return value;
	};
	const single = (): boolean => {
		if (next('not')) return !single();
		if (!next('(')) return isTrue(words.shift() ?? '');
		const value = either();
		if (!next(')')) throw new Error(`A parenthesis is open in ${condition}`);
		return value;
	};
	const value = either();
	if (words.length > 0) throw new Error(`Unread in ${condition}: ${words.join(' ')}`);
	return value;
}

/** The group and the instant of each event at which a count of events is reached, in order of time. */
export function correlated(
	{ correlation }: CorrelationRule,
	rules: readonly DetectionRule[],
	documents: readonly Json[],
): { readonly group: string; readonly instant: number }[] {
	const { type, rules: names, aliases, 'group-by': groupBy, timespan, condition } = correlation;
	const [, minutes] = /^(\d+)m$/.exec(timespan) ?? [];
	const [alias = ''] = groupBy;
	if (type !== 'event_count' || !minutes || groupBy.length !== 1) throw new Error('Unknown kind');
	const events = names.flatMap((name) => {
		const rule = rules.find((it) => it.name === name);
		const field = aliases[alias]?.[name];
		if (!rule || !field) throw new Error(`No rule or alias ${name}`);
		return documents.flatMap((document) => {
			const [group] = valuesAt(document, field.split('.'));
			const instant = Date.parse(String(document['@timestamp']));
			return isMatch(rule, document) ? [{ group: String(group), instant }] : [];
		});
	});
	events.sort((a, b) => a.instant - b.instant);
	return events.filter(({ group, instant }, index) => {
		const before = events
			.slice(0, index + 1)
			.filter((it) => it.group === group && it.instant >= instant - Number(minutes) * 60_000);
		return before.length >= condition.gte;
	});
}
