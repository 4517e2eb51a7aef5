import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { csvOf, entriesAsCsv, entriesAsNdjson } from '../../../shared/entries/entryFiles';

/** How an answer is written as a file. */
interface SavedFormat {
	readonly mimeType: string;
	/** Of the file's name. */
	readonly ending: string;
	/** The whole file, in parts. */
	readonly file: (batches: AsyncIterable<EntryBatch>) => AsyncIterable<Uint8Array>;
	/** Some entries by themselves, readable without the others. */
	readonly page: (entries: EntryBatch) => string;
}

export const SAVED_FORMATS = ['csv', 'ndjson'] as const;
export type SavedFormatName = (typeof SAVED_FORMATS)[number];

const asIs = (entry: AuditLogEntry): object => entry;

/** Every format that answers can be saved in. */
export const FORMATS: Readonly<Record<SavedFormatName, SavedFormat>> = {
	csv: { mimeType: 'text/csv', ending: 'csv', file: entriesAsCsv, page: csvOf },
	ndjson: {
		mimeType: 'application/x-ndjson',
		ending: 'ndjson',
		file: (batches) => entriesAsNdjson(batches, asIs),
		page: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
	},
};
