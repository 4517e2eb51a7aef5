import { CrmUsers } from '../../../shared/org/users';
import type { Coverage } from '../../../shared/reading/coverage';
import { filterLines } from '../../../shared/report/filterLines';
import { reportOf } from '../../../shared/report/report';
import { reviewedFindings } from '../../../shared/report/reviewedFindings';
import type { QueryContext } from '../queryContext';
import { matchNotes, periodNotes } from '../scope';
import type { AnswerEntries } from './answerEntries';

/** The entries as a report, in the time zone of the question; with a review where they can be read twice. */
export async function* reportFile(
	context: QueryContext,
	{ entries, coverage, again }: AnswerEntries,
): AsyncGenerator<Uint8Array> {
	const { app, client, question, run } = context;
	const { people } = app.config;
	const { filter } = question;
	const asked = [...(filter.users ?? []), ...(filter.excludeUsers ?? [])];
	const hide = (text: string): string => (people ? people.message(text, asked) : text);
	const { signal } = run;
	const { names } = client;
	const { name } = await names.organization({ signal });
	const { zone } = question;
	// What is said of people by their own names is not known where those are hidden.
	const users = people ? new CrmUsers([]) : await names.users({ signal });
	const facts = { users, modules: await names.modules({ signal }) };
	const reviewed = again && !people && (await reviewedFindings(again(), zone, coverage(), facts));
	const html = await reportOf(entries, {
		zone,
		get coverage() {
			const whole = coverage();
			return Object.create(whole, { notes: { value: whole.notes.map(hide) } }) as Coverage;
		},
		organization: name === null ? null : hide(name),
		filters: filterLines(people ? people.filter(filter) : filter),
		...(reviewed ? { findings: reviewed.findings } : { facts }),
		madeAt: client.now(),
		notes: async (total) =>
			[
				...(reviewed ? reviewed.notes : []),
				...periodNotes(question, coverage()),
				...(await matchNotes(context, coverage(), total)),
			].map(hide),
	});
	yield new TextEncoder().encode(html);
}
