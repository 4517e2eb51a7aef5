import { z } from 'zod';
import { COUNT_KEYS, type EntryGroup } from '../../shared/reading/entryCounts';
import { withinBudget } from './budget';
import { cleanText, DATA_NOTE } from '../../shared/disclosure/cleanText';
import { type Counts, countsOf } from '../questions/counts';
import { query } from '../questions/query';
import type { QueryContext, QueryResult } from '../questions/queryContext';
import { coverageNotes, matchNotes, periodNotes, scopeOf } from '../questions/scope';
import { sourceOf } from '../questions/source';
import { exportToRead, filters, limit } from './arguments';
import { exportSentence, queryOutput } from './outputs';
import { tool } from './tool';

/** Characters of one value of a key: values were typed by people. */
const MAX_VALUE_CHARS = 120;

export const summarizeAuditLog = tool({
	name: 'summarize_audit_log',
	title: 'Summarize audit log',
	description: (mayCreate) =>
		`Counts of audit-log entries over every match, not a page: how many, total number of changes, most active users, which modules or records change most, which days or hours (mass deletions, office hours). Use it first for overviews and for anything that asks for a number. ${exportSentence(mayCreate)}`,
	input: {
		...filters,
		group_by: z
			.array(z.enum(COUNT_KEYS))
			.min(1)
			.max(3)
			.default(['user', 'action'])
			.describe('1 to 3 keys; day is a date, hour the hour of day'),
		top: limit(100, 20).describe('Largest groups to show'),
		export_id: exportToRead,
	},
	output: {
		...queryOutput,
		total_matched: z.number().optional(),
		groups: z
			.array(z.looseObject({ key: z.record(z.string(), z.string().nullable()), count: z.number() }))
			.optional(),
		groups_omitted: z.number().optional(),
	},
	access: 'mayCreate',
	async run(app, input, call) {
		const keys = [...new Set(input.group_by)];
		return await query(app, input, call, {
			tool: 'summarize_audit_log',
			empty: { groups: [], groups_omitted: 0 },
			answer: async (context) => {
				const source = await sourceOf(context);
				if (source === null) return null;
				return await summary(context, await countsOf(context, source, keys, input.top));
			},
		});
	},
});

async function summary(context: QueryContext, counts: Counts): Promise<QueryResult> {
	const { app, question } = context;
	const { coverage } = counts;
	const notes = [...periodNotes(question, coverage), ...coverageNotes(coverage)];
	notes.push(...(await matchNotes(context, coverage, counts.total)));
	const groups = counts.groups.map(shownGroup);
	return withinBudget(app.config.maxResultChars, groups, (shown) => ({
		status: 'ready',
		scope: scopeOf(question, app.config, coverage),
		total_matched: counts.total,
		groups: shown,
		groups_omitted: counts.size - shown.length,
		notes: [...omittedNotes(counts, shown), ...notes, DATA_NOTE],
	}));
}

type ShownGroup = ReturnType<typeof shownGroup>;

function shownGroup({ key, ...rest }: EntryGroup) {
	const clean = Object.entries(key).map(([name, value]) => [
		name,
		value === null || value === undefined ? null : cleanText(value, MAX_VALUE_CHARS),
	]);
	return { key: Object.fromEntries(clean) as Record<string, string | null>, ...rest };
}

/** Shown and omitted counts always add up to the total. */
function omittedNotes(counts: Counts, shown: readonly ShownGroup[]): string[] {
	const sum = shown.reduce((total, { count }) => total + count, 0);
	const omitted = counts.total - sum;
	const number = (value: number): string => value.toLocaleString('en');
	if (omitted === 0) return [];
	const of = `${number(omitted)} of the ${number(counts.total)} entries are in groups that are not shown.`;
	if (counts.isCapped) {
		return [
			`${of} There are more than ${number(counts.size)} groups: group by fewer keys, or add a filter.`,
		];
	}
	return [`${of} Raise top (at most 100), group by fewer keys, or add a filter.`];
}
