import { disclosureOf } from '../../config/disclosure';
import type { EntryBatch } from '../../../shared/entries/auditLogEntry';
import type { Order } from '../../../shared/entries/topK';
import type { Coverage } from '../../../shared/reading/coverage';
import type { QueryContext } from '../queryContext';
import { withSelection } from '../selection';
import { reporting, type Source } from '../source';
import { disclosedEntries, selectedEntries } from './entriesToSave';

/** All entries that answer a question, as they may leave the server; `coverage` is final when they have ended. */
export interface AnswerEntries {
	readonly entries: AsyncIterable<EntryBatch>;
	readonly coverage: () => Coverage;
	/** The same once more; null where that would mean asking Zoho again. */
	readonly again: (() => AsyncIterable<EntryBatch>) | null;
}

/** What `work` makes of all entries that answer a question, in an order where their source has one. */
export async function withAnswerEntries<T>(
	context: QueryContext,
	source: Source,
	order: Order,
	work: (answer: AnswerEntries) => Promise<T>,
): Promise<T> {
	const { reading, exports } = source;
	const disclosure = disclosureOf(context.app.config);
	if (!exports) {
		// As it comes: newest first.
		const entries = disclosedEntries(reporting(reading, context), disclosure);
		return await work({ entries, coverage: () => reading.coverage, again: null });
	}
	return await withSelection(context, source, exports, {}, async (selection) => {
		const again = () => selectedEntries(selection, order, disclosure);
		return await work({ entries: again(), coverage: () => selection.coverage, again });
	});
}
