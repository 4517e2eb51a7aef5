import { instantOfIso } from '../dialect/auditedTime';
import type { NeededColumn } from '../dialect/columnNames';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { type DayTimes, isInDayTimes } from '../entries/dayTimes';
import type { CrmModules } from '../org/modules';
import type { CrmUsers } from '../org/users';
import {
	changed,
	DELETE,
	EXPORT,
	has,
	isUser,
	NEW_USER,
	OWNER,
	RESTORE,
	UPDATE,
} from './entryWords';
import { rightsReason, roleReason } from './rights';

/** Conditions that a trigger can be limited to. */
export const ALERTS = [
	'massDelete',
	'massUpdate',
	'export',
	'ownerChange',
	'roleOrProfileChange',
	'outsideWorkingHours',
	'deactivatedUser',
	'restore',
	'newUser',
	'raisedRights',
	'firstInModule',
	'unusualVolume',
] as const;
export type Alert = (typeof ALERTS)[number];
/** Conditions on many entries of one user; the others are on a single entry. */
export type CountedAlert = 'massDelete' | 'massUpdate';
export type ComparedAlert = 'firstInModule' | 'unusualVolume';

/** What an alert has to know of an entry besides its time: without it nothing would ever fire. */
const ALERT_COLUMNS = {
	massDelete: ['action', 'done_by'],
	massUpdate: ['action', 'done_by'],
	export: ['action'],
	ownerChange: ['action'],
	roleOrProfileChange: ['action', 'module'],
	outsideWorkingHours: [],
	deactivatedUser: ['done_by'],
	restore: ['action'],
	newUser: ['action', 'module'],
	raisedRights: ['action', 'module'],
	firstInModule: ['action', 'done_by', 'module'],
	unusualVolume: ['done_by'],
} as const satisfies Record<Alert, readonly NeededColumn[]>;

/** Conditions decided by the words of actions, so that they cannot be judged in an unknown language. */
export function dependOnActions(alerts: readonly Alert[]): readonly Alert[] {
	return alerts.filter((alert) => {
		const columns: readonly NeededColumn[] = ALERT_COLUMNS[alert];
		return columns.includes('action') && alert !== 'firstInModule';
	});
}

/** Conditions decided by what the modules of users, roles and profiles are called. */
export function dependOnSetUp(alerts: readonly Alert[]): readonly Alert[] {
	const those: readonly Alert[] = ['roleOrProfileChange', 'newUser', 'raisedRights'];
	return alerts.filter((alert) => those.includes(alert));
}

/** The columns of a file that these alerts cannot do without. */
export function columnsOf(alerts: readonly Alert[]): readonly NeededColumn[] {
	return [...new Set(alerts.flatMap((alert): readonly NeededColumn[] => ALERT_COLUMNS[alert]))];
}

/** What the conditions on single entries depend on. */
export interface AlertFacts {
	/** When people work. */
	readonly hours: DayTimes;
	readonly users: CrmUsers;
	/** None where the connection may not list them. */
	readonly modules: CrmModules;
	/** Whether reasons may name old and new values; true by default. */
	readonly withValues?: boolean | undefined;
}

/** Whether a mass alert counts the entry. */
export function isCounted(alert: CountedAlert, entry: AuditLogEntry): boolean {
	return has(alert === 'massDelete' ? DELETE : UPDATE, entry);
}

/** Why a single entry is an alert, as a sentence; undefined when it is none. */
export function reasonFor(
	alert: Exclude<Alert, CountedAlert | ComparedAlert>,
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
		case 'restore':
			return has(RESTORE, entry) ? 'A deleted record was restored.' : undefined;
		case 'newUser':
			return isUser(entry) && has(NEW_USER, entry) ? 'A user was added or activated.' : undefined;
		case 'raisedRights':
			return rightsReason(entry, facts);
	}
}

/** An entry without a time is never outside the working hours. */
function hoursReason(entry: AuditLogEntry, hours: DayTimes) {
	const instant = instantOfIso(entry.audited_time ?? '');
	if (instant === null) return undefined;
	if (isInDayTimes(instant, hours)) return undefined;
	return `Outside the working hours: ${hours.zone.iso(instant)}.`;
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
