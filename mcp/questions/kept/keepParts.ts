import { keptReading } from '../../../shared/dialect/keptDialect';
import type { AuditLogClient } from '../../../shared/client';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { timedYield } from '../../../shared/files/yieldToEventLoop';
import { ExportReader } from '../../../shared/reading/exportReader';
import type { App } from '../app';

/** Keeps the rows of exports in Parquet, without a question. @returns ids of those whose rows could not be kept. */
export async function keepParts(
	app: App,
	client: AuditLogClient,
	exports: readonly DownloadedExport[],
): Promise<string[]> {
	const { archive } = app;
	const { gunzip, sleep, ticks } = client.session;
	const host = { gunzip, yieldToEventLoop: timedYield(sleep, ticks, undefined) };
	const unkept: string[] = [];
	for (const download of exports) {
		if (download.id === null) continue;
		const context = await new ExportReader(client.session, download, {}).context();
		const reading = (rows: number) => keptReading(context.dialect, context.circumstances, rows);
		const { release } = await archive.lease(download, context, { host, reading });
		await archive.settled();
		await release();
		if (!(await archive.hasPart(download.id))) unkept.push(download.id);
	}
	return unkept;
}

/** Makes the rows of all exports in the folder anew, from their files. */
export async function rebuildParts(app: App, client: AuditLogClient): Promise<string[]> {
	const { archive } = app;
	const unkept: string[] = [];
	for (const { id } of (await (await archive.folder?.())?.all()) ?? []) {
		await archive.renewPart(id);
		const download = await archive.load(id);
		if (download) unkept.push(...(await keepParts(app, client, [download])));
	}
	return unkept;
}
