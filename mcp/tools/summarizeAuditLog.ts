import { z } from 'zod';
import { GROUP_ORDERS, type SampledGroup } from '../archive/groups';
import { COUNT_KEYS, type CountKey } from '../../shared/reading/entryCounts';
import { withinBudget } from './budget';
import { cleanText, DATA_NOTE } from '../../shared/disclosure/cleanText';
import {
	type Comparison,
	comparison,
	isPrevious,
	PREVIOUS_PERIOD,
} from '../questions/counting/comparison';
import { type Counts, countsOf } from '../questions/counting/counts';
import { validateQuestion } from '../questions/question';
import { writeCursor } from '../questions/pageCursor';
import { query } from '../questions/query';
import type { QueryContext, QueryResult } from '../questions/queryContext';
import { coverageNotes, matchNotes, periodNotes, scopeOf } from '../questions/scope';
import { type Source, sourceOf } from '../questions/source';
import { cursor, exportToRead, filters, limit, waitForNewer, words } from './arguments';
import { exportSentence, queryOutput } from './outputs';
import { tool } from './tool';

/** Characters of one value of a key: values were typed by people. */
const MAX_VALUE_CHARS = 120;

const input = {
	...filters,
	group_by: z
		.array(z.enum(COUNT_KEYS))
		.min(1)
		.max(3)
		.default(['user', 'action'])
		.describe('1 to 3 keys; day is a date, hour the hour of day'),
	order: z.enum(GROUP_ORDERS).default('count_desc'),
	top: limit(100, 20).describe('Groups to show'),
	cursor,
	compare_to: words(`${PREVIOUS_PERIOD}, or a period such as last month`),
	export_id: exportToRead,
	wait_seconds: waitForNewer,
};
type Input = z.output<z.ZodObject<typeof input>>;

export const summarizeAuditLog = tool({
	name: 'summarize_audit_log',
	title: 'Summarize audit log',
	description: (mayCreate) =>
		`Counts of audit-log entries over every match, not a page: how many, total number of changes, most active users, which modules or records change most, which days or hours (mass deletions, office hours). Use it first for overviews and for anything that asks for a number. ${exportSentence(mayCreate)}`,
	input,
	output: {
		...queryOutput,
		total_matched: z.number().optional(),
		groups: z
			.array(z.looseObject({ key: z.record(z.string(), z.string().nullable()), count: z.number() }))
			.optional(),
		total_groups: z.number().optional(),
		groups_omitted: z.number().optional(),
		next_cursor: z.string().optional(),
	},
	access: 'mayCreate',
	async run(app, args, call) {
		const { compare_to, time_zone } = args;
		if (compare_to !== undefined && !isPrevious(compare_to)) {
			validateQuestion({ from: compare_to, time_zone }, app);
		}
		return await query(app, args, call, {
			tool: 'summarize_audit_log',
			empty: { groups: [], total_groups: 0, groups_omitted: 0 },
			answer: summaryOf,
		});
	},
});

async function summaryOf(context: QueryContext<Input>): Promise<QueryResult | null> {
	const { input: args, cursor: previous } = context;
	const keys = [...new Set<CountKey>(args.group_by)];
	const page = { order: args.order, skip: previous?.after[0] ?? 0, limit: args.top };
	if (args.compare_to !== undefined) {
		const compared = await comparison(context, keys, args.compare_to, page);
		return compared && (await summary(context, compared, compared.source, compared));
	}
	const source = await sourceOf(context);
	if (source === null) return null;
	return await summary(context, await countsOf(context, source, keys, page), source);
}

async function summary(
	context: QueryContext<Input>,
	counts: Counts,
	{ data }: Source,
	compared?: Comparison,
): Promise<QueryResult> {
	const { app, question, bounds } = context;
	const { coverage } = counts;
	const notes = [...periodNotes(question, coverage), ...coverageNotes(coverage)];
	notes.push(...(await matchNotes(context, coverage, counts.total)));
	if (compared) notes.push(...comparedNotes(context, compared));
	const skip = context.cursor?.after[0] ?? 0;
	const cursorAfter = (shown: number): string | undefined =>
		data && shown > 0 && skip + shown < counts.size
			? writeCursor({ period: question.period, data, after: [skip + shown, 'groups'] }, bounds)
			: undefined;
	return withinBudget(app.config.maxResultChars, counts.groups.map(shownGroup), (shown) => {
		const next_cursor = cursorAfter(shown.length);
		return {
			status: 'ready',
			scope: scopeOf(question, app.config, coverage),
			...(compared && { compared_with: comparedScope(context, compared) }),
			total_matched: counts.total,
			groups: shown,
			total_groups: counts.size,
			groups_omitted: counts.size - shown.length,
			...(next_cursor && { next_cursor }),
			notes: [...omittedNotes(counts, shown, next_cursor !== undefined), ...notes, DATA_NOTE],
		};
	});
}

function comparedScope({ question }: QueryContext, { period, before }: Comparison) {
	const { zone } = question;
	return {
		from: zone.iso(period.from),
		to: zone.iso(period.to),
		total_matched: before.total,
		complete: before.coverage.complete,
	};
}

/** What is to be known of the other period. */
function comparedNotes({ question }: QueryContext, { period, before }: Comparison): string[] {
	const earlier = { ...question, period };
	return [...periodNotes(earlier, before.coverage), ...coverageNotes(before.coverage)].map(
		(note) => `Of the period compared with: ${note}`,
	);
}

type ShownGroup = ReturnType<typeof shownGroup>;

function shownGroup({ key, ...rest }: SampledGroup) {
	const clean = Object.entries(key).map(([name, value]) => [
		name,
		value === null || value === undefined ? null : cleanText(value, MAX_VALUE_CHARS),
	]);
	return { key: Object.fromEntries(clean) as Record<string, string | null>, ...rest };
}

/** Shown and omitted counts always add up to the total. */
function omittedNotes(counts: Counts, shown: readonly ShownGroup[], hasNext: boolean): string[] {
	const sum = shown.reduce((total, { count }) => total + count, 0);
	const omitted = counts.total - sum;
	const number = (value: number): string => value.toLocaleString('en');
	if (omitted === 0 && shown.length === counts.size) return [];
	const of = `${number(omitted)} of the ${number(counts.total)} entries are in groups that are not shown.`;
	if (counts.isCapped) {
		return [
			`${of} There are more than ${number(counts.size)} groups: group by fewer keys, or add a filter.`,
		];
	}
	const groups = `${number(shown.length)} of ${number(counts.size)} groups are shown.`;
	return [
		`${of} ${groups} ${hasNext ? 'For the next ones repeat the call with cursor set to next_cursor, or raise' : 'Raise'} top (at most 100), group by fewer keys, or add a filter.`,
	];
}
