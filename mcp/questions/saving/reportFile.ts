import type { EntryBatch } from '../../../shared/entries/auditLogEntry';
import type { Coverage } from '../../../shared/reading/coverage';
import { filterLines } from '../../../shared/report/filterLines';
import { reportOf } from '../../../shared/report/report';
import type { QueryContext } from '../queryContext';
import { matchNotes, periodNotes } from '../scope';

/** The entries as a report, in the time zone of the question. @param coverage is asked for when they have ended. */
export async function* reportFile(
	context: QueryContext,
	entries: AsyncIterable<EntryBatch>,
	coverage: () => Coverage,
): AsyncGenerator<Uint8Array> {
	const { app, client, question, run } = context;
	const { people } = app.config;
	const { filter } = question;
	const asked = [...(filter.users ?? []), ...(filter.excludeUsers ?? [])];
	const hide = (text: string): string => (people ? people.message(text, asked) : text);
	const { signal } = run;
	const { names } = client;
	const { name } = await names.organization({ signal });
	const html = await reportOf(entries, {
		zone: question.zone,
		get coverage() {
			const whole = coverage();
			return Object.create(whole, { notes: { value: whole.notes.map(hide) } }) as Coverage;
		},
		organization: name === null ? null : hide(name),
		filters: filterLines(people ? people.filter(filter) : filter),
		facts: { users: await names.users({ signal }), modules: await names.modules({ signal }) },
		madeAt: client.now(),
		notes: async (total) =>
			[...periodNotes(question, coverage()), ...(await matchNotes(context, coverage(), total))].map(
				hide,
			),
	});
	yield new TextEncoder().encode(html);
}
