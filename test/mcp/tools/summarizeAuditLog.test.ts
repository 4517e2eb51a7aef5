import { entriesOf, NOON, type ToolAnswer, type Session, sessions } from '../session';

const start = sessions();

type Group = { key: Record<string, string | null>; count: number; first: string; last: string };

function groupsOf(answer: ToolAnswer): Group[] {
	return answer.result['groups'] as Group[];
}

/** The log's own counts, by separate code. */
function counted(
	{ zoho }: Session,
	from: number,
	keyOf: (entry: Session['zoho']['log'][number]) => string,
): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const entry of zoho.log) {
		if (entry.audited_time < from || entry.audited_time >= NOON) continue;
		const key = keyOf(entry);
		counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}

const berlin = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Europe/Berlin',
	dateStyle: 'short',
	timeStyle: 'medium',
});

describe.each([
	['an export', { settingsAuditLog: 404 }],
	['the endpoint', { settingsAuditLog: 'audit_log' }],
] as const)('from %s', (source, switches) => {
	/** Two people are called Anna Müller, whom an export does not tell apart. */
	const userOf = ({ done_by }: Session['zoho']['log'][number]): string =>
		done_by?.name === 'Anna Müller' && source === 'the endpoint'
			? `${done_by.name} (${done_by.id})`
			: (done_by?.name ?? 'null');

	test.each([
		[['user'], userOf],
		[['user', 'action'], (entry) => `${userOf(entry)}|${entry.action}`],
		[['day'], (entry) => berlin.format(entry.audited_time).slice(0, 10)],
		[['hour'], (entry) => berlin.format(entry.audited_time).slice(11, 13)],
		[
			['module', 'record'],
			(entry) =>
				`${entry.record?.module.api_name ?? 'null'}|${entry.record?.name.replace(/\s+/g, ' ') ?? 'null'}`,
		],
	] as [string[], (entry: Session['zoho']['log'][number]) => string][])(
		'every match is counted by %j',
		async (group_by, keyOf) => {
			const server = await start({ switches });
			const args = { from: '10d', group_by, top: 100 };
			const answer = await server.call('summarize_audit_log', args);
			const from = Date.parse('2026-11-14T12:00:00+01:00');
			const truth = counted(server, from, keyOf);
			const total = Object.values(truth).reduce((sum, count) => sum + count, 0);
			expect(answer.result['total_matched']).toBe(total);
			const groups = groupsOf(answer);
			for (const { key, count } of groups) {
				expect([group_by.map((name) => key[name] ?? 'null').join('|'), count]).toEqual([
					group_by.map((name) => key[name] ?? 'null').join('|'),
					truth[group_by.map((name) => key[name] ?? 'null').join('|')],
				]);
			}
			expect(groups.map(({ count }) => count)).toEqual(
				groups.map(({ count }) => count).sort((a, b) => b - a),
			);
			const omitted = Object.keys(truth).length - groups.length;
			expect(answer.result['groups_omitted']).toBe(omitted);
			const shown = groups.reduce((sum, { count }) => sum + count, 0);
			if (omitted > 0) {
				expect(answer.result.notes[0]).toContain(
					`${(total - shown).toLocaleString('en')} of the ${total.toLocaleString('en')} entries`,
				);
			} else {
				expect(shown).toBe(total);
			}
		},
	);

	test('who deleted more than a hundred records, and when, is one call', async () => {
		const server = await start({ switches });
		const answer = await server.call('summarize_audit_log', {
			action: 'deleted',
			from: '7d',
			group_by: ['user', 'day'],
		});
		expect(groupsOf(answer)[0]).toMatchObject({
			key: { user: 'Tomás Alder', day: '2026-11-21' },
			count: 140,
			first: expect.stringContaining('2026-11-21T15:41'),
		});
	});
});

test('finding nothing is not an error, and the reason is given', async () => {
	const server = await start();
	const answer = await server.call('summarize_audit_log', { user: 'Zed' });
	expect(answer.result).toMatchObject({ total_matched: 0, groups: [], groups_omitted: 0 });
	expect(answer.result.notes.join()).toContain('No user matches "Zed"');
});

test('a hundred long groups stay within the budget, and what is omitted is counted', async () => {
	const server = await start({}, { ZOHO_AUDIT_MAX_RESULT_CHARS: '4000' });
	const args = { from: '30d', group_by: ['record', 'user', 'action'], top: 100 };
	const answer = await server.call('summarize_audit_log', args);
	expect(answer.text.length).toBeLessThanOrEqual(4_000);
	const groups = groupsOf(answer);
	expect(groups.length).toBeGreaterThan(5);
	const shown = groups.reduce((sum, { count }) => sum + count, 0);
	const total = answer.result['total_matched'] as number;
	expect(answer.result.notes[0]).toContain(`${(total - shown).toLocaleString('en')} of the`);
});

test('text is counted over old and new values, unless values are never shown', async () => {
	const args = { from: '30d', text: 'Negotiation', group_by: ['user'] };
	const switches = { csvColumns: 'guessed' } as const;
	const open = await (await start({ switches })).call('summarize_audit_log', args);
	expect(open.result['total_matched']).toBeGreaterThan(0);
	const closed = await start({ switches }, { ZOHO_AUDIT_FIELD_VALUES: 'never' });
	const blind = await closed.call('summarize_audit_log', args);
	expect(blind.result['total_matched']).toBe(0);
	const entries = await closed.call('get_audit_log', {
		from: '30d',
		text: 'Stage',
		detail: 'full',
	});
	expect(entriesOf(entries).length).toBeGreaterThan(0);
	expect(entries.text).not.toContain('"changes"');
	const all = await closed.call('get_audit_log', { from: 'last week', detail: 'full', limit: 200 });
	expect(all.text).not.toContain('Closed Won');
});
