// cspell:disable
import {
	type AskedEval,
	counted,
	distinct,
	during,
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
} from './corpus';

const COUNTS = 'summarize_audit_log';
const ENTRIES = 'get_audit_log';
const UP_TO_NOW = '2026-11-24T12:00:00+01:00';

/** Of two people with one name. */
const SAME_NAME = /Anna Müller.*(same name|together|apart)|(same name|together|apart).*Anna Müller/;

/** People and records, as they are typed. */
export const NAMES: Readonly<Record<string, AskedEval>> = {
	'anna-mueller': {
		tool: COUNTS,
		asked: async ({ ask }) =>
			(await ask(COUNTS, { user: 'anna mueller', from: '2026-10' }))['total_matched'],
		truth: (corpus) =>
			during(corpus, ...OCTOBER).filter((it) => nameOf(it) === 'Anna Müller').length,
	},
	aegirsson: {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			shown(
				await ask(ENTRIES, { user: 'soren aegirsson', action: 'deleted', from: '30d', limit: 200 }),
				'record',
			).sort(),
		truth: (corpus) =>
			during(corpus, ...LAST_30_DAYS)
				.filter((it) => nameOf(it) === 'Søren Ægirsson' && it.action === 'deleted')
				.map(recordOf)
				.sort(),
	},
	'tomas-typo': {
		tool: COUNTS,
		max_calls: 2,
		asked: async ({ ask }) => {
			const question = { action: 'deleted', from: 'this month' };
			const first = await ask(COUNTS, { ...question, user: 'Tomas Aldr' });
			if (!says(first, /Did you mean Tomás Alder/)) return first;
			return (await ask(COUNTS, { ...question, user: 'Tomás Alder' }))['total_matched'];
		},
		truth: (corpus) =>
			during(corpus, ...NOVEMBER).filter(
				(it) => nameOf(it) === 'Tomás Alder' && it.action === 'deleted',
			).length,
	},
	'zoe-typo': {
		tool: COUNTS,
		max_calls: 2,
		asked: async ({ ask }) => {
			const question = { action: 'updates', from: 'October' };
			const first = await ask(COUNTS, { ...question, user: 'Zoe Farnlunt' });
			if (!says(first, /Did you mean Zoë Farnlund/)) return first;
			return (await ask(COUNTS, { ...question, user: 'Zoë Farnlund' }))['total_matched'];
		},
		truth: (corpus) =>
			during(corpus, ...OCTOBER).filter(
				(it) => nameOf(it) === 'Zoë Farnlund' && it.action === 'updated',
			).length,
	},
	celia: {
		tool: COUNTS,
		asked: async ({ ask }) =>
			(await ask(COUNTS, { record: 'celia fjord', from: 'since September' }))['total_matched'],
		truth: (corpus) =>
			during(corpus, SEPTEMBER[0], UP_TO_NOW).filter((it) => /Célia.*Fjord/.test(recordOf(it)))
				.length,
	},
	doerte: {
		tool: COUNTS,
		asked: async ({ ask }) =>
			(await ask(COUNTS, { record: 'Doerte Dunkelmoor', from: 'since August' }))['total_matched'],
		truth: (corpus) =>
			during(corpus, '2026-08-01T00:00:00+02:00', UP_TO_NOW).filter((it) =>
				/Dörte.*Dunkelmoor/.test(recordOf(it)),
			).length,
	},
	soehne: {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { module: 'accounts', record: 'Soehne KG', from: 'this month' };
			const answer = await ask(COUNTS, { ...question, group_by: ['record'], top: 100 });
			return Object.keys(counted(answer, 'record')).sort();
		},
		truth: (corpus) =>
			distinct(
				during(corpus, ...NOVEMBER)
					.filter((it) => moduleOf(it) === 'Accounts' && recordOf(it).includes('Söhne KG'))
					.map(recordOf),
			),
	},
	'two-annas': {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const answer = await ask(COUNTS, {
				...{ user: 'Anna Müller', from: 'last week', group_by: ['user'] },
			});
			return { together: answer['total_matched'], isSaid: says(answer, SAME_NAME) };
		},
		truth: (corpus) => ({
			together: during(corpus, ...LAST_WEEK).filter((it) => nameOf(it) === 'Anna Müller').length,
			isSaid: true,
		}),
	},
	'anna-by-mail': {
		tool: COUNTS,
		asked: async ({ ask }) =>
			says(await ask(COUNTS, { user: 'staff4006@fernwind.example', from: 'last week' }), SAME_NAME),
		truth: () => true,
	},
	'deleted-person': {
		tool: COUNTS,
		asked: async ({ ask }) =>
			(await ask(COUNTS, { user: 'Ida Falkenrath', from: '2026-09' }))['total_matched'],
		truth: (corpus) =>
			during(corpus, ...SEPTEMBER).filter((it) => nameOf(it) === 'Ida Falkenrath').length,
	},
	kabushiki: {
		tool: COUNTS,
		asked: async ({ ask }) => {
			const question = { record: '株式会社', from: 'last month', group_by: ['record'], top: 1 };
			return (await ask(COUNTS, question))['total_groups'];
		},
		truth: (corpus) =>
			distinct(
				during(corpus, ...OCTOBER)
					.map(recordOf)
					.filter((name) => name.includes('株式会社')),
			).length,
	},
	'line-break': {
		tool: ENTRIES,
		asked: async ({ ask }) => {
			const record = 'Mueller Schmidt & Partner';
			const question = { record, module: 'account', action: 'created', from: '30d' };
			return shown(await ask(ENTRIES, question), 'user');
		},
		truth: (corpus) =>
			during(corpus, ...LAST_30_DAYS)
				.filter((it) => it.action === 'added' && moduleOf(it) === 'Accounts')
				.filter((it) => recordOf(it).includes('Müller, Schmidt & "Partner"'))
				.map(nameOf),
	},
	arabic: {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			shown(await ask(ENTRIES, { record: 'مختبر الشمال', action: 'added', from: '30d' }), 'user'),
		truth: (corpus) =>
			during(corpus, ...LAST_30_DAYS)
				.filter((it) => it.action === 'added' && recordOf(it).includes('مختبر الشمال'))
				.map(nameOf),
	},
};
