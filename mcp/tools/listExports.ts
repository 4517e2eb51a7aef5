import { z } from 'zod';
import { newestFirst } from '../../shared/exports/exportJob';
import { withinBudget } from './budget';
import { limit } from './arguments';
import type { Result } from '../questions/queryContext';
import { EXPORT_STATUSES, exportOf, shownExport } from '../questions/shownExport';
import { tool } from './tool';

export const listExports = tool({
	name: 'list_exports',
	title: 'List exports',
	description:
		'List the audit-log export jobs known to Zoho, newest first, with status, period and when they expire.',
	input: { status: z.enum(EXPORT_STATUSES).optional(), limit: limit(100, 20) },
	output: {
		exports: z.array(shownExport).optional(),
		total_matched: z.number().optional(),
		returned: z.number().optional(),
	},
	access: 'reads',
	async run({ config, client: clientOf }, input, { signal }) {
		const client = await clientOf(signal);
		const jobs = newestFirst(await client.listExports({ signal }));
		const all = jobs.map((job) => exportOf(job, client.now()));
		const matching = all.filter(({ status }) => !input.status || status === input.status);
		return withinBudget(
			config.maxResultChars,
			matching.slice(0, input.limit),
			(exports): Result => ({
				exports,
				total_matched: matching.length,
				returned: exports.length,
				notes: notesOn(exports.length, matching.length, all.length, config.readOnly),
			}),
		);
	},
});

function notesOn(returned: number, matching: number, all: number, readOnly: boolean): string[] {
	if (all === 0) {
		return [
			readOnly
				? 'There is no export yet, and this server is read-only: someone with permission has to export in Zoho.'
				: 'There is no export yet. create_export starts one; get_audit_log makes the ones it needs.',
		];
	}
	if (matching === 0) return [`None of the ${all} exports has this status.`];
	return returned < matching ? [`These are the newest ${returned} of ${matching} exports.`] : [];
}
