import { z } from 'zod';
import { DEFAULT_THRESHOLDS } from '../../shared/review/rules';
import { query } from '../questions/query';
import { reviewAnswer, rulesIn, workingTimes } from '../questions/review/reviewAnswer';
import { filters, limit, list, nextCursor, sameFilters } from './arguments';
import { withinBudget } from './budget';
import { shortExportSentence, shortOutput } from './outputs';
import { tool } from './tool';

const { mass, volume, leaverDays } = DEFAULT_THRESHOLDS;
const whole = (most: number, defaultValue: number) =>
	z.number().int().min(1).max(most).default(defaultValue);

export const reviewAuditLog = tool({
	name: 'review_audit_log',
	title: 'Review audit log',
	description: (mayCreate) =>
		`Anything unusual or suspicious: weekly review, security check, before an audit. Findings by rules: mass deletions and updates, exports (also before leaving), owner, role and profile changes, raised rights, new users, restores, work at night, deactivated users, first times, volume far above usual. ${shortExportSentence(mayCreate)}`,
	input: {
		from: filters.from.describe('As in get_audit_log. Default 30d'),
		to: sameFilters.to,
		user: sameFilters.user,
		rules: list('mass_delete, export_before_leaving, raised_rights … Default all'),
		working_hours: sameFilters.hours.describe('Default 07:00-19:00'),
		working_days: sameFilters.weekdays,
		mass_count: whole(100_000, mass.count),
		mass_minutes: whole(1_440, mass.minutes),
		volume_factor: z.number().min(1.5).max(1_000).default(volume.factor),
		volume_minimum: whole(1_000_000, volume.minimum),
		leaver_days: whole(90, leaverDays),
		limit: limit(200, 50),
		cursor: nextCursor,
		time_zone: sameFilters.time_zone,
	},
	output: {
		...shortOutput,
		findings: z
			.array(z.looseObject({ rule: z.string(), count: z.number(), sentence: z.string() }))
			.optional(),
	},
	access: 'mayCreate',
	async run(app, args, call) {
		workingTimes(args, 'UTC');
		rulesIn(args);
		return await query(app, args, call, {
			tool: 'review_audit_log',
			defaultFrom: '30d',
			empty: { returned: 0, findings: [] },
			answer: async (context) =>
				await reviewAnswer(context, (items, build) =>
					withinBudget(app.config.maxResultChars, items, build),
				),
		});
	},
});
