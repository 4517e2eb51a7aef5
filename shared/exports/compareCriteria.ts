import type { Period } from '../period';
import { instantOfIso } from '../dialect/auditedTime';
import { asArray, asObject, asText, type JsonObject } from '../http/json';
import { periodOfSeconds } from './criteria';

/** By which key a module is known; the other one where that is missing. */
type ModuleKeys = readonly [string, string];
const BY_NAME: ModuleKeys = ['api_name', 'id'];
const MODULE_KEYS: readonly ModuleKeys[] = [BY_NAME, ['id', 'api_name']];

/** What criteria select, field by field: a set of words, for the time the two instants. */
type Meaning = ReadonlyMap<string, string>;

/**
 * Whether two criteria mean the same. Zoho echoes them in another form: other order of keys and members,
 * names beside ids, other offsets; and `equal` with one value is `in` with one value.
 * What cannot be read here is the same as nothing.
 */
export function isSameQuestion(ours: object | null, theirs: object | null): boolean {
	if (ours === null || theirs === null) return ours === theirs;
	// A module may be echoed by its API name, by its id or by both.
	return MODULE_KEYS.some((keys) => {
		const [a, b] = [meaningOf(ours, keys), meaningOf(theirs, keys)];
		if (!a || !b || a.size !== b.size) return false;
		return [...a].every(([field, words]) => b.get(field) === words);
	});
}

/** The period a job's criteria cover; undefined when they name none. */
export function windowIn(criteria: object | null): Period | undefined {
	const words = criteria === null ? undefined : meaningOf(criteria)?.get('audited_time');
	const [from, last] = (words ?? '').split(' ').map(Number);
	if (words === undefined || from === undefined || last === undefined) return undefined;
	return periodOfSeconds(from, last);
}

/** What criteria limit beside the time: Zoho's field, and its words. Empty when they cannot be read. */
export function limitsIn(criteria: object | null): readonly (readonly [string, string[]])[] {
	const meaning = criteria === null ? undefined : meaningOf(criteria);
	return [...(meaning ?? [])]
		.filter(([field]) => field !== 'audited_time')
		.map(([field, words]) => [field, words.split(' ')] as const);
}

/** Whether criteria limit nothing but the time. */
export function isTimeOnly(criteria: object): boolean {
	const meaning = meaningOf(criteria);
	return meaning?.size === 1 && meaning.has('audited_time');
}

/** Whether criteria let through every entry of a period; an open end is as far as they reach. */
export function holdsPeriod(criteria: object, { from, to }: Period): boolean {
	const window = windowIn(criteria);
	if (!isTimeOnly(criteria) || !window) return false;
	return (from === -Infinity || window.from <= from) && (to === Infinity || window.to >= to);
}

function meaningOf(criteria: object, keys = BY_NAME): Meaning | undefined {
	const meaning = new Map<string, string>();
	return collect(criteria as JsonObject, meaning, keys) ? meaning : undefined;
}

function collect(item: JsonObject, meaning: Map<string, string>, keys: ModuleKeys): boolean {
	if (Array.isArray(item['group'])) {
		if ((asText(item['group_operator']) ?? 'and').toLowerCase() !== 'and') return false;
		return item['group'].every((member) => {
			const object = asObject(member);
			return object !== undefined && collect(object, meaning, keys);
		});
	}
	const field = asText(asObject(item['field'])?.['api_name']);
	const words = field === null ? undefined : wordsOf(field, item, keys);
	if (field === null || words === undefined || meaning.has(field)) return false;
	meaning.set(field, words);
	return true;
}

function wordsOf(field: string, item: JsonObject, keys: ModuleKeys): string | undefined {
	const comparator = asText(item['comparator']);
	const values = Array.isArray(item['value']) ? item['value'] : [item['value']];
	if (field === 'audited_time') {
		const instants = values.map((value) => instantOfIso(asText(value) ?? ''));
		const isRange = comparator === 'between' && instants.length === 2 && !instants.includes(null);
		return isRange ? instants.join(' ') : undefined;
	}
	const isList = comparator === 'in' || (/^equals?$/.test(comparator ?? '') && values.length === 1);
	const words = asArray(values).map((value) => wordOf(field, value, keys));
	if (!isList || words.includes(null)) return undefined;
	return [...new Set(words)].sort().join(' ');
}

/** Users are compared by id, actions by their word. */
function wordOf(field: string, value: unknown, [key, other]: ModuleKeys): string | null {
	const object = asObject(value);
	if (!object) return asText(value)?.toLowerCase() ?? null;
	return field === 'done_by'
		? asText(object['id'])
		: (asText(object[key]) ?? asText(object[other]));
}
