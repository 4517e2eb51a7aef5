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
	const { client, question, run } = context;
	const { signal } = run;
	const { names } = client;
	const { name } = await names.organization({ signal });
	const html = await reportOf(entries, {
		zone: question.zone,
		get coverage() {
			return coverage();
		},
		organization: name,
		filters: filterLines(question.filter),
		facts: { users: await names.users({ signal }), modules: await names.modules({ signal }) },
		madeAt: client.now(),
		notes: async (total) => [
			...periodNotes(question, coverage()),
			...(await matchNotes(context, coverage(), total)),
		],
	});
	yield new TextEncoder().encode(html);
}
