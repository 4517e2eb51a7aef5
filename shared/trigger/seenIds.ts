import { MINUTE, SECOND } from '../durations';
import { instantOfIso } from '../dialect/auditedTime';
import { blake2s128 } from '../files/blake2s';
import { asObject } from '../http/json';

/** 25,000 codes are some 540 KiB of a host's memory. Salesforce's own trigger keeps 10,000 ids. */
export const SEEN_LIMIT = 25_000;

const CODE_LENGTH = 22;

/**
 * The ids of entries that have been delivered and can be read again: 128 bits of each, with the minute
 * until which it is kept. Half of them could be made to collide offline, and the second of two such entries
 * would be lost; so would one now and then with a Bloom filter.
 */
export class SeenIds {
	private readonly minutes = new Map<string, number>();

	/** Undefined for a value that `toJson` has not made. */
	static read(value: unknown): SeenIds | undefined {
		const item = asObject(value);
		if (!item) return undefined;
		const ids = new SeenIds();
		for (const [minute, codes] of Object.entries(item)) {
			const instant = instantOfIso(minute);
			if (instant === null || typeof codes !== 'string') return undefined;
			if (codes.length % CODE_LENGTH !== 0 || /[^\w+/]/.test(codes)) return undefined;
			for (let at = 0; at < codes.length; at += CODE_LENGTH) {
				ids.minutes.set(codes.slice(at, at + CODE_LENGTH), instant);
			}
		}
		return ids;
	}

	get size(): number {
		return this.minutes.size;
	}

	has(eventId: string): boolean {
		return this.minutes.size > 0 && this.minutes.has(codeOf(eventId));
	}

	/** How many ids are kept until a minute in a period. */
	countBetween(from: number, to: number): number {
		let count = 0;
		for (const minute of this.minutes.values()) if (minute >= from && minute < to) count++;
		return count;
	}

	/** How many ids of entries with a time are kept until a minute from an instant on. */
	countTimed(from: number): number {
		let count = 0;
		for (const minute of this.minutes.values()) if (isTimed(minute, from)) count++;
		return count;
	}

	/** Whether an id is among those. */
	hasTimed(eventId: string, from: number): boolean {
		return isTimed(this.minutes.get(codeOf(eventId)) ?? NaN, from);
	}

	/** Keeps an id until the checkpoint has passed the minute of this instant. */
	add(eventId: string, instant: number): void {
		this.minutes.set(codeOf(eventId), minuteOf(instant));
	}

	/** The same of an entry without a time. */
	addTimeless(eventId: string, instant: number): void {
		this.minutes.set(codeOf(eventId), minuteOf(instant) + SECOND);
	}

	/** Forgets what is kept until a minute before this instant's. */
	forgetBefore(instant: number): void {
		for (const [code, minute] of this.minutes) {
			if (minute < minuteOf(instant)) this.minutes.delete(code);
		}
	}

	/** The first minute from which on no more than `limit` ids are kept. */
	minuteWithin(limit: number): number {
		const newestFirst = [...this.minutes.values()].sort((a, b) => b - a);
		const tooOld = newestFirst[limit];
		return tooOld === undefined ? -Infinity : minuteOf(tooOld) + MINUTE;
	}

	/** Codes by minute. */
	toJson(): Record<string, string> {
		const parts = new Map<number, string[]>();
		for (const [code, minute] of this.minutes) {
			const codes = parts.get(minute);
			if (codes) codes.push(code);
			else parts.set(minute, [code]);
		}
		const minutes = [...parts].sort(([a], [b]) => a - b);
		return Object.fromEntries(
			minutes.map(([minute, codes]) => [new Date(minute).toISOString(), codes.join('')]),
		);
	}
}

function isTimed(minute: number, from: number): boolean {
	return minute >= from && minute % MINUTE === 0;
}

/** The beginning of an instant's minute. */
export function minuteOf(instant: number): number {
	return Math.floor(instant / MINUTE) * MINUTE;
}

/** 128 bits of a hash, as text. */
export function codeOf(eventId: string): string {
	return btoa(String.fromCharCode(...blake2s128(eventId))).slice(0, CODE_LENGTH);
}
