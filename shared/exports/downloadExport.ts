import { ExportGoneError, UnexpectedAnswerError } from '../errors';
import type { ExportFile } from '../files/exportFile';
import { allowedUrl } from '../http/allowedUrls';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';
import { type DownloadedExport, jobFacts } from './downloadedExport';
import { emptyFile } from './emptyFile';
import { finishedOrThrow, type FinishedExport } from './exportJob';
import { getExport, listExports } from './exportJobs';

/** All files of one export together. A million entries of realistic width are some 100 MB unpacked. */
const MAX_EXPORT_BYTES = 1024 * 1024 * 1024;

/** A job may be finished a moment before its links are there. */
const LOOKS = 4;
const PAUSE_MS = 2_000;

/**
 * A finished export with its files as Zoho made them; from the session's store where it is there.
 * It has no files when Zoho never gives a link, which may be how it says that there are no entries.
 * @throws ExportGoneError when a link is no longer usable.
 */
export async function downloadExport(
	session: Session,
	job: FinishedExport,
	options: CallOptions,
): Promise<DownloadedExport> {
	options.signal?.throwIfAborted();
	const download = async (): Promise<DownloadedExport> => await downloaded(session, job, options);
	const { store } = session;
	return store ? await store.keep(job.id, download, options.signal) : await download();
}

async function downloaded(
	session: Session,
	job: FinishedExport,
	options: CallOptions,
): Promise<DownloadedExport> {
	let links = job.download_links;
	for (let look = 1; links.length === 0 && look < LOOKS; look++) {
		await session.sleep(PAUSE_MS, options.signal);
		links = finishedOrThrow(await getExport(session, job.id, options)).download_links;
	}
	const files: ExportFile[] = [];
	let left = MAX_EXPORT_BYTES;
	for (const link of links) {
		const file = await downloadFile(session, link, left, options).catch((error: unknown) => {
			if (!(error instanceof ExportGoneError)) throw error;
			throw new ExportGoneError(error.message, { ...error.facts, exportId: job.id });
		});
		left -= file.bytes.length;
		files.push(file);
	}
	const organizations = links.flatMap((link) => organizationIn(link) ?? []);
	return { ...jobFacts(job), ...sorted(files), organizations };
}

/** Those that are read, and those that hold no entries: a header is still checked where it is read. */
function sorted(all: readonly ExportFile[]): Pick<DownloadedExport, 'files' | 'emptyFiles'> {
	const emptyFiles = all.flatMap((file) => emptyFile(file) ?? []);
	const unread = emptyFiles.filter(({ holds }) => holds !== 'header').map(({ bytes }) => bytes);
	const files = all.filter(({ bytes }) => !unread.includes(bytes));
	return emptyFiles.length === 0 ? { files } : { files, emptyFiles };
}

/**
 * The file of one download link.
 * @throws InputError before anything is sent when the link leads anywhere else than to a file of an
 * export in this data center.
 */
export async function downloadLink(
	session: Session,
	link: string,
	options: CallOptions,
): Promise<DownloadedExport> {
	const url = allowedUrl(link.trim(), 'file', session.dataCenter);
	const job = (await listExports(session, options)).find(
		(listed) => listed.state === 'finished' && listed.download_links.includes(link.trim()),
	);
	const file = await downloadFile(session, url, MAX_EXPORT_BYTES, options);
	const isPart = job?.state === 'finished' && job.download_links.length > 1;
	const organizations = [organizationIn(url) ?? ''];
	return { ...jobFacts(job), ...sorted([file]), organizations, ...(isPart && { isPart }) };
}

/** The number of the organization in a link: `/v2/crm/{zgid}/auditlog/…`. */
function organizationIn(link: string): string | undefined {
	return /\/crm\/([^/]+)\/auditlog\//.exec(link)?.[1];
}

/** The link is used as it is; `guarded` checks where it leads. An empty file is looked at twice. */
async function downloadFile(
	session: Session,
	link: string,
	maxBytes: number,
	options: CallOptions,
): Promise<ExportFile> {
	const { api, sleep } = session;
	let answer = await api.download(link, maxBytes, options);
	if (answer.body.length === 0) {
		await sleep(PAUSE_MS, options.signal);
		answer = await api.download(link, maxBytes, options);
	}
	const { body, headers } = answer;
	// Without a length nothing distinguishes an empty file from one that broke off before its first byte.
	if (body.length === 0 && !('content-length' in headers || 'transfer-encoding' in headers)) {
		throw new UnexpectedAnswerError('Zoho sent an empty file. Download the export again.');
	}
	return { name: nameIn(link), bytes: body };
}

/** A label: the last part of the path, without what could hurt a terminal or a path. */
function nameIn(link: string): string {
	const last = new URL(link).pathname.split('/').at(-1) ?? '';
	return last.replace(/[^\w.-]/g, '_').slice(0, 100) || 'AuditLog';
}
