import { actionWord } from '../entries/actions';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { folded } from '../folded';
import { type CrmUsers, RIGHTS_TO_EVERYTHING, seesEverything } from '../org/users';
import { changed, has, isUser, NEW_USER, ROLE_OR_PROFILE, UPDATE } from './entryWords';

const PERHAPS_RAISED = 'The source does not say what was changed, so check the rights';

export function roleReason(entry: AuditLogEntry): string | undefined {
	const module = folded(entry.module ?? '');
	if (ROLE_OR_PROFILE.test(actionWord(module))) return `A ${module} entry: what roles may do.`;
	if (has(ROLE_OR_PROFILE, entry)) return 'A role or profile was changed.';
	if (!isUser(entry)) return undefined;
	if (changed(ROLE_OR_PROFILE, entry)) return "A user's role or profile was changed.";
	// An exported file may not name the field of the user: that is reported instead of guessed.
	const isUnknown = entry.field_history === null && has(UPDATE, entry);
	return isUnknown ? 'A user was changed; the source does not say what, so check it.' : undefined;
}

interface RightsFacts {
	readonly users: CrmUsers;
	/** Whether the sentence may name a new value. */
	readonly withValues?: boolean | undefined;
}

/** Of a user, or of what a profile allows. What the source leaves out is reported instead of guessed. */
export function rightsReason(
	entry: AuditLogEntry,
	{ users, withValues = true }: RightsFacts,
): string | undefined {
	const { field_history: changes, record } = entry;
	const isProfile = ROLE_OR_PROFILE.test(actionWord(entry.module ?? ''));
	if (!isUser(entry) && !isProfile) return undefined;
	if (changes === null) {
		if (isProfile)
			return has(UPDATE, entry) ? `${PERHAPS_RAISED} of a role or profile.` : undefined;
		const user = users.all.find(({ id, name }) => id === record?.id || name === record?.name);
		const isRaised = user && seesEverything(user) && (has(UPDATE, entry) || has(NEW_USER, entry));
		return isRaised ? `${PERHAPS_RAISED} of ${user.name}, who may see everything.` : undefined;
	}
	if (isProfile) {
		const given = changes.find(({ old, new: now }) => folded(`${old} ${now}`) === 'false true');
		return given
			? `A profile was given a right: ${given.api_name ?? given.field_label}.`
			: undefined;
	}
	const raised = changes.find(
		(change) =>
			[change.api_name, change.field_label].some((it) =>
				ROLE_OR_PROFILE.test(actionWord(it ?? '')),
			) && RIGHTS_TO_EVERYTHING.includes(change.new ?? ''),
	);
	const became = withValues ? `became ${raised?.new}` : 'was given more rights';
	return raised ? `A user ${became}.` : undefined;
}
