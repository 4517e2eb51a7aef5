import {
	type AskedEval,
	distinct,
	during,
	LAST_30_DAYS,
	moduleOf,
	nameOf,
	NOVEMBER,
	OCTOBER,
	recordOf,
	type Result,
	says,
	shown,
} from './corpus';

const COUNTS = 'summarize_audit_log';
const ENTRIES = 'get_audit_log';
const HISTORY = 'get_record_history';
const REVIEW = 'review_audit_log';
const DEAL = '7610000000000800010';
const ADDRESS = `https://crm.zoho.eu/crm/org20101010101/tab/Potentials/${DEAL}`;

/** Rights, exports and single records; and what cannot be known. */
export const RECORDS: Readonly<Record<string, AskedEval>> = {
	'leaver-exports': {
		tool: REVIEW,
		max_chars: 24_000,
		asked: async ({ ask }) => {
			const { findings } = await ask(REVIEW, { from: '30d', rules: ['export_before_leaving'] });
			return distinct((findings as { user: string }[]).map(({ user }) => user));
		},
		truth: (corpus) => {
			const month = during(corpus, ...LAST_30_DAYS);
			const left = month.filter((it) => it.action === 'deactivated' && moduleOf(it) === 'Users');
			const isOfLeaver = (name: string | null, time: number): boolean =>
				left.some((it) => recordOf(it) === name && it.audited_time > time);
			return distinct(
				month
					.filter((it) => it.action === 'exported' && isOfLeaver(nameOf(it), it.audited_time))
					.map(nameOf),
			);
		},
	},
	'raised-rights': {
		tool: REVIEW,
		asked: async ({ ask }) => {
			const answer = await ask(REVIEW, { from: '30d', rules: ['raised_rights'] });
			// The file has no values: silence would say that no user has got more rights.
			return (answer['notes'] as string[]).flatMap((note) =>
				(/^(\d+) changes of users name no/.exec(note) ?? []).slice(1).map(Number),
			);
		},
		truth: (corpus) => [
			during(corpus, ...LAST_30_DAYS).filter(
				(it) => it.action === 'updated' && moduleOf(it) === 'Users',
			).length,
		],
	},
	restored: {
		tool: ENTRIES,
		asked: async ({ ask }) => {
			const answer = await ask(ENTRIES, { action: 'restored', from: 'this month' });
			return [...shown(answer, 'user'), ...shown(answer, 'record')];
		},
		truth: (corpus) => {
			const found = during(corpus, ...NOVEMBER).filter((it) => it.action === 'restored');
			return [...found.map(nameOf), ...found.map(recordOf)];
		},
	},
	interns: {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			shown(
				await ask(ENTRIES, { module: 'roles', record: 'Interns', action: 'removed', from: '30d' }),
				'user',
			),
		truth: (corpus) =>
			during(corpus, ...LAST_30_DAYS)
				.filter((it) => it.action === 'deleted' && recordOf(it) === 'Interns')
				.map(nameOf),
	},
	'new-workflow': {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			shown(
				await ask(ENTRIES, { module: 'workflow rules', action: 'new', from: 'this month' }),
				'record',
			),
		truth: (corpus) =>
			during(corpus, ...NOVEMBER)
				.filter((it) => it.action === 'added' && moduleOf(it) === 'Workflow_Rules')
				.map(recordOf),
	},
	merged: {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			shown(
				await ask(ENTRIES, { action: 'merged', module: 'contacts', from: 'last 14 days' }),
				'user',
			),
		truth: (corpus) =>
			during(corpus, '2026-11-10T12:00:00+01:00', NOVEMBER[1])
				.filter((it) => it.action.includes('merge') && moduleOf(it) === 'Contacts')
				.map(nameOf),
	},
	'renewal-values': {
		tool: HISTORY,
		max_calls: 2,
		asked: async ({ ask }) => {
			// A file has no id of the record, so Zoho cannot be asked for its values: the answer has to say so.
			const byName = await ask(HISTORY, { record: 'Acme – Renewal 2026' });
			if (!says(byName, /no id of it .*address in the browser/)) return byName;
			const answer = await ask(HISTORY, { record: ADDRESS });
			const changes = shown(answer, 'changes').flatMap((it) => (it ?? []) as Result[]);
			return changes.filter(({ field }) => field === 'Stage').map((it) => it['new']);
		},
		truth: (corpus) =>
			corpus.log
				.filter(({ record }) => record?.id === DEAL)
				.flatMap((it) => it.field_history)
				.filter((it) => it.api_name === 'Stage')
				.map((it) => it.new),
	},
	'by-address': {
		tool: HISTORY,
		asked: async ({ ask }) => {
			return shown(await ask(HISTORY, { record: ADDRESS }), 'user');
		},
		truth: (corpus) =>
			during(corpus, '2026-08-26T12:00:00+02:00', NOVEMBER[1])
				.filter(({ record }) => record?.id === DEAL)
				.map(nameOf),
	},
	'not-restored': {
		tool: HISTORY,
		asked: async ({ ask }) =>
			shown(await ask(HISTORY, { record: 'Trade fair visitor 9' }), 'action'),
		truth: (corpus) =>
			corpus.log
				.filter((it) => recordOf(it) === 'Trade fair visitor 9')
				.map(({ action }) => action),
	},
	views: {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			says(
				await ask(ENTRIES, { action: 'viewed', record: 'Acme – Renewal', from: 'yesterday' }),
				/not who looked/,
			),
		truth: () => true,
	},
	'junk-leads': {
		tool: COUNTS,
		asked: async ({ ask }) =>
			says(
				await ask(COUNTS, { module: 'leads', text: 'Junk Lead', from: '2026-10' }),
				/no old and new values/,
			),
		truth: () => true,
	},
	emails: {
		tool: ENTRIES,
		asked: async ({ ask }) =>
			says(
				await ask(ENTRIES, { user: 'Zoë', module: 'Emails', from: 'last week' }),
				/mails?.*(not|hardly|no|alone).*log|log.*mails?/i,
			),
		truth: () => true,
	},
	pseudonyms: {
		tool: COUNTS,
		server: 'pseudonyms',
		asked: async ({ ask }) => {
			const question = { user: 'Leo Sandbank', from: 'October', group_by: ['user'] };
			const answer = await ask(COUNTS, question);
			return {
				count: answer['total_matched'],
				isNamed: JSON.stringify(answer['groups']).includes('Sandbank'),
			};
		},
		truth: (corpus) => ({
			count: during(corpus, ...OCTOBER).filter((it) => nameOf(it) === 'Leo Sandbank').length,
			isNamed: false,
		}),
	},
	offline: {
		tool: COUNTS,
		server: 'offline',
		asked: async ({ ask }) =>
			(await ask(COUNTS, { action: 'deleted', from: 'October' }))['total_matched'],
		truth: (corpus) => during(corpus, ...OCTOBER).filter((it) => it.action === 'deleted').length,
	},
};
