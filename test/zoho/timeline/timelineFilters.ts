import type { LogEntry } from '../log/logEntry';

type Test = (entry: LogEntry) => boolean;

/**
 * `filters` of https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html: four
 * fields, and groups joined by `AND`, upper case here. Null for anything else.
 */
export function timelineFilters(text: string): Test | null {
	// The length is from Zoho's OpenAPI description.
	if (text.length > 255) return null;
	try {
		return read(JSON.parse(text));
	} catch {
		return null;
	}
}

function read(value: unknown): Test | null {
	if (typeof value !== 'object' || value === null) return null;
	if ('group' in value && 'group_operator' in value) {
		const { group, group_operator } = value;
		if (group_operator !== 'AND' || !Array.isArray(group)) return null;
		const tests = group.map(read);
		return tests.includes(null) ? null : (entry) => tests.every((test) => test?.(entry) === true);
	}
	const { field, comparator, value: operand } = value as Readonly<Record<string, unknown>>;
	const { api_name } = (field ?? {}) as Readonly<Record<string, unknown>>;
	if (api_name === 'audited_time') return comparator === 'between' ? between(operand) : null;
	const textOf = typeof api_name === 'string' ? texts[api_name] : undefined;
	if (!textOf || (comparator !== 'equal' && comparator !== 'in')) return null;
	const values: unknown[] = [operand].flat();
	if (!values.every((it) => typeof it === 'string')) return null;
	return (entry) => values.some((it) => it === textOf(entry));
}

const texts: Readonly<Record<string, (entry: LogEntry) => string | undefined>> = {
	'done_by.id': (entry) => entry.done_by?.id,
	source: (entry) => entry.source,
	'record.module.api_name': (entry) => entry.record?.module.api_name,
};

function between(operand: unknown): Test | null {
	if (!Array.isArray(operand) || operand.length !== 2) return null;
	const [from = NaN, to = NaN] = operand.map((it) => Date.parse(String(it)));
	if (Number.isNaN(from) || Number.isNaN(to)) return null;
	return (entry) => entry.audited_time >= from && entry.audited_time <= to;
}
