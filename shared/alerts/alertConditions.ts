import { actionWord } from '../entries/actions';
import { instantOfIso } from '../dialect/auditedTime';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import type { TimeZone } from '../dialect/timeZone';
import { folded } from '../folded';
import type { CrmUsers } from '../org/users';

/** What a trigger can be limited to. */
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

/** When people work. */
export interface WorkingHours {
	readonly zone: TimeZone;
	/** Minutes since midnight; inclusive and exclusive. */
	readonly from: number;
	readonly to: number;
	/** 0 is Sunday. */
	readonly days: readonly number[];
}

/** What the conditions on single entries have to know. */
export interface AlertFacts {
	readonly hours: WorkingHours;
	readonly users: CrmUsers;
}

/**
 * Zoho's words for actions are an open list, and an export may write them otherwise than the timeline.
 * So a word is looked for as a whole among the words of the action. What has none of them is no alert
 * of that kind, and keeps its text.
 */
const DELETE = /(^|_)deleted?(_|$)/;
const UPDATE = /(^|_)updated?(_|$)/;
const EXPORT = /(^|_)export(ed)?(_|$)/;
const OWNER = /(^|_)owner(ship)?(_|$)/;
const ROLE_OR_PROFILE = /(^|_)(role|profile)s?(_|$)/;

/** Whether an entry is one of those that a mass alert counts. */
export function isCounted(alert: 'massDelete' | 'massUpdate', entry: AuditLogEntry): boolean {
	return (alert === 'massDelete' ? DELETE : UPDATE).test(actionWord(entry.action ?? ''));
}

/** Why an entry alone is an alert, as a sentence; undefined when it is none. */
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
	// The exported file may not say which field of the user it was: that is said instead of guessed.
	const isUntold = entry.field_history === null && has(UPDATE, entry);
	return isUntold ? 'A user was changed; the source does not tell what, so look.' : undefined;
}

/** An entry without a time is never called late or early. */
function hoursReason(entry: AuditLogEntry, { zone, from, to, days }: WorkingHours) {
	const instant = instantOfIso(entry.audited_time ?? '');
	if (instant === null) return undefined;
	const clock = new Date(instant + zone.offsetAt(instant));
	const minute = clock.getUTCHours() * 60 + clock.getUTCMinutes();
	// Working hours may go past midnight; then the early part belongs to the day before.
	const isEarly = from > to && minute < to;
	const day = (clock.getUTCDay() + (isEarly ? 6 : 0)) % 7;
	const isWorking = from <= to ? minute >= from && minute < to : minute >= from || isEarly;
	if (isWorking && days.includes(day)) return undefined;
	return `Outside the working hours: ${zone.iso(instant)}.`;
}

/** A name that an active user has as well accuses nobody. */
function userReason({ done_by }: AuditLogEntry, users: CrmUsers): string | undefined {
	if (!done_by) return undefined;
	const { id, name } = done_by;
	const meant = users.all.filter((user) => (id === null ? user.name === name : user.id === id));
	const isGone =
		meant.length > 0 &&
		meant.every(
			({ status }) => status !== null && /^(disabled|deleted|inactive|deactivated)$/i.test(status),
		);
	return isGone ? `${name ?? id} is a user who was deactivated or deleted.` : undefined;
}
