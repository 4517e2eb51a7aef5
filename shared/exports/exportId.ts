import { InputError } from '../errors';

/**
 * An id that can be put into a path: digits, as Zoho's ids are.
 * @throws InputError before anything is sent.
 */
export function checkedExportId(id: string): string {
	const text = id.trim();
	if (/^\d{1,30}$/.test(text)) return text;
	throw new InputError(
		`"${id.slice(0, 60)}" is not the id of an export: an id has digits only, as in 2276164000001019012. The list of exports shows the ids.`,
		{ parameter: 'exportId' },
	);
}

/** What is said of a job that Zoho does not show. */
export function unknownExport(id: string): InputError {
	return new InputError(
		`Zoho knows no export ${id}, or does not show it to this user. The list of exports shows the ids.`,
		{ parameter: 'exportId', exportId: id },
	);
}
