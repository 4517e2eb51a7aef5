import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { csvOf, entriesAsCsv, entriesAsNdjson } from '../../../shared/entries/entryFiles';
import { ecsDocument } from '../../../shared/entries/formats/ecs';
import { ocsfEvent } from '../../../shared/entries/formats/ocsf';
import type { QueryContext } from '../queryContext';
import type { AnswerEntries } from './answerEntries';
import { reportFile } from './reportFile';

/** How an answer is written as a file. */
interface SavedFormat {
	readonly mimeType: string;
	/** Of the file's name. */
	readonly ending: string;
	/** The whole file, in parts. */
	readonly file: (context: QueryContext, answer: AnswerEntries) => AsyncIterable<Uint8Array>;
	/** Some entries by themselves, readable without the others; null for what is whole or nothing. */
	readonly page: ((context: QueryContext, entries: EntryBatch) => string) | null;
}

export const SAVED_FORMATS = ['csv', 'ndjson', 'ecs', 'ocsf', 'report'] as const;
export type SavedFormatName = (typeof SAVED_FORMATS)[number];

/** One JSON object a line. @param now for documents that need a time of their own. */
function lines(toJson: (entry: AuditLogEntry, now: number) => object): SavedFormat {
	return {
		mimeType: 'application/x-ndjson',
		ending: 'ndjson',
		file: ({ client }, { entries }) => {
			const now = client.now();
			return entriesAsNdjson(entries, (entry) => toJson(entry, now));
		},
		page: ({ client }, entries) =>
			entries.map((entry) => `${JSON.stringify(toJson(entry, client.now()))}\n`).join(''),
	};
}

/** Every format that answers can be saved in. */
export const FORMATS: Readonly<Record<SavedFormatName, SavedFormat>> = {
	csv: {
		mimeType: 'text/csv',
		ending: 'csv',
		file: (_, { entries }) => entriesAsCsv(entries),
		page: (_, entries) => csvOf(entries),
	},
	ndjson: lines((entry) => entry),
	ecs: lines(ecsDocument),
	ocsf: lines(ocsfEvent),
	report: { mimeType: 'text/html', ending: 'html', file: reportFile, page: null },
};
