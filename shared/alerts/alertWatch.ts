import { instantOfIso } from '../dialect/auditedTime';
import { MINUTE } from '../durations';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { asObject, asText } from '../http/json';
import { type Alert, type AlertFacts, isCounted, reasonFor } from './alertConditions';

/** A condition that an entry meets, and why. */
export type FiredAlert = { alert: Alert; reason: string };

export interface AlertRules extends AlertFacts {
	readonly alerts: readonly Alert[];
	/** This many deletions or updates by one user within `minutes` are a mass. */
	readonly count: number;
	readonly minutes: number;
}

/** A user's recent deletions, or updates. */
type Burst = {
	/** Milliseconds; no more than the count. */
	times: number[];
	/** How many came in a row. */
	total: number;
	/** The total at which the next alert fires. */
	next: number;
};

/** More users at once than this are forgotten, oldest first. */
const MAX_BURSTS = 500;

/**
 * Finds the alerts among entries that come oldest first. A mass fires once it is one, and again each
 * time it has doubled, instead of for each of its entries. The counts are kept from poll to poll.
 */
export class AlertWatch {
	private readonly bursts: Map<string, Burst>;

	/** @param kept what `toJson` returned before; anything else starts afresh. */
	constructor(
		private readonly rules: AlertRules,
		kept: unknown,
	) {
		this.bursts = new Map(
			Object.entries(asObject(kept) ?? {}).flatMap(([key, value]) => {
				const burst = burstIn(value);
				return burst ? [[key, burst] as const] : [];
			}),
		);
	}

	firedBy(entry: AuditLogEntry): FiredAlert[] {
		return this.rules.alerts.flatMap((alert) => {
			const reason =
				alert === 'massDelete' || alert === 'massUpdate'
					? this.massReason(alert, entry)
					: reasonFor(alert, entry, this.rules);
			return reason === undefined ? [] : [{ alert, reason }];
		});
	}

	toJson(): Record<string, Burst> {
		const newest = [...this.bursts].sort(
			([, a], [, b]) => (b.times.at(-1) ?? 0) - (a.times.at(-1) ?? 0),
		);
		return Object.fromEntries(newest.slice(0, MAX_BURSTS));
	}

	private massReason(alert: 'massDelete' | 'massUpdate', entry: AuditLogEntry): string | undefined {
		const { count, minutes } = this.rules;
		const instant = instantOfIso(entry.audited_time ?? '');
		const user = entry.done_by?.id ?? entry.done_by?.name ?? null;
		if (instant === null || user === null || !isCounted(alert, entry)) return undefined;
		const key = `${alert} ${user}`;
		const span = minutes * MINUTE;
		let burst = this.bursts.get(key);
		const last = burst?.times.at(-1);
		if (!burst || last === undefined || instant - last > span) {
			burst = { times: [], total: 0, next: count };
			this.bursts.set(key, burst);
		}
		burst.times = [...burst.times, instant].sort((a, b) => a - b).slice(-count);
		burst.total++;
		const first = burst.times[0] ?? instant;
		const isMass = burst.times.length >= count && (burst.times.at(-1) ?? instant) - first <= span;
		if (!isMass || burst.total < burst.next) return undefined;
		burst.next = burst.total * 2;
		const name = entry.done_by?.name ?? user;
		const what = alert === 'massDelete' ? 'deletions' : 'updates';
		return `${burst.total} ${what} by ${name} in a row so far, ${count} of them within ${minutes} minutes.`;
	}
}

function burstIn(value: unknown): Burst | undefined {
	const item = asObject(value);
	const times = item?.['times'];
	const [total, next] = [Number(asText(item?.['total'])), Number(asText(item?.['next']))];
	if (!Array.isArray(times) || !times.every((time) => typeof time === 'number')) return undefined;
	if (!Number.isInteger(total) || !Number.isInteger(next)) return undefined;
	return { times: times as number[], total, next };
}
