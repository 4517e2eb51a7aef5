import { z } from 'zod';

/** Little is required: an unusual entry must not cost the whole result. */
export const shownEntries = z.array(z.looseObject({ time: z.string().nullable() }));

/** The job that an answer waits for or was read from: what its status may be is said by the tools of exports. */
export const ofExport = z.looseObject({ export_id: z.string() }).optional();

/** In every result of the three tools that query the log. */
export const queryOutput = {
	status: z.enum(['ready', 'preparing', 'failed']),
	scope: z.looseObject({}).optional(),
	export_id: z.string().optional(),
	export: ofExport,
};

/** The same in short; keys that are not named may be there all the same. */
export const shortOutput = {
	status: z.enum(['ready', 'preparing', 'failed']),
	scope: z.looseObject({}).optional(),
	total_matched: z.number().optional(),
	next_cursor: z.string().optional(),
};

export const entriesOutput = {
	total_matched: z.number().optional(),
	returned: z.number().optional(),
	entries: shownEntries.optional(),
	next_cursor: z.string().optional(),
};

export const NO_ENTRIES = { returned: 0, entries: [] };

/** The cost of a tool that queries the log, for its description. */
export function exportSentence(mayCreate: boolean): string {
	return mayCreate
		? "May start an export job in Zoho; if that takes time the answer is status 'preparing': call again with the same arguments."
		: 'Reads existing exports and never starts one.';
}

/** The same in short, where other tools say it at length. */
export function shortExportSentence(mayCreate: boolean): string {
	return mayCreate ? 'May start an export job, as get_audit_log.' : 'Reads existing exports.';
}
