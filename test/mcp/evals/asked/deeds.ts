import {
	type AskedEval,
	counted,
	distinct,
	during,
	LAST_WEEK,
	moduleOf,
	nameOf,
	NOVEMBER,
	OCTOBER,
	type Result,
	says,
	SEPTEMBER,
	tally,
} from './corpus';

const COUNTS = 'summarize_audit_log';

/** What was done, by whom, how often; compared, and left out. */
export const DEEDS: Readonly<Record<string, AskedEval>> = {
	'more-than-before': {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { action: 'deleted', from: '2026-10', compare_to: '2026-09' };
			const { groups } = await ask(COUNTS, { ...question, group_by: ['user'], top: 100 });
			return Object.fromEntries(
				(groups as { key: { user: string }; count: number; previous: number }[]).map((it) => [
					it.key.user,
					[it.previous, it.count],
				]),
			);
		},
		truth: (corpus) => {
			const deletions = (period: readonly [string, string]) =>
				tally(
					during(corpus, ...period)
						.filter((it) => it.action === 'deleted')
						.map(nameOf),
				);
			const [before, after] = [deletions(SEPTEMBER), deletions(OCTOBER)];
			const names = Object.keys({ ...before, ...after });
			return Object.fromEntries(names.map((it) => [it, [before[it] ?? 0, after[it] ?? 0]]));
		},
	},
	vanished: {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { from: 'October', compare_to: 'September', group_by: ['user'], top: 100 };
			const all = counted(await ask(COUNTS, question), 'user');
			return Object.keys(all).filter((name) => all[name] === 0);
		},
		truth: (corpus) => {
			const after = during(corpus, ...OCTOBER).map(nameOf);
			const before = during(corpus, ...SEPTEMBER).map(nameOf);
			return distinct(before.filter((name) => !after.includes(name)));
		},
	},
	'how-many-deleters': {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { action: 'deleted', from: '90d', group_by: ['user'], top: 1 };
			const answer = await ask(COUNTS, question);
			// Two of them have one name, and a file has names alone.
			return { names: answer['total_groups'], isSaid: says(answer, /Anna Müller/) };
		},
		truth: (corpus) => ({
			names: distinct(
				during(corpus, '2026-08-26T12:00:00+02:00', NOVEMBER[1])
					.filter((it) => it.action === 'deleted')
					.map(nameOf),
			).length,
			isSaid: true,
		}),
	},
	'never-logs': {
		tool: 'list_users',
		asked: async ({ ask }) => {
			const question = { from: 'last week', without_entries: true, status: 'active' };
			const { users } = await ask('list_users', question);
			return (users as Result[]).map(({ name }) => name).sort();
		},
		truth: (corpus) => {
			const names = during(corpus, ...LAST_WEEK).map(nameOf);
			return corpus.users
				.filter(({ status, full_name: name }) => status === 'active' && !names.includes(name))
				.map(({ full_name: name }) => name)
				.sort();
		},
	},
	'not-them': {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { module: 'deal', action: 'update', from: 'October' };
			const exclude_user = ['Søren Ægirsson', 'API'];
			return (await ask(COUNTS, { ...question, exclude_user }))['total_matched'];
		},
		truth: (corpus) =>
			during(corpus, ...OCTOBER).filter(
				(it) =>
					moduleOf(it) === 'Deals' &&
					it.action === 'updated' &&
					nameOf(it) !== 'Søren Ægirsson' &&
					nameOf(it) !== 'API',
			).length,
	},
	activities: {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const module = ['calls', 'meetings', 'tasks'];
			return (await ask(COUNTS, { module, action: 'created', from: 'last month' }))[
				'total_matched'
			];
		},
		truth: (corpus) =>
			during(corpus, ...OCTOBER).filter(
				(it) => it.action === 'added' && ['Calls', 'Events', 'Tasks'].includes(moduleOf(it) ?? ''),
			).length,
	},
};
