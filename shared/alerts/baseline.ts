import { instantOfIso } from '../dialect/auditedTime';
import { DAY } from '../durations';
import { actionWord } from '../entries/actions';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { folded } from '../folded';
import { asObject } from '../http/json';
import type { TimeZone } from '../dialect/timeZone';
import type { Codes } from './codes';
import {
	activeDays,
	advancedTo,
	CODE_LENGTH,
	LEARNING_DAYS,
	newHistory,
	noteCode,
	packHistory,
	unpackHistory,
	type UserHistory,
} from './userHistory';
import { MIN_ACTIVE_DAYS, usualDays, type VolumeRule } from './usualDays';

/** What an entry is, compared with what its user did before. */
export interface Unusual {
	/** Why this is the first of its kind in four weeks. */
	readonly first?: string | undefined;
	/** Why this is a day far above the user's own. */
	readonly volume?: string | undefined;
}

/** What all of it takes as JSON, at most. 500 users with 16 kinds of activity fit. */
export const MAX_BYTES = 64 * 1024;
const KEY_LENGTH = 8;

/**
 * What each user did in the last weeks, as far as is needed to see what is new.
 * See docs/decisions/baseline-alerts.md
 */
export class Baseline {
	private readonly users = new Map<string, UserHistory>();
	/** The newest instant that was counted, and the one up to which everything comes again. */
	private countedTo = -Infinity;
	private repeatedTo = -Infinity;

	/** @param kept what `toJson` returned before; anything else starts afresh. */
	constructor(
		private readonly rule: VolumeRule,
		private readonly zone: TimeZone,
		private readonly codes: Codes,
		kept: unknown,
	) {
		const item = asObject(kept);
		for (const [key, value] of Object.entries(asObject(item?.['users']) ?? {})) {
			const history = unpackHistory(value);
			if (history) this.users.set(key, history);
		}
		this.countedTo = instantIn(item?.['counted_to']);
		this.repeatedTo = instantIn(item?.['repeated_to']);
	}

	/** Everything that was counted may come again, under other ids: it is not counted twice. */
	repeats(): void {
		this.repeatedTo = this.countedTo;
	}

	/** An entry without a time or a user is not compared. */
	compare(entry: AuditLogEntry): Unusual {
		const instant = instantOfIso(entry.audited_time ?? '');
		const user = entry.done_by?.id ?? entry.done_by?.name ?? null;
		if (instant === null || user === null) return {};
		const day = Math.floor((instant + this.zone.offsetAt(instant)) / DAY);
		const key = this.codes.of(user, KEY_LENGTH);
		const known = this.users.get(key);
		const isBack = known !== undefined && day - known.day > LEARNING_DAYS;
		const history = known === undefined || isBack ? newHistory(day) : advancedTo(known, day);
		// The order in which users were last seen, for what is forgotten first.
		this.users.delete(key);
		this.users.set(key, history);
		const name = entry.done_by?.name ?? user;
		const isNew = noteCode(history, this.codes.of(kindOf(entry), CODE_LENGTH));
		const isKnownLong = day - history.since >= LEARNING_DAYS;
		const first = isBack
			? `The first entry of ${name} after ${day - known.day} days.`
			: isNew && isKnownLong
				? `The first time in ${LEARNING_DAYS} days or more that ${name} did this in this module.`
				: undefined;
		return { first, volume: this.volumeReason(history, day, instant, name) };
	}

	toJson(): object {
		const json = {
			counted_to: isoOrNull(this.countedTo),
			repeated_to: isoOrNull(this.repeatedTo),
		};
		const users: (readonly [string, string])[] = [];
		let bytes = JSON.stringify({ ...json, users: {} }).length;
		for (const [key, history] of [...this.users].reverse()) {
			const packed = packHistory(history);
			bytes += key.length + packed.length + '"":"",'.length;
			if (bytes > MAX_BYTES) break;
			users.push([key, packed]);
		}
		return { ...json, users: Object.fromEntries(users.reverse()) };
	}

	private volumeReason(
		history: UserHistory,
		day: number,
		instant: number,
		name: string,
	): string | undefined {
		const age = history.day - day;
		if (instant <= this.repeatedTo || (age !== 0 && age !== 1)) return undefined;
		this.countedTo = Math.max(this.countedTo, instant);
		const count = ++history.counts[age];
		const days = activeDays(history, age);
		if (day - history.since < LEARNING_DAYS || days.length < MIN_ACTIVE_DAYS) return undefined;
		const { median, limit } = usualDays(days, this.rule);
		if (count < Math.max(limit, history.next[age])) return undefined;
		history.next[age] = 2 * count;
		const date = new Date(day * DAY).toISOString().slice(0, 10);
		return `${count} entries of ${name} on ${date}; the median of ${days.length} active days in the ${LEARNING_DAYS} before is ${median}, and ${limit} or more are far above it.`;
	}
}

/** What a user does where, whatever the record. */
function kindOf({ action, module }: AuditLogEntry): string {
	return `${actionWord(action ?? '')} ${folded(module ?? '')}`;
}

function instantIn(value: unknown): number {
	return typeof value === 'string' ? (instantOfIso(value) ?? -Infinity) : -Infinity;
}

function isoOrNull(instant: number): string | null {
	return instant === -Infinity ? null : new Date(instant).toISOString();
}
