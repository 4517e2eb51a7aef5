import { refusal } from '../answers';
import type { ZohoAnswer } from '../answers';
import type { Switches } from '../switches';
import { CriteriaError, isObject, pointer, refuse, refusePlaces, wrapped } from './criteriaRefusal';
import type { JsonObject } from './criteriaRefusal';
import type { Comparator, Condition, Criteria, Group } from './criteriaMatch';
import { checkValue } from './criteriaValue';

const comparators: Readonly<Record<Condition['field'], readonly Comparator[]>> = {
	action: ['equal', 'in'],
	module: ['equal', 'in'],
	done_by: ['equal', 'in'],
	audited_time: ['between'],
};

/** The criteria of a request body; null for no criteria, which is an empty body; or the refusal. */
export function readBody(body: string, switches: Switches): Criteria | null | ZohoAnswer {
	if (body === '') return null;
	const invalid = (json_path: string, expected_data_type: string) => {
		const api_name = json_path === '$' ? 'body' : pointer(json_path).api_name;
		return refusal(400, 'INVALID_DATA', 'invalid data', {
			api_name,
			json_path,
			expected_data_type,
		});
	};
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		return invalid('$', 'jsonobject');
	}
	if (!isObject(value)) return invalid('$', 'jsonobject');
	const items = value['audit_log_export'];
	if (items === undefined || (Array.isArray(items) && items.length === 0)) {
		const json_path = '$.audit_log_export[0]';
		return refusal(400, 'MANDATORY_NOT_FOUND', 'required field not found', pointer(json_path));
	}
	if (!Array.isArray(items)) return invalid('$.audit_log_export', 'jsonarray');
	try {
		return readItems(value, items, switches);
	} catch (error) {
		if (error instanceof CriteriaError) return wrapped(error.zohoError);
		throw error;
	}
}

function readItems(body: JsonObject, items: readonly unknown[], switches: Switches): Criteria {
	onlyKeys(body, ['audit_log_export'], '$');
	if (items.length > 1) refuse('LIMIT_EXCEEDED', '$.audit_log_export[1]', { limit: '1' });
	const path = '$.audit_log_export[0]';
	const [item] = items;
	if (!isObject(item)) return refuse('INVALID_DATA', path, { expected_data_type: 'jsonobject' });
	onlyKeys(item, ['criteria'], path);
	if (item['criteria'] === undefined) refuse('MANDATORY_NOT_FOUND', `${path}.criteria`);
	return readCriteria(item['criteria'], `${path}.criteria`, switches);
}

function readCriteria(value: unknown, path: string, switches: Switches): Criteria {
	if (!isObject(value)) return refuse('INVALID_DATA', path, { expected_data_type: 'jsonobject' });
	const { field, group } = value;
	if (field === undefined && group === undefined) {
		refusePlaces('EXPECTED_FIELD_MISSING', 'expected_fields', [`${path}.group`, `${path}.field`]);
	}
	if (group !== undefined) return readGroup(value, path, switches);
	return readCondition(value, path, switches);
}

function readGroup(value: JsonObject, path: string, switches: Switches): Group {
	onlyKeys(value, ['group_operator', 'group'], path);
	const { group, group_operator } = value;
	if (group_operator === undefined) {
		const dependee = pointer(`${path}.group`);
		refuse('DEPENDENT_FIELD_MISSING', `${path}.group_operator`, { dependee });
	}
	if (group_operator !== 'and') {
		refuse('INVALID_DATA', `${path}.group_operator`, { supported_values: ['and'] });
	}
	const at = `${path}.group`;
	if (!Array.isArray(group)) return refuse('INVALID_DATA', at, { expected_data_type: 'jsonarray' });
	if (group.length > 2) refuse('LIMIT_EXCEEDED', at, { limit: '2' });
	// The documented minimum is one member; the code for less is not documented by Zoho.
	if (group.length === 0) refuse('INVALID_DATA', at, { expected_data_type: 'jsonarray' });
	const members = group.map((it, index) => readCriteria(it, `${at}[${index}]`, switches));
	return { group_operator: 'and', group: members };
}

function readCondition(value: JsonObject, path: string, switches: Switches): Condition {
	onlyKeys(value, ['field', 'comparator', 'value'], path);
	const { field, comparator } = value;
	const at = `${path}.field`;
	if (!isObject(field)) return refuse('INVALID_DATA', at, { expected_data_type: 'jsonobject' });
	onlyKeys(field, ['api_name'], at);
	const { api_name } = field;
	if (api_name === undefined) refuse('MANDATORY_NOT_FOUND', `${at}.api_name`);
	if (typeof api_name !== 'string') {
		return refuse('INVALID_DATA', `${at}.api_name`, { expected_data_type: 'string' });
	}
	if (!isField(api_name)) return refuse('NOT_SUPPORTED', `${at}.api_name`);
	for (const name of ['comparator', 'value']) {
		if (value[name] === undefined) {
			refuse('DEPENDENT_FIELD_MISSING', `${path}.${name}`, { dependee: pointer(at) });
		}
	}
	const supported_values = comparators[api_name];
	const known = supported_values.find((it) => it === comparator);
	if (!known) return refuse('INVALID_DATA', `${path}.comparator`, { supported_values });
	return checkValue(api_name, known, value['value'], path, switches);
}

function isField(api_name: string): api_name is Condition['field'] {
	return Object.hasOwn(comparators, api_name);
}

/** The OpenAPI description allows no other keys; the code for them is not documented by Zoho. */
function onlyKeys(value: JsonObject, allowed: readonly string[], path: string): void {
	for (const key of Object.keys(value)) {
		if (!allowed.includes(key)) refuse('NOT_SUPPORTED', `${path}.${key}`);
	}
}
