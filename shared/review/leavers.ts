import type { AuditLogEntry } from '../entries/auditLogEntry';
import { actionWord } from '../entries/actions';
import { isUser } from '../alerts/entryWords';
import type { CrmUsers } from '../org/users';
import type { Period } from '../period';
import type { CitedEntry } from './cited';

const LEAVING = /(^|_)(deactivated|disabled|inactivated|deleted)(_|$)/;
const RETURNING = /(^|_)(activated|reactivated|enabled|restored)(_|$)/;

interface Change {
	readonly at: number;
	readonly isLeaving: boolean;
	/** Of the entry that says so. */
	readonly id: string;
}

/** When people were deactivated or deleted, and came back. */
export class Leavers {
	private readonly changes = new Map<string, Change[]>();

	constructor(private readonly users: CrmUsers) {}

	/** @param entry of whatever; those of users count. */
	add(entry: AuditLogEntry, instant: number): void {
		const { record, action } = entry;
		if (!record || !isUser(entry)) return;
		const word = actionWord(action ?? '');
		const isLeaving = LEAVING.test(word);
		if (!isLeaving && !RETURNING.test(word)) return;
		const id = record.id ?? this.users.idOfName(record.name ?? '');
		for (const key of [id, record.name]) {
			// A name that several have says nothing of one of them.
			if (key === null || (key !== id && this.users.isShared(key))) continue;
			const known = this.changes.get(key) ?? [];
			known.push({ at: instant, isLeaving, id: entry.event_id });
			this.changes.set(key, known);
		}
	}

	/** The first time after an instant at which this user left; undefined for none. */
	leftAfter(instant: number, keys: readonly string[]): number | undefined {
		const later = this.of(keys).filter(({ at, isLeaving }) => isLeaving && at >= instant);
		return later.length === 0 ? undefined : Math.min(...later.map(({ at }) => at));
	}

	/** When the user was away: from leaving to coming back, as far as the entries say it. */
	absences(keys: readonly string[]): readonly Period[] {
		const absences: Period[] = [];
		let since: number | undefined;
		for (const { at, isLeaving } of this.of(keys).sort((a, b) => a.at - b.at)) {
			if (isLeaving) since ??= at;
			else if (since !== undefined) {
				absences.push({ from: since, to: at });
				since = undefined;
			}
		}
		return since === undefined ? absences : [...absences, { from: since, to: Infinity }];
	}

	/** Whether anything is known of this user's leaving. */
	knows(keys: readonly string[]): boolean {
		return this.of(keys).some(({ isLeaving }) => isLeaving);
	}

	/** The entries that say that the user left or came back, in a stretch of time. */
	changesIn({ from, to }: Period, keys: readonly string[]): readonly CitedEntry[] {
		const inside = this.of(keys).filter(({ at }) => at >= from && at <= to);
		// By id and by name it is the same change.
		return [...new Map(inside.map(({ at, id }) => [id, { instant: at, id }])).values()];
	}

	private of(keys: readonly string[]): Change[] {
		return keys.flatMap((key) => this.changes.get(key) ?? []);
	}
}
