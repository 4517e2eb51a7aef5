// cspell:ignore letzte Woche
import {
	type AskedEval,
	counted,
	during,
	inBerlin,
	LAST_30_DAYS,
	LAST_WEEK,
	moduleOf,
	nameOf,
	NOVEMBER,
	OCTOBER,
	recordOf,
	says,
	SEPTEMBER,
	shown,
	tally,
	YESTERDAY,
} from './corpus';

const COUNTS = 'summarize_audit_log';
const ENTRIES = 'get_audit_log';
const WORKING_DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'];

/** Periods and times of day, as people say them; and pages. */
export const TIMES: Readonly<Record<string, AskedEval>> = {
	'clock-change': {
		tool: COUNTS,
		asked: async ({ ask }) =>
			(await ask(COUNTS, { from: '2026-10-25', hours: '02:00-04:00' }))['total_matched'],
		truth: (corpus) =>
			during(corpus, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00').filter((it) =>
				[2, 3].includes(inBerlin(it).hour),
			).length,
	},
	'integration-nights': {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
			const question = { user: 'API', from: 'last month', hours: '00:00-05:00', weekdays };
			return (await ask(COUNTS, question))['total_matched'];
		},
		truth: (corpus) =>
			during(corpus, ...OCTOBER).filter((it) => {
				const { weekday, hour } = inBerlin(it);
				return nameOf(it) === 'API' && hour < 5 && WORKING_DAYS.includes(weekday);
			}).length,
	},
	'weekend-deletes': {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { action: 'deletions', from: 'since 1 September', group_by: ['user'] };
			const weekdays = ['Saturday', 'Sunday'];
			return counted(await ask(COUNTS, { ...question, weekdays, top: 100 }), 'user');
		},
		truth: (corpus) =>
			tally(
				during(corpus, SEPTEMBER[0], NOVEMBER[1])
					.filter((it) => it.action === 'deleted' && /^S/.test(inBerlin(it).weekday))
					.map(nameOf),
			),
	},
	'evening-exports': {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			shown(
				await ask(ENTRIES, { action: 'export', from: 'last 30 days', hours: '19:00-07:00' }),
				'module',
			).sort(),
		truth: (corpus) =>
			during(corpus, ...LAST_30_DAYS)
				.filter((it) => it.action === 'exported')
				.filter((it) => inBerlin(it).hour >= 19 || inBerlin(it).hour < 7)
				.map(moduleOf)
				.sort(),
	},
	'last-quarter': {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { module: 'deals', from: 'Q3', group_by: ['record'], top: 3 };
			return Object.values(counted(await ask(COUNTS, question), 'record'));
		},
		truth: (corpus) => {
			const deals = during(corpus, '2026-07-01T00:00:00+02:00', SEPTEMBER[1]).filter(
				(it) => moduleOf(it) === 'Deals',
			);
			return Object.values(tally(deals.map(recordOf)))
				.sort((a, b) => b - a)
				.slice(0, 3);
		},
	},
	'two-weeks-ago': {
		tool: COUNTS,
		asked: async ({ ask }) => (await ask(COUNTS, { from: 'week 46' }))['total_matched'],
		truth: (corpus) => during(corpus, '2026-11-09T00:00:00+01:00', LAST_WEEK[0]).length,
	},
	'ambiguous-date': {
		tool: COUNTS,
		max_calls: 2,
		asked: async ({ ask, refused }) => {
			const text = await refused(COUNTS, { from: '01/11/2026' });
			if (!text.includes('2026-11-01') || !text.includes('2026-01-11')) return text;
			return (await ask(COUNTS, { from: '2026-11-01' }))['total_matched'];
		},
		truth: (corpus) => during(corpus, NOVEMBER[0], '2026-11-02T00:00:00+01:00').length,
	},
	'german-period': {
		tool: COUNTS,
		max_calls: 2,
		asked: async ({ ask, refused }) => {
			const text = await refused(COUNTS, { from: 'letzte Woche' });
			if (!/last month \(week/.test(text)) return text;
			return (await ask(COUNTS, { from: 'last week' }))['total_matched'];
		},
		truth: (corpus) => during(corpus, ...LAST_WEEK).length,
	},
	tomorrow: {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const answer = await ask(COUNTS, { action: 'deleted', from: 'tomorrow' });
			return { count: answer['total_matched'], isSaid: says(answer, /future|not yet|yet/) };
		},
		truth: () => ({ count: 0, isSaid: true }),
	},
	'before-the-log': {
		tool: COUNTS,
		asked: async ({ ask }) => (await ask(COUNTS, { from: '2025' }))['total_matched'],
		truth: (corpus) =>
			during(corpus, '2025-01-01T00:00:00+01:00', '2026-01-01T00:00:00+01:00').length,
	},
	twins: {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = {
				record: 'Call back about the calibration',
				module: 'task',
				from: 'Sunday',
			};
			return (await ask(COUNTS, question))['total_matched'];
		},
		truth: (corpus) =>
			during(corpus, '2026-11-22T00:00:00+01:00', YESTERDAY[0]).filter(
				(it) => recordOf(it) === 'Call back about the calibration',
			).length,
	},
	'custom-module': {
		tool: COUNTS,
		asked: async ({ ask }) =>
			(await ask(COUNTS, { module: 'field trials', from: 'past 2 weeks' }))['total_matched'],
		truth: (corpus) =>
			during(corpus, '2026-11-10T12:00:00+01:00', NOVEMBER[1]).filter(
				(it) => moduleOf(it) === 'Field_Trials',
			).length,
	},
	'every-deleted-record': {
		tool: COUNTS,
		max_calls: 4,
		max_chars: 60_000,
		asked: async ({ ask }) => {
			const question = { action: 'deleted', from: '30d', group_by: ['record'], top: 100 };
			let found: Record<string, number> = {};
			for (let cursor: unknown, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
				const page = await ask(COUNTS, { ...question, ...(cursor !== undefined && { cursor }) });
				found = { ...found, ...counted(page, 'record') };
				cursor = page['next_cursor'];
			}
			return found;
		},
		truth: (corpus) =>
			tally(
				during(corpus, ...LAST_30_DAYS)
					.filter((it) => it.action === 'deleted')
					.map(recordOf),
			),
	},
	'next-page': {
		tool: ENTRIES,
		max_calls: 3,
		max_chars: 12_000,
		asked: async ({ ask, refused }) => {
			const question = { from: 'yesterday', limit: 20 };
			const { next_cursor: cursor } = await ask(ENTRIES, question);
			if (cursor !== undefined) await refused(ENTRIES, { ...question, module: 'deals', cursor });
			return (await ask(ENTRIES, { ...question, module: 'deals' }))['total_matched'];
		},
		truth: (corpus) => during(corpus, ...YESTERDAY).filter((it) => moduleOf(it) === 'Deals').length,
	},
};
