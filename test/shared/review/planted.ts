import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';

/**
 * A log of people who work as people do, and anomalies in it that are known because they were put there.
 * Nothing of ours is used but the shape of an entry.
 */
export interface PlantedLog {
	readonly entries: readonly AuditLogEntry[];
	readonly users: readonly PlantedUser[];
	readonly planted: readonly Anomaly[];
	readonly from: number;
	readonly to: number;
}

export interface PlantedUser {
	readonly id: string;
	readonly name: string;
	status: string;
	profile: string;
}

export interface Anomaly {
	readonly rule: string;
	readonly user: string;
	readonly ids: ReadonlySet<string>;
	readonly from: number;
	readonly to: number;
	/** Others who had a part in it, and when. */
	readonly aside: readonly { readonly user: string; readonly at: number }[];
}

/** Written out: spreading would take longer than the review. */
export function plainEntry(
	at: number,
	done_by: AuditLogEntry['done_by'],
	action: string,
	module: string,
): { -readonly [K in keyof AuditLogEntry]: AuditLogEntry[K] } {
	return {
		audited_time: new Date(Math.floor(at / 1_000) * 1_000).toISOString(),
		done_by,
		action,
		module,
		record: null,
		related_module: null,
		related_record: null,
		account_name: null,
		field_history: null,
		source: null,
		record_url: null,
		event_id: '',
	};
}

export function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
