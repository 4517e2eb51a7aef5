import { keptReading } from '../../../shared/dialect/keptDialect';
import type { AuditLogClient } from '../../../shared/client';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { AuditLogError } from '../../../shared/errors';
import { unpackingHost } from '../../../shared/files/zip';
import { exportContext } from '../../../shared/reading/dialect/entryContexts';
import type { App } from '../app';

/** Keeps the rows of exports in Parquet, without a question. @returns ids of those whose rows could not be kept. */
export async function keepParts(
	app: App,
	client: AuditLogClient,
	exports: readonly DownloadedExport[],
): Promise<string[]> {
	const { archive } = app;
	const host = unpackingHost(client.session);
	const unkept: string[] = [];
	for (const download of exports) {
		if (download.id === null) continue;
		const context = await exportContext(client.session, download, {});
		const reading = (rows: number) => keptReading(context.dialect, context.circumstances, rows);
		const { release } = await archive.lease(download, context, { host, reading });
		await archive.settled();
		await release();
		if (!(await archive.hasPart(download.id))) unkept.push(download.id);
	}
	return unkept;
}

/** What came of rows that were to be made anew: ids of exports. */
export interface Rebuilt {
	readonly made: string[];
	/** Their rows could not be kept. */
	readonly unkept: string[];
	/** Why the files of others were not read, in one sentence each. */
	readonly problems: string[];
}

/**
 * Makes the rows of exports in the folder anew, from their files.
 * @param which without `all` those that have none which this version can use.
 */
export async function rebuildParts(
	app: App,
	client: AuditLogClient,
	which: { readonly all: boolean },
): Promise<Rebuilt> {
	const { archive } = app;
	const rebuilt: Rebuilt = { made: [], unkept: [], problems: [] };
	for (const { id } of (await (await archive.folder?.())?.all()) ?? []) {
		if (!which.all && (await archive.hasPart(id))) continue;
		try {
			await archive.renewPart(id);
			const download = await archive.load(id);
			const unkept = download ? await keepParts(app, client, [download]) : [];
			rebuilt.unkept.push(...unkept);
			if (download && unkept.length === 0) rebuilt.made.push(id);
		} catch (error) {
			// The others are made all the same.
			if (!(error instanceof AuditLogError)) throw error;
			rebuilt.problems.push(`The export ${id}: ${error.message}`);
		}
	}
	return rebuilt;
}
