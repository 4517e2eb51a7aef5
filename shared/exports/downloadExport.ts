import { ExportGoneError, UnexpectedAnswerError } from '../errors';
import type { ExportFile } from '../files/exportFile';
import type { CallOptions, CrmApi } from '../http/crmApi';
import type { Sleep } from '../http/transport';
import { type ExportJob, finishedOrThrow, type FinishedExport } from './exportJob';

/** All files of one export together. A million entries of realistic width are some 100 MB unpacked. */
export const MAX_EXPORT_BYTES = 1024 * 1024 * 1024;

/** A job may be finished a moment before its links are there. */
const LOOKS = 4;
const PAUSE_MS = 2_000;

/**
 * The files of a finished export, as Zoho made them. None when Zoho gives no link for good, which may
 * be how it says that there are no entries.
 * @throws ExportGoneError when a link is no longer usable.
 */
export async function downloadExport(
	job: FinishedExport,
	options: CallOptions,
	{
		api,
		getExport,
		sleep,
	}: {
		readonly api: CrmApi;
		readonly getExport: (id: string) => Promise<ExportJob>;
		readonly sleep: Sleep;
	},
): Promise<{ files: ExportFile[]; organizations: string[] }> {
	let links = job.download_links;
	for (let look = 1; links.length === 0 && look < LOOKS; look++) {
		await sleep(PAUSE_MS, options.signal);
		links = finishedOrThrow(await getExport(job.id)).download_links;
	}
	const files: ExportFile[] = [];
	let left = MAX_EXPORT_BYTES;
	for (const link of links) {
		const file = await downloadFile(link, left, options, api).catch((error: unknown) => {
			if (!(error instanceof ExportGoneError)) throw error;
			throw new ExportGoneError(error.message, { ...error.facts, exportId: job.id });
		});
		left -= file.bytes.length;
		files.push(file);
	}
	return { files, organizations: links.flatMap((link) => organizationIn(link) ?? []) };
}

/** The number of the organization in a link: `/v2/crm/{zgid}/auditlog/…`. */
export function organizationIn(link: string): string | undefined {
	return /\/crm\/([^/]+)\/auditlog\//.exec(link)?.[1];
}

/** The file behind one download link. The link is used as it is; where it may lead is checked below. */
export async function downloadFile(
	link: string,
	maxBytes: number,
	options: CallOptions,
	api: CrmApi,
): Promise<ExportFile> {
	const { body } = await api.download(link, maxBytes, options);
	if (body.length === 0) {
		throw new UnexpectedAnswerError('Zoho sent an empty file. Download the export again.');
	}
	return { name: nameIn(link), bytes: body };
}

/** A label: the last part of the path, without what could hurt a terminal or a path. */
function nameIn(link: string): string {
	const last = new URL(link).pathname.split('/').at(-1) ?? '';
	return last.replace(/[^\w.-]/g, '_').slice(0, 100) || 'AuditLog';
}
