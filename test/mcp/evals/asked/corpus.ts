import type { LogEntry } from '../../../zoho/log/logEntry';
import type { User } from '../../../zoho/organization/staff';

/** What truths are computed from: the emulator's own log and people, read by plain loops. Nothing of ours is used. */
export interface Corpus {
	/** Oldest first. */
	readonly log: readonly LogEntry[];
	readonly users: readonly User[];
}

/** The values of a result, or what it was refused with. */
export type Result = Readonly<Record<string, unknown>>;

/** Asks a tool, and counts what it costs. */
export interface Asking {
	/** @throws for a refusal. */
	ask(tool: string, args: Record<string, unknown>): Promise<Result>;
	/** The text of a refusal. @throws for an answer. */
	refused(tool: string, args: Record<string, unknown>): Promise<string>;
}

/** How a question is asked, as an assistant would that has read the tools, and what is true. */
export interface AskedEval {
	/** The tool that should be found. */
	readonly tool: string;
	/** A server with other settings. Default: one that has Zoho. */
	readonly server?: 'pseudonyms' | 'offline';
	readonly asked: (asking: Asking) => Promise<unknown>;
	readonly truth: (corpus: Corpus) => unknown;
	/** Default 1. */
	readonly max_calls?: number;
	/** Default 9,000. */
	readonly max_chars?: number;
}

/** The entries of a period, its end excluded. */
export function during({ log }: Corpus, from: string, to: string): LogEntry[] {
	const found: LogEntry[] = [];
	for (const entry of log) {
		const { audited_time: time } = entry;
		if (time >= Date.parse(from) && time < Date.parse(to)) found.push(entry);
	}
	return found;
}

export const OCTOBER = ['2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'] as const;
export const SEPTEMBER = ['2026-09-01T00:00:00+02:00', '2026-10-01T00:00:00+02:00'] as const;
/** Up to the now of all questions, a Tuesday's noon in Berlin. */
export const NOVEMBER = ['2026-11-01T00:00:00+01:00', '2026-11-24T12:00:00+01:00'] as const;
export const LAST_WEEK = ['2026-11-16T00:00:00+01:00', '2026-11-23T00:00:00+01:00'] as const;
export const YESTERDAY = ['2026-11-23T00:00:00+01:00', '2026-11-24T00:00:00+01:00'] as const;
export const LAST_30_DAYS = ['2026-10-25T12:00:00+01:00', '2026-11-24T12:00:00+01:00'] as const;

const clock = new Intl.DateTimeFormat('en-GB', {
	...{ timeZone: 'Europe/Berlin', weekday: 'short', hour: '2-digit', hourCycle: 'h23' },
});

/** What a clock and a calendar on the wall in Berlin show. */
export function inBerlin({ audited_time }: LogEntry): { weekday: string; hour: number } {
	const parts = clock.formatToParts(audited_time);
	const part = (type: string): string => parts.find((it) => it.type === type)?.value ?? '';
	return { weekday: part('weekday'), hour: Number(part('hour')) };
}

export const nameOf = ({ done_by }: LogEntry): string | null => done_by?.name ?? null;
export const moduleOf = ({ record }: LogEntry): string | null => record?.module.api_name ?? null;
/** A model reads it on one line. */
export const recordOf = ({ record }: LogEntry): string => record?.name.replace(/\s+/g, ' ') ?? '';

/** How often each value is there. */
export function tally(values: readonly (string | null)[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
	return counts;
}

export function distinct(values: readonly (string | null)[]): string[] {
	return [...new Set(values.map(String))].sort();
}

/** Of a result of get_audit_log or get_record_history. */
export function shown({ entries }: Result, key: string): unknown[] {
	return (entries as Result[]).map((entry) => entry[key]);
}

/** Of a result of summarize_audit_log. */
export function counted({ groups }: Result, key: string): Record<string, number> {
	const all = groups as { key: Record<string, string | null>; count: number }[];
	return Object.fromEntries(all.map((group) => [String(group.key[key]), group.count]));
}

/** Whether one of the notes says so. */
export function says({ notes }: Result, what: RegExp): boolean {
	return (notes as string[]).some((note) => what.test(note));
}
