import type { LogEntry } from '../../zoho/log/logEntry';

/**
 * The ground truth, computed from the emulator's raw log alone: none of our code is used, and periods
 * are written out by hand.
 */
export type Truth =
	| { readonly value: unknown }
	| {
			readonly from: string;
			readonly to: string;
			readonly where: Readonly<Record<string, Expected>>;
			readonly give: Readonly<Record<string, unknown>>;
	  };

/** A value, one of several, none of several, or a text that holds another or all of some words. */
type Expected =
	| string
	| null
	| readonly string[]
	| { readonly not: readonly string[] }
	| { readonly contains: string }
	| { readonly words: readonly string[] };

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const berlin = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Europe/Berlin',
	dateStyle: 'short',
	timeStyle: 'medium',
});

const FIELDS: Readonly<Record<string, (entry: LogEntry) => string | null>> = {
	user: ({ done_by }) => done_by?.name ?? null,
	action: ({ action }) => action,
	module: ({ record }) => record?.module.api_name ?? null,
	record: ({ record }) => record?.name.replace(/\s+/g, ' ') ?? null,
	day: ({ audited_time }) => berlin.format(audited_time).slice(0, 10),
	hour: ({ audited_time }) => berlin.format(audited_time).slice(11, 13),
	month: ({ audited_time }) => berlin.format(audited_time).slice(0, 7),
	weekday: ({ audited_time }) =>
		WEEKDAYS[new Date(berlin.format(audited_time).slice(0, 10)).getUTCDay()] ?? null,
};

/** @param log oldest first. */
export function truthIn(
	log: readonly LogEntry[],
	truth: Truth,
	people: readonly string[] = [],
): unknown {
	if ('value' in truth) return truth.value;
	const [from, to] = [Date.parse(truth.from), Date.parse(truth.to)];
	const found = log.filter(
		(entry) =>
			entry.audited_time >= from &&
			entry.audited_time < to &&
			Object.entries(truth.where).every(([field, expected]) => fits(entry, field, expected)),
	);
	const [[how, what] = ['', '']] = Object.entries(truth.give);
	const values = found.map((entry) => FIELDS[String(what)]?.(entry) ?? null);
	switch (how) {
		case 'count':
			return found.length;
		case 'groups':
			return new Set(values).size;
		case 'absent':
			return [...new Set(people.filter((name) => !values.includes(name)))].sort();
		case 'distinct':
			return [...new Set(values.filter((value) => value !== null))].sort();
		case 'list':
			return values;
		case 'bag':
			return [...values].sort();
		case 'last':
			return values.at(-1);
		case 'most':
			return byFrequency(values)[0]?.[0];
		case 'pairs':
			return Object.fromEntries(byFrequency(values));
		default:
			throw new Error(`no truth "${how}"`);
	}
}

function fits(entry: LogEntry, field: string, expected: Expected): boolean {
	const value = FIELDS[field]?.(entry) ?? null;
	if (expected === null || typeof expected === 'string') return value === expected;
	if (Array.isArray(expected)) return value !== null && expected.includes(value);
	if ('not' in expected) return value === null || !expected.not.includes(value);
	if ('words' in expected) {
		return expected.words.every((word) => (value ?? '').toLowerCase().includes(word));
	}
	if (!('contains' in expected)) return false;
	return (value ?? '').toLowerCase().includes(expected.contains);
}

function byFrequency(values: readonly (string | null)[]): [string, number][] {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1]);
}
