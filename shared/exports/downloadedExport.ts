import type { ExporterSettings } from '../dialect/exportDialect';
import type { KeptReading } from '../dialect/keptDialect';
import type { ExportFile } from '../files/exportFile';
import type { Period } from '../period';
import type { EmptyFile } from './emptyFile';
import type { ExportJob } from './exportJob';

/** Files of one export, and what is known of it. */
export interface DownloadedExport {
	/** Null when the file came by a link that belongs to no known job. */
	readonly id: string | null;
	/** When Zoho began to gather the entries; ISO 8601. */
	readonly startedAt: string | null;
	/** The user who exported: times are written in that user's format and zone. */
	readonly createdById: string | null;
	/** How that user wrote times when the export was created, where that is known; as now by default. */
	readonly settings?: ExporterSettings | undefined;
	/** What the export is limited to; null when it holds everything, undefined when it is not known. */
	readonly criteria: object | null | undefined;
	readonly files: readonly ExportFile[];
	/** Whether the export has other files as well, which may show more of how all of them are written. */
	readonly isPart?: boolean;
	/** What an earlier reading found of how they are written, where that is kept with them. */
	readonly reading?: KeptReading | undefined;
	/** Files of the export that hold no entries; those with a header are among `files` as well. */
	readonly emptyFiles?: readonly EmptyFile[] | undefined;
	/** Numbers of organizations in the links of the files. */
	readonly organizations?: readonly string[];
	/** Where several exports make up one reading: the part that is read from this one. */
	readonly window?: Period | undefined;
}

/** What a job says about its files; nothing is known of a file without a job. */
export function jobFacts(
	job: ExportJob | undefined,
): Omit<DownloadedExport, 'files' | 'emptyFiles' | 'organizations'> {
	return {
		id: job?.id ?? null,
		startedAt: job?.job_start_time ?? null,
		createdById: job?.created_by?.id ?? null,
		criteria: job?.criteria,
	};
}

/** Keeps downloads for later questions. */
export interface DownloadStore {
	/** The export from the store, or else what `download` gives: once for all callers that wait for it. */
	keep(
		id: string,
		download: () => Promise<DownloadedExport>,
		signal?: AbortSignal,
	): Promise<DownloadedExport>;
}
