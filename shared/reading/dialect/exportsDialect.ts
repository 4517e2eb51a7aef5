import { type ExportDialect, isSameSettings } from '../../dialect/exportDialect';
import { dialectOf, type KeptDialect } from '../../dialect/keptDialect';
import { UnexpectedAnswerError } from '../../errors';
import type { DownloadedExport } from '../../exports/downloadedExport';
import { unpackingHost } from '../../files/zip';
import type { CallOptions } from '../../http/crmApi';
import type { Session } from '../../session';
import { exportContext, exporterSettings } from './entryContexts';
import { exportHead, passOver } from './exportSample';

/**
 * Has an export be read as it was before, whatever has changed since.
 * @throws UnexpectedAnswerError when its files begin otherwise.
 */
export async function readAsKept(
	session: Session,
	{ id, files }: DownloadedExport,
	kept: KeptDialect,
	options: CallOptions,
): Promise<ExportDialect> {
	const dialect = dialectOf(kept, await exportHead(files, unpackingHost(session, options.signal)));
	if (!dialect) throw readsOtherwise(id);
	if (id !== null) session.dialects.set(id, dialect);
	return dialect;
}

export function readsOtherwise(id: string | null): UnexpectedAnswerError {
	return new UnexpectedAnswerError(
		`The file of the export ${id} reads differently than when its delivery began: its columns, or how its times are written, have changed. It is not read on; what is left of it comes from a new export.`,
		{ exportId: id ?? undefined },
	);
}

/**
 * How an export is written; undefined when the exporting user's settings are not known to have been
 * the same all the time, and the files alone do not prove it.
 */
export async function certainDialect(
	session: Session,
	download: DownloadedExport,
	options: CallOptions,
): Promise<ExportDialect | undefined> {
	// Where a trouble lasts, it is not the names of the organization that are asked for first.
	if (options.attempts === 1)
		await passOver(download.files, unpackingHost(session, options.signal));
	const { dialect } = await exportContext(session, download, options);
	const { proof } = dialect.times;
	const exporter = download.createdById ?? (await session.names.ownUserId(options));
	const now = await exporterSettings(session, exporter, options);
	const isKnown = download.settings !== undefined && isSameSettings(download.settings, now);
	const isProved = (proof?.format ?? 'proved') !== 'assumed' && proof?.zone !== 'assumed';
	const isUnread = proof?.format === 'unknown' || proof?.zone === 'unknown';
	if (!isKnown && (!isProved || isUnread)) return undefined;
	// Not found anew by what reads the entries.
	if (download.id !== null) session.dialects.set(download.id, dialect);
	return dialect;
}
