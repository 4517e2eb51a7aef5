import type { AuditLogFilter } from '../../../shared/entries/filter';
import { folded } from '../../../shared/folded';

/** What people ask the log for that is not in it, and where it is. */
const NOT_LOGGED: readonly { readonly words: RegExp; readonly note: string }[] = [
	{
		words: /^(log(ged|s)?|sign(ed|s)?) ?(in|on|out|off)s?$|^log(ins?|outs?)$|^log(in|out) history$/,
		note: "The audit log does not record sign-ins: Zoho CRM's login history does, in its set-up.",
	},
	{
		words: /^ip( address(es)?)?$|^\d{1,3}(\.\d{1,3}){3}$/,
		note: 'The audit log has no IP addresses.',
	},
	{
		words: /^(view(s|ed|ing)?|look(s|ed)?( at)?|open(s|ed)?|read|seen|access(ed)?)$/,
		note: 'The audit log records what was done, not who looked at a record.',
	},
	{
		words: /^((sent |send )?e?mails?( sent)?|e mails?( sent)?)$/,
		note: 'E-mails are no module of the audit log: that one was sent may be an entry of its record, with an action such as "sent an email".',
	},
];

const OWNERSHIP = /(^|_)(owner|ownership|transferred)/;
const ADMINISTRATORS = /^admins?$|^administrators?$/;

/** Why an answer may be silent about something that happened. @param isEmpty whether nothing was found. */
export function cannotKnowNotes(filter: AuditLogFilter, isEmpty: boolean): string[] {
	const plain = (word: string): string => folded(word).replace(/[\s_-]+/g, ' ');
	const asked = [...(filter.actions ?? []), ...(filter.modules ?? []), filter.text ?? ''].map(
		plain,
	);
	const notes = NOT_LOGGED.filter(({ words }) => asked.some((word) => words.test(word)));
	return [
		...notes.map(({ note }) => note),
		...(isEmpty && (filter.actions ?? []).some((word) => OWNERSHIP.test(folded(word)))
			? [
					'A change of owner may be logged as "updated", and an exported file does not name the field: try action "updated".',
				]
			: []),
		...((filter.users ?? []).some((word) => ADMINISTRATORS.test(plain(word)))
			? ['Who is an administrator now is not in the log: list_users has profiles.']
			: []),
	];
}
