import type { Reading } from '../../shared/reading/coverage';
import type { DownloadedExport, ReadOptions } from '../../shared/reading/exportReading';
import { AuditLogClient, type ClientSettings } from '../../shared/client';
import type { AuditLogFilter } from '../../shared/entries/filter';
import type { FinishedExport } from '../../shared/exports/exportJob';
import type { CallOptions } from '../../shared/http/crmApi';
import type { ExportStore } from './exportStore';

/** A reading of exports, and which: they can be counted without being read as entries. */
export interface ExportReading extends Reading {
	readonly exports: readonly DownloadedExport[];
}

/** The client of a process that is asked again and again: what was downloaded once stays in the store. */
export class StoredClient extends AuditLogClient {
	private readonly atCap = new WeakMap<object, boolean>();

	constructor(
		settings: ClientSettings,
		private readonly store: ExportStore,
	) {
		super({ ...settings, rows: (file, context) => store.rowsOf(file, context) });
	}

	override async downloadExport(
		job: FinishedExport,
		options: CallOptions = {},
	): Promise<DownloadedExport> {
		options.signal?.throwIfAborted();
		const download = async (): Promise<DownloadedExport> =>
			await super.downloadExport(job, options);
		return await this.store.keep(job.id, download, options.signal);
	}

	/** Asked for each question, and the answer of files never changes. */
	override async isAtCap(download: DownloadedExport, options: CallOptions = {}): Promise<boolean> {
		const known = this.atCap.get(download.files);
		if (known !== undefined) return known;
		const isAtCap = await super.isAtCap(download, options);
		this.atCap.set(download.files, isAtCap);
		return isAtCap;
	}

	/** Whether these exports are counted without most of them being unpacked. */
	knowsRows(exports: readonly DownloadedExport[]): boolean {
		return this.store.knowsRows(exports);
	}

	override readEntries(
		exports: readonly DownloadedExport[],
		filter: AuditLogFilter = {},
		options: ReadOptions = {},
	): ExportReading {
		// Only the resource of a file shows rows as received.
		const reading = super.readEntries(exports, filter, { withRaw: false, ...options });
		return { ...reading, exports };
	}
}

/** The exports that are read; null for the endpoint. */
export function exportsOf(reading: Reading): readonly DownloadedExport[] | null {
	return 'exports' in reading ? (reading as ExportReading).exports : null;
}
