import { z } from 'zod';
import { peopleAnswer, USER_STATUSES } from '../questions/people/peopleAnswer';
import { query } from '../questions/query';
import { filters, limit, nextCursor, sameFilters } from './arguments';
import { withinBudget } from './budget';
import { shortExportSentence, shortOutput } from './outputs';
import { tool } from './tool';

export const listUsers = tool({
	name: 'list_users',
	title: 'List users',
	description: (mayCreate) =>
		`People of the organization: name, e-mail, status (active, deactivated, deleted), profile (administrators), role, entries in a period and the last one; also who did nothing: colleagues without activity. ${shortExportSentence(mayCreate)}`,
	input: {
		from: filters.from.describe('As in get_audit_log. Default 30d'),
		to: sameFilters.to,
		user: sameFilters.user,
		status: z.enum(USER_STATUSES).optional(),
		without_entries: z.boolean().default(false).describe('true: only people without any'),
		limit: limit(200, 100),
		cursor: nextCursor,
		time_zone: sameFilters.time_zone,
	},
	output: {
		...shortOutput,
		users: z.array(z.looseObject({ name: z.string() })).optional(),
	},
	access: 'mayCreate',
	async run(app, args, call) {
		return await query(app, args, call, {
			tool: 'list_users',
			defaultFrom: '30d',
			empty: { returned: 0, users: [] },
			answer: async (context) =>
				await peopleAnswer(context, (items, build) =>
					withinBudget(app.config.maxResultChars, items, build),
				),
		});
	},
});
