import { noPermission } from '../answers';
import type { ZohoAnswer } from '../answers';
import type { LogEntry } from '../log/logEntry';
import { users } from './staff';
import type { Switches } from '../switches';
import type { User } from './staff';

/**
 * The administrator profile and the CEO role see everything, others their own and their
 * subordinates' entries: https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html
 */
export function seesEverything(user: User): boolean {
	return user.profile.name === 'Administrator' || user.role.name === 'CEO';
}

/** The OpenAPI description refuses non-administrators instead. */
export function refuseUser(user: User, switches: Switches): ZohoAnswer | null {
	const refused = switches.nonAdministrator === 403 && !seesEverything(user);
	return refused ? noPermission() : null;
}

export function visibleTo(user: User): (entry: LogEntry) => boolean {
	if (seesEverything(user)) return () => true;
	const seen = subordinatesOf(user);
	return (entry) => entry.done_by !== null && seen.has(entry.done_by.id);
}

/** Ids of a user and of everybody below. */
export function subordinatesOf(user: User): ReadonlySet<string> {
	const seen = new Set([user.id]);
	// Iterating a set includes members added during the loop: this visits the whole tree.
	for (const manager of seen) {
		for (const other of users) if (other.Reporting_To?.id === manager) seen.add(other.id);
	}
	return seen;
}
