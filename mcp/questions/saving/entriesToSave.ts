import { entryPage } from '../../archive/entryPage';
import { type Disclosure, disclosed } from '../../config/disclosure';
import type { EntryBatch } from '../../../shared/entries/auditLogEntry';
import { type PageKey, pageKeyOf } from '../../../shared/entries/page';
import type { Order } from '../../../shared/entries/topK';
import type { Selection } from '../../archive/selection';

/** So many entries are in memory at once. */
const BATCH = 10_000;

/** All entries of a selection in one order, as they may leave the server. */
export async function* selectedEntries(
	selection: Selection,
	order: Order,
	disclosure: Disclosure,
): AsyncGenerator<EntryBatch> {
	let after: PageKey | undefined;
	for (;;) {
		const { entries } = await entryPage(selection, { limit: BATCH, order, after });
		const last = entries.at(-1);
		if (!last) return;
		yield entries.map((entry) => disclosed(entry, disclosure));
		if (entries.length < BATCH) return;
		after = pageKeyOf(last);
	}
}

/** The same of entries that come one after another. */
export async function* disclosedEntries(
	batches: AsyncIterable<EntryBatch>,
	disclosure: Disclosure,
): AsyncGenerator<EntryBatch> {
	for await (const batch of batches) {
		if (batch.length > 0) yield batch.map((entry) => disclosed(entry, disclosure));
	}
}
