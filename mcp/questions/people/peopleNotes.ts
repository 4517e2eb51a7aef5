import { cleanText } from '../../../shared/disclosure/cleanText';
import type { CrmUsers } from '../../../shared/org/users';
import type { Coverage } from '../../../shared/reading/coverage';
import type { QueryContext } from '../queryContext';
import type { countedUsers } from './countedUsers';

const MAX_NAMES = 10;

/** What a list of people cannot say. */
export function peopleNotes(
	{ client, question }: QueryContext,
	{
		users,
		found: { shared, others },
		coverage,
	}: {
		readonly users: CrmUsers;
		readonly found: ReturnType<typeof countedUsers>;
		readonly coverage: Coverage | undefined;
	},
): string[] {
	const notes: string[] = [];
	if (client.names.lacks('users') || users.all.length === 0) {
		notes.push(...client.names.notes.map((note) => cleanText(note, 400)));
		notes.push('The list of users cannot be read; summarize_audit_log has the names in the log.');
	}
	if (coverage && question.visibility !== 'all') {
		notes.push(
			'This connection may not see the entries of everybody, so no entries do not prove that somebody did nothing.',
		);
	} else if (coverage && !coverage.complete) {
		notes.push('Entries may be missing, so that somebody without any may have done something.');
	}
	notes.push(
		...shared.map(
			({ name, people, entries }) =>
				`${people} people are called ${cleanText(name, 60)}, and the log does not tell them apart: they have ${entries.toLocaleString('en')} entries together, and entries is null.`,
		),
	);
	if (others.length > 0) {
		const listed = others
			.slice(0, MAX_NAMES)
			.map(({ label, count }) => `${cleanText(label, 60) || 'no user'} (${count})`);
		const more = others.length > MAX_NAMES ? ` and ${others.length - MAX_NAMES} more` : '';
		notes.push(`Entries of the period by names that are no user: ${listed.join(', ')}${more}.`);
	}
	notes.push(
		'status, profile and role are those of now. The log has no sign-ins: who only looked has no entry.',
	);
	return notes;
}
