import { DAY, MINUTE } from '../durations';
import { zohoId } from '../organization/organization';
import { staff } from '../organization/staff';
import type { User } from '../organization/staff';
import { largeLog } from './largeLog';
import { actor } from './logEntry';
import type { FieldChange, EntryDraft, LogEntry } from './logEntry';
import { seededRandom, pick } from './random';
import { recordPool } from './records';
import type { PooledRecord } from './records';
import { story } from './story';

/** Smaller logs have only routine entries: the story would crowd them out. */
const STORY_FROM = 500;
/** Larger logs are generated as they are read, without the story. */
const LARGE_FROM = 1_000_000;
const REMEMBERED_UP_TO = 10_000;
const FIRST_ENTRY = 900_000;

export function entryId(index: number): string {
	return zohoId(FIRST_ENTRY + index * 3);
}

interface LogOptions {
	readonly seed: number;
	readonly now: number;
	readonly entries: number;
	readonly days: number;
}

/** The logs last created, by what they were asked for: tests create the same few for each Zoho of theirs. */
const remembered = new Map<string, readonly LogEntry[]>();
const REMEMBERED = 4;

/**
 * The log at the full minute before `now`, oldest first: routine entries, and among them the part of
 * the hand-written story that falls into the requested days.
 */
export function createLog(options: LogOptions): LogEntry[] {
	const now = Math.floor(options.now / MINUTE) * MINUTE;
	if (options.entries > REMEMBERED_UP_TO) return generateLog(options, now);
	const key = JSON.stringify({ ...options, now });
	const log = remembered.get(key) ?? generateLog(options, now);
	remembered.delete(key);
	remembered.set(key, log);
	const [oldest] = remembered.keys();
	if (oldest !== undefined && remembered.size > REMEMBERED) remembered.delete(oldest);
	return [...log];
}

function generateLog(options: LogOptions, now: number): LogEntry[] {
	const from = now - options.days * DAY;
	const staged =
		options.entries < STORY_FROM ? [] : story(now).filter((it) => it.audited_time >= from);
	const random = seededRandom(options.seed);
	const pool = recordPool(random);
	if (options.entries > LARGE_FROM) {
		const times = Float64Array.from({ length: options.entries }, () =>
			workingTime(random, from, now),
		).sort();
		// A seed for each entry, so that it does not depend on which were read before.
		const generate = (index: number, time: number): EntryDraft =>
			routineEntry(seededRandom(options.seed + index), pool, time, now);
		return largeLog(times, generate, entryId);
	}
	const drafts: EntryDraft[] = [...staged];
	while (drafts.length < options.entries) {
		drafts.push(routineEntry(random, pool, workingTime(random, from, now), now));
	}
	// Array.prototype.sort is stable: entries of the same second keep their order.
	drafts.sort((a, b) => a.audited_time - b.audited_time);
	return drafts.map((draft, index) => ({ id: entryId(index), ...draft }));
}

/** Mostly a working hour of a working day; nights and weekends are rare, as in a real log. */
function workingTime(random: () => number, from: number, now: number): number {
	let time = now;
	for (let attempt = 0; attempt < 3; attempt++) {
		time = Math.floor((from + random() * (now - from)) / 1_000) * 1_000;
		const date = new Date(time);
		const hour = date.getUTCHours();
		if (hour >= 6 && hour < 17 && date.getUTCDay() % 6 !== 0) break;
	}
	return time;
}

const working: readonly User[] = [
	staff.annaOfSales,
	staff.annaOfSales,
	staff.zoe,
	staff.zoe,
	staff.hanako,
	staff.leo,
	staff.ida,
	staff.soren,
	staff.priya,
	staff.tomas,
	staff.annaOfSupport,
	staff.jonas,
	staff.marta,
];

/** Who was working so many milliseconds ago: people who have left since are replaced. */
function userAt(random: () => number, ago: number): User {
	const someone = pick(random, working);
	if (someone === staff.leo && ago < 13 * DAY) return staff.zoe;
	if (someone === staff.ida && ago < 66 * DAY) return staff.annaOfSales;
	return someone;
}

const sources = ['crm_ui', 'crm_ui', 'crm_ui', 'crm_ui', 'crm_ui', 'crm_mobile', 'crm_api'];

function routineEntry(
	random: () => number,
	pool: readonly PooledRecord[],
	time: number,
	now: number,
): EntryDraft {
	const { record, related_record, account_name, fields } = pick(random, pool);
	const roll = random();
	const base = {
		audited_time: time,
		record,
		related_record,
		account_name,
		field_history: [] as readonly FieldChange[],
	};
	if (roll < 0.03) {
		return { ...base, action: 'function_executed', source: 'custom_function', done_by: null };
	}
	const source = roll < 0.12 ? 'workflow' : pick(random, sources);
	const done_by = actor(source === 'crm_api' ? staff.integration : userAt(random, now - time));
	if (roll > 0.97) return { ...base, action: 'tag_added', source, done_by };
	if (roll > 0.93) return { ...base, action: 'deleted', source, done_by };
	if (roll > 0.7) return { ...base, action: 'added', source, done_by };
	const changes = random() < 0.2 ? fields : [pick(random, fields)];
	const field_history = changes.map(({ values, ...field }) => {
		const old = pick(random, values);
		const rest = values.filter((value) => value !== old);
		return { ...field, old, new: pick(random, rest) };
	});
	return { ...base, action: 'updated', source, done_by, field_history };
}
