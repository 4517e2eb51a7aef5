import { actionWord, isKnownAction } from '../entries/actions';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { folded } from '../folded';

/**
 * Zoho's words for actions are an open list, and an export may spell them differently from the
 * timeline. So a whole word is looked for among the words of the action. An action without any of them
 * is no alert of that kind, and keeps its text.
 */
export const DELETE = /(^|_)deleted?(_|$)/;
export const UPDATE = /(^|_)updated?(_|$)/;
export const EXPORT = /(^|_)export(ed)?(_|$)/;
export const OWNER = /(^|_)owner(ship)?(_|$)/;
export const ROLE_OR_PROFILE = /(^|_)(role|profile)s?(_|$)/;
export const RESTORE = /(^|_)(restored?|undeleted?)(_|$)/;
export const NEW_USER = /(^|_)(added|created|invited|activated|reactivated)(_|$)/;
const WORDS = [DELETE, UPDATE, EXPORT, OWNER, ROLE_OR_PROFILE, RESTORE, NEW_USER];

/** Whether the conditions know what the action is called. */
export function isUnderstood(action: string): boolean {
	return isKnownAction(action) || WORDS.some((word) => word.test(actionWord(action)));
}

export function has(word: RegExp, { action }: AuditLogEntry): boolean {
	return word.test(actionWord(action ?? ''));
}

/** Whether a field of this name was changed, where the source says so. */
export function changed(field: RegExp, { field_history }: AuditLogEntry): boolean {
	return (field_history ?? []).some(({ api_name, field_label }) =>
		[api_name, field_label].some((name) => field.test(actionWord(name ?? ''))),
	);
}

export function isUser({ module }: AuditLogEntry): boolean {
	return /^users?$/.test(folded(module ?? ''));
}
