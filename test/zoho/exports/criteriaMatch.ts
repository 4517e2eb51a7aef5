import type { LogEntry } from '../log/logEntry';
import { modules } from '../organization/modules';
import { users } from '../organization/staff';
import type { Switches } from '../switches';

/**
 * The grammar of https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html and of
 * Zoho's OpenAPI description: four fields, three comparators, groups of two joined by `and`.
 */
export type Criteria = Condition | Group;

export interface Group {
	readonly group_operator: 'and';
	readonly group: readonly Criteria[];
}

export type Condition =
	| {
			readonly field: 'action';
			readonly comparator: Comparator;
			readonly actions: readonly string[];
	  }
	| {
			readonly field: 'module';
			readonly comparator: Comparator;
			readonly modules: readonly string[];
	  }
	| {
			readonly field: 'done_by';
			readonly comparator: Comparator;
			readonly users: readonly string[];
	  }
	| {
			readonly field: 'audited_time';
			readonly comparator: Comparator;
			/** Milliseconds; both ends are included, which Zoho does not document. */
			readonly range: readonly [number, number];
			readonly written: readonly string[];
	  };

export type Comparator = 'equal' | 'in' | 'between';

/** Whether an entry belongs to an export with these criteria. */
export function matches(entry: LogEntry, criteria: Criteria): boolean {
	if ('group' in criteria) return criteria.group.every((member) => matches(entry, member));
	switch (criteria.field) {
		case 'action':
			return criteria.actions.includes(entry.action);
		case 'module':
			return criteria.modules.includes(entry.record?.module.api_name ?? '');
		case 'done_by':
			return criteria.users.includes(entry.done_by?.id ?? '');
		case 'audited_time': {
			const [from, to] = criteria.range;
			return entry.audited_time >= from && entry.audited_time <= to;
		}
	}
}

export function hasTime(criteria: Criteria): boolean {
	if ('group' in criteria) return criteria.group.some(hasTime);
	return criteria.field === 'audited_time';
}

/**
 * As a job returns them: nested as sent, keys in another order, names and ids added, as in the sample of
 * https://www.zoho.com/crm/developer/docs/api/v8/get-export-audit-log.html
 */
export function echo(criteria: Criteria, switches: Switches): unknown {
	if ('group' in criteria) {
		return { group_operator: 'and', group: criteria.group.map((member) => echo(member, switches)) };
	}
	return {
		comparator: criteria.comparator,
		field: { api_name: criteria.field },
		value: echoValue(criteria, switches),
	};
}

function echoValue(condition: Condition, { modulesInEcho }: Switches): unknown {
	switch (condition.field) {
		case 'action':
			return condition.comparator === 'equal' ? condition.actions[0] : condition.actions;
		case 'module':
			return condition.modules.map((api_name) => {
				const id = modules.find((module) => module.api_name === api_name)?.id;
				if (modulesInEcho === 'both') return { api_name, id };
				return modulesInEcho === 'id' ? { id } : { api_name };
			});
		case 'done_by':
			return condition.users.map((id) => ({
				name: users.find((user) => user.id === id)?.full_name,
				id,
			}));
		case 'audited_time':
			return condition.written;
	}
}
