import { DAY } from '../durations';
import { modules } from '../organization/modules';
import { users } from '../organization/staff';
import type { Switches } from '../switches';
import type { Comparator, Condition } from './criteriaMatch';
import { isObject, pointer, refuse, refusePlaces } from './criteriaRefusal';

const actions = ['added', 'updated', 'deleted'];

/** The value of one condition; its shape depends on the field and the comparator. */
export function checkValue(
	field: Condition['field'],
	comparator: Comparator,
	value: unknown,
	path: string,
	switches: Switches,
): Condition {
	const at = `${path}.value`;
	const mismatch = (expected_data_type: string): never =>
		refuse('DEPENDENT_MISMATCH', at, {
			dependee: pointer(`${path}.comparator`),
			expected_data_type,
		});

	if (field === 'action' && comparator === 'equal') {
		if (typeof value !== 'string') return mismatch('string');
		return { field, comparator, actions: [action(value, at)] };
	}
	if (!Array.isArray(value)) return mismatch('jsonarray');
	if (comparator !== 'in' && value.length !== (comparator === 'equal' ? 1 : 2)) {
		return mismatch('jsonarray');
	}
	if (value.length === 0) refuse('INVALID_DATA', at, { expected_data_type: 'jsonarray' });
	const limit = field === 'action' ? 3 : 500;
	if (value.length > limit) refuse('LIMIT_EXCEEDED', at, { limit: String(limit) });

	const each = (read: (item: unknown, at: string) => string) =>
		value.map((item: unknown, index) => read(item, `${at}[${index}]`));
	switch (field) {
		case 'action':
			return { field, comparator, actions: each(action) };
		case 'module':
			return { field, comparator, modules: each((item, at) => moduleName(item, at, switches)) };
		case 'done_by':
			return { field, comparator, users: each(userId) };
		case 'audited_time': {
			const written = each(dateTime);
			const [from = NaN, to = NaN] = written.map((text) => Date.parse(text));
			// Zoho does not document the code for a range that ends before it starts.
			if (from > to) refuse('INVALID_DATA', at);
			if (to - from > 180 * DAY) refuse(switches.over180Days, at);
			return { field, comparator, range: [from, to], written };
		}
	}
}

function action(value: unknown, at: string): string {
	if (typeof value !== 'string') {
		return refuse('INVALID_DATA', at, { expected_data_type: 'string' });
	}
	if (!actions.includes(value)) refuse('INVALID_DATA', at, { supported_values: actions });
	return value;
}

/** The API name of a module specified by API name, by id, or by both if they match. */
function moduleName(value: unknown, at: string, switches: Switches): string {
	const { api_name, id } = stringsOf(value, ['api_name', 'id', 'name'], at);
	if (api_name === undefined && id === undefined) {
		return refusePlaces('EXPECTED_FIELD_MISSING', 'expected_fields', [
			`${at}.api_name`,
			`${at}.id`,
		]);
	}
	if (switches.modulesInCriteria === 'both' && (api_name === undefined || id === undefined)) {
		return refuse('MANDATORY_NOT_FOUND', api_name === undefined ? `${at}.api_name` : `${at}.id`);
	}
	const byName = modules.find((module) => module.api_name === api_name);
	if (id === undefined) return byName?.api_name ?? refuse('INVALID_DATA', `${at}.api_name`);
	const byId = modules.find((module) => module.id === id);
	if (!byId || (api_name !== undefined && byName !== byId)) {
		const places = [`${at}.id`, ...(api_name === undefined ? [] : [`${at}.api_name`])];
		return refusePlaces(switches.ambiguityCode, 'ambiguity_due_to', places);
	}
	return byId.api_name;
}

function userId(value: unknown, at: string): string {
	const { id } = stringsOf(value, ['id', 'name'], at);
	if (id === undefined) return refuse('MANDATORY_NOT_FOUND', `${at}.id`);
	if (!users.some((user) => user.id === id)) refuse('INVALID_DATA', `${at}.id`);
	return id;
}

/** Fractions of a second are in none of Zoho's samples: refused, so that no code relies on them. */
function dateTime(value: unknown, at: string): string {
	const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;
	if (typeof value !== 'string' || !form.test(value) || Number.isNaN(Date.parse(value))) {
		return refuse('INVALID_DATA', at, { expected_data_type: 'datetime' });
	}
	return value;
}

/** Ids are strings: a JSON number cannot hold their digits. */
function stringsOf<Key extends string>(
	value: unknown,
	keys: readonly Key[],
	at: string,
): Partial<Record<Key, string>> {
	if (!isObject(value)) return refuse('INVALID_DATA', at, { expected_data_type: 'jsonobject' });
	const strings: Partial<Record<Key, string>> = {};
	for (const [name, member] of Object.entries(value)) {
		const key = keys.find((it) => it === name);
		if (key === undefined) return refuse('NOT_SUPPORTED', `${at}.${name}`);
		if (typeof member !== 'string') {
			return refuse('INVALID_DATA', `${at}.${name}`, { expected_data_type: 'string' });
		}
		strings[key] = member;
	}
	return strings;
}
