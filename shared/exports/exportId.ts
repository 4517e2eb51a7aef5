import { InputError } from '../errors';
import { type ExportJob, newestFirst } from './exportJob';

/** In place of an id: the finished export that Zoho began last. */
export const LATEST = 'latest';

/**
 * An id that can be put into a path: digits, as Zoho's ids are.
 * @throws InputError before anything is sent.
 */
export function checkedExportId(id: string): string {
	const text = id.trim();
	if (/^\d{1,30}$/.test(text)) return text;
	throw new InputError(
		`"${id.slice(0, 60)}" is not the id of an export: an id has digits only, as in 2276164000001019012, and ${LATEST} stands for the newest finished one. The list of exports shows the ids.`,
		{ parameter: 'exportId' },
	);
}

/** The error for a job that Zoho does not show. */
export function unknownExport(id: string): InputError {
	return new InputError(
		`Zoho knows no export ${id}, or does not show it to this user. Choose one from the list of exports.`,
		{ parameter: 'exportId', exportId: id },
	);
}

/** @throws InputError when no export is finished. */
export function latestFinished(jobs: readonly ExportJob[]): ExportJob {
	const [latest] = newestFirst(jobs.filter(({ state }) => state === 'finished'));
	if (latest) return latest;
	throw new InputError('Zoho lists no finished export. Create one first.', {
		parameter: 'exportId',
	});
}
