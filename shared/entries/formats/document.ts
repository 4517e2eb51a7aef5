/** JSON as other programs take it. */
export type Document = { [key: string]: unknown };

/** The same without what is not known: nothing empty, no null, no object of nothing. */
export function known(value: Document): Document {
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, item]) => {
			const kept = isPlain(item) ? known(item) : item;
			const isNothing =
				kept === null || kept === undefined || kept === '' || (isPlain(kept) && isEmpty(kept));
			return isNothing ? [] : [[key, kept] as const];
		}),
	);
}

function isPlain(value: unknown): value is Document {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: Document): boolean {
	return Object.keys(value).length === 0;
}

/** In `tags` or `labels` of a document whose time is that of its making. */
export const TIME_UNKNOWN = 'audited_time_unknown';
