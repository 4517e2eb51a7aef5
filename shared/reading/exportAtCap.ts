import { isAtCap } from './exportCap';
import type { CallOptions } from '../http/crmApi';
import { contextOf, type DownloadedExport, type ReadingHost } from './exportReading';
import type { OrganizationNames } from '../org/organizationNames';

/** Whether an export holds as many entries as Zoho gives at most, so that others may be missing. */
export async function exportAtCap(
	download: DownloadedExport,
	names: OrganizationNames,
	host: ReadingHost,
	options: CallOptions,
): Promise<boolean> {
	return await isAtCap(download.files, host.exportCap, {
		...host,
		signal: options.signal,
		context: async () => await contextOf(download, names, options),
	});
}
