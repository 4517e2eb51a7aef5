import { z } from 'zod';
import { ORDERS } from '../../shared/entries/topK';
import { query } from '../questions/query';
import { sourceOf } from '../questions/source';
import { cursor, detail, exportToRead, filters, limit, waitForNewer } from './arguments';
import { entriesAnswer } from './entriesAnswer';
import { entriesOutput, exportSentence, NO_ENTRIES, queryOutput } from './outputs';
import { tool } from './tool';

export const getAuditLog = tool({
	name: 'get_audit_log',
	title: 'Get audit log',
	description: (mayCreate) =>
		`Audit-log entries of Zoho CRM: who changed, deleted, exported or deactivated what, when; newest first. Lists every entry of a period, page by page: what a person did today, which modules were exported and by whom, which users or admins disabled an account, deleted records. Use it for questions such as 'who changed the Acme deal last week?'. For counts and rankings use summarize_audit_log, for one record's story get_record_history. ${exportSentence(mayCreate)}`,
	input: {
		...filters,
		detail,
		limit: limit(200, 50),
		cursor,
		export_id: exportToRead,
		wait_seconds: waitForNewer,
		order: z.enum(ORDERS).default('newest'),
	},
	output: {
		...queryOutput,
		...entriesOutput,
	},
	access: 'mayCreate',
	async run(app, input, call) {
		return await query(app, input, call, {
			tool: 'get_audit_log',
			empty: NO_ENTRIES,
			answer: async (context) => {
				const source = await sourceOf(context);
				return source && (await entriesAnswer(context, source, input));
			},
		});
	},
});
