import { z } from 'zod';
import { SHOWN } from '../../shared/recycleBin/meantRecords';
import { deletedAnswer } from '../questions/deleted/deletedAnswer';
import { query } from '../questions/query';
import { filters, limit, nextCursor, sameFilters } from './arguments';
import { withinBudget } from './budget';
import { shortExportSentence, shortOutput } from './outputs';
import { tool } from './tool';

export const listDeletedRecords = tool({
	name: 'list_deleted_records',
	title: 'List deleted records',
	description: (mayCreate) =>
		`The recycle bin: which deleted records can still be restored, who deleted each, days left, and event_id of its deletion in the log. Only reads: never restores. ${shortExportSentence(mayCreate)}`,
	input: {
		from: filters.from.describe('As in get_audit_log. Default 60d'),
		to: sameFilters.to,
		user: sameFilters.user,
		module: sameFilters.module,
		record: sameFilters.record,
		show: z
			.enum(SHOWN)
			.default('in_bin')
			.describe('log_only: deletions of the log that are not in the bin, and why'),
		limit: limit(200, 100),
		cursor: nextCursor,
		time_zone: sameFilters.time_zone,
	},
	output: {
		...shortOutput,
		deleted_records: z.array(z.looseObject({ match: z.string() })).optional(),
	},
	access: 'mayCreate',
	async run(app, args, call) {
		return await query(app, args, call, {
			tool: 'list_deleted_records',
			defaultFrom: '60d',
			empty: { returned: 0, deleted_records: [] },
			answer: async (context) =>
				await deletedAnswer(context, (items, build) =>
					withinBudget(app.config.maxResultChars, items, build),
				),
		});
	},
});
