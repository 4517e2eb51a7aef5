import { actionWord } from '../entries/actions';
import { instantOfIso } from '../dialect/auditedTime';
import type { NeededColumn } from '../dialect/columnNames';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import type { TimeZone } from '../dialect/timeZone';
import { folded } from '../folded';
import type { CrmUsers } from '../org/users';

/** Conditions that a trigger can be limited to. */
export const ALERTS = [
	'massDelete',
	'massUpdate',
	'export',
	'ownerChange',
	'roleOrProfileChange',
	'outsideWorkingHours',
	'deactivatedUser',
] as const;
export type Alert = (typeof ALERTS)[number];

/** What an alert has to know of an entry besides its time: without it nothing would ever fire. */
const ALERT_COLUMNS = {
	massDelete: ['action', 'done_by'],
	massUpdate: ['action', 'done_by'],
	export: ['action'],
	ownerChange: ['action'],
	roleOrProfileChange: ['action', 'module'],
	outsideWorkingHours: [],
	deactivatedUser: ['done_by'],
} as const satisfies Record<Alert, readonly NeededColumn[]>;

/** The columns of a file that these alerts cannot do without. */
export function columnsOf(alerts: readonly Alert[]): readonly NeededColumn[] {
	return [...new Set(alerts.flatMap((alert): readonly NeededColumn[] => ALERT_COLUMNS[alert]))];
}

/** When people work. */
export interface WorkingHours {
	readonly zone: TimeZone;
	/** Minutes since midnight; inclusive and exclusive. */
	readonly from: number;
	readonly to: number;
	/** 0 is Sunday. */
	readonly days: readonly number[];
}

/** What the conditions on single entries depend on. */
export interface AlertFacts {
	readonly hours: WorkingHours;
	readonly users: CrmUsers;
}

/**
 * Zoho's words for actions are an open list, and an export may spell them differently from the
 * timeline. So a whole word is looked for among the words of the action. An action without any of them
 * is no alert of that kind, and keeps its text.
 */
const DELETE = /(^|_)deleted?(_|$)/;
const UPDATE = /(^|_)updated?(_|$)/;
const EXPORT = /(^|_)export(ed)?(_|$)/;
const OWNER = /(^|_)owner(ship)?(_|$)/;
const ROLE_OR_PROFILE = /(^|_)(role|profile)s?(_|$)/;

/** Whether a mass alert counts the entry. */
export function isCounted(alert: 'massDelete' | 'massUpdate', entry: AuditLogEntry): boolean {
	return (alert === 'massDelete' ? DELETE : UPDATE).test(actionWord(entry.action ?? ''));
}

/** Why a single entry is an alert, as a sentence; undefined when it is none. */
export function reasonFor(
	alert: Exclude<Alert, 'massDelete' | 'massUpdate'>,
	entry: AuditLogEntry,
	facts: AlertFacts,
): string | undefined {
	switch (alert) {
		case 'export':
			return has(EXPORT, entry) ? 'Data was exported.' : undefined;
		case 'ownerChange':
			return has(OWNER, entry) || changed(OWNER, entry) ? 'The owner was changed.' : undefined;
		case 'roleOrProfileChange':
			return roleReason(entry);
		case 'outsideWorkingHours':
			return hoursReason(entry, facts.hours);
		case 'deactivatedUser':
			return userReason(entry, facts.users);
	}
}

function has(word: RegExp, { action }: AuditLogEntry): boolean {
	return word.test(actionWord(action ?? ''));
}

function changed(field: RegExp, { field_history }: AuditLogEntry): boolean {
	return (field_history ?? []).some(({ api_name, field_label }) =>
		[api_name, field_label].some((name) => field.test(actionWord(name ?? ''))),
	);
}

function roleReason(entry: AuditLogEntry): string | undefined {
	const module = folded(entry.module ?? '');
	if (ROLE_OR_PROFILE.test(actionWord(module))) return `A ${module} entry: what roles may do.`;
	if (has(ROLE_OR_PROFILE, entry)) return 'A role or profile was changed.';
	if (!/^users?$/.test(module)) return undefined;
	if (changed(ROLE_OR_PROFILE, entry)) return "A user's role or profile was changed.";
	// An exported file may not name the field of the user: that is said instead of guessed.
	const isUnknown = entry.field_history === null && has(UPDATE, entry);
	return isUnknown ? 'A user was changed; the source does not say what, so check it.' : undefined;
}

/** An entry without a time is never outside the working hours. */
function hoursReason(entry: AuditLogEntry, { zone, from, to, days }: WorkingHours) {
	const instant = instantOfIso(entry.audited_time ?? '');
	if (instant === null) return undefined;
	const clock = new Date(instant + zone.offsetAt(instant));
	const minute = clock.getUTCHours() * 60 + clock.getUTCMinutes();
	// Working hours may go past midnight; the part after it belongs to the day before.
	const isEarly = from > to && minute < to;
	const day = (clock.getUTCDay() + (isEarly ? 6 : 0)) % 7;
	const isWorking = from <= to ? minute >= from && minute < to : minute >= from || isEarly;
	if (isWorking && days.includes(day)) return undefined;
	return `Outside the working hours: ${zone.iso(instant)}.`;
}

/** A name that an active user has as well is no proof against anyone. */
function userReason({ done_by }: AuditLogEntry, users: CrmUsers): string | undefined {
	if (!done_by) return undefined;
	const { id, name } = done_by;
	const matching = users.all.filter((user) => (id === null ? user.name === name : user.id === id));
	const isGone =
		matching.length > 0 &&
		matching.every(
			({ status }) => status !== null && /^(disabled|deleted|inactive|deactivated)$/i.test(status),
		);
	return isGone ? `${name ?? id} is a user who was deactivated or deleted.` : undefined;
}
