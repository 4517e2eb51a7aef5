import { moduleOf } from '../../zoho/log/logEntry';
import { type Session, session } from '../session';

let it: Session;
afterEach(async () => await it.close());

type Finding = {
	rule: string;
	user: string | null;
	from: string;
	to: string;
	count: number;
	sentence: string;
	event_ids: string[];
	measure?: Record<string, number>;
};

async function review(args: object = {}) {
	const { result, isError, text } = await it.call('review_audit_log', { ...args });
	if (isError) throw new Error(text);
	const {
		notes,
		total_matched: total,
		scope,
	} = result as unknown as {
		notes: string[];
		total_matched: number;
		scope: Record<string, unknown>;
	};
	return {
		findings: result['findings'] as Finding[],
		notes: notes.join('\n'),
		total,
		scope,
		result,
	};
}

const HOUR = 3_600_000;
const WIDE = { ZOHO_AUDIT_SOURCE: 'export', ZOHO_AUDIT_MAX_RESULT_CHARS: '100000' };

/** An entry so many hours ago. */
function record(hoursAgo: number, entry: object): void {
	it.zoho.record({ audited_time: it.clock.now - hoursAgo * HOUR, ...entry } as never);
}

function somebody(name: string) {
	const user = it.zoho.users.find(({ full_name: full }) => full === name);
	if (!user) throw new Error(name);
	return { id: user.id, name };
}

const DELETER = 'Tomás Alder';

test('a mass deletion is a finding with its user, its minutes and ids that can be looked up', async () => {
	it = await session({}, { ZOHO_AUDIT_SOURCE: 'export' });
	const { findings } = await review({ from: 'last week', rules: ['mass_delete'] });
	const [from, to] = ['2026-11-16T00:00:00+01:00', '2026-11-23T00:00:00+01:00'].map(Date.parse);
	const deletions = it.zoho.log.filter(
		({ action, audited_time: at, done_by }) =>
			action === 'deleted' && at >= (from ?? 0) && at < (to ?? 0) && done_by?.name === DELETER,
	);
	expect(deletions.length).toBeGreaterThan(100);
	expect(findings).toHaveLength(1);
	expect(findings[0]).toMatchObject({ rule: 'mass_delete', user: DELETER });
	expect(findings[0]?.sentence).toMatch(/^\d+ deletions by Tomás Alder within \d+ minutes/);
	const question = { from: 'last week', user: DELETER, action: 'deleted', order: 'oldest' };
	const { result } = await it.call('get_audit_log', { ...question, detail: 'full', limit: 200 });
	const ids = (result['entries'] as { event_id: string }[]).map(({ event_id }) => event_id);
	expect(findings[0]?.event_ids.filter((id) => ids.includes(id))).toHaveLength(5);
});

test('each rule by itself finds what it is for', async () => {
	it = await session({ entries: 50 }, { ZOHO_AUDIT_SOURCE: 'export' });
	const marta = somebody('Marta Quill');
	const users = moduleOf('Users');
	const person = (name: string) => ({ id: '76100000000000999', name, module: users });
	record(30, { done_by: marta, action: 'restored' });
	record(29, { done_by: marta, action: 'exported' });
	record(28, { done_by: marta, action: 'owner_reassigned' });
	record(27, { done_by: marta, action: 'added', record: person('Nora Blank') });
	record(33, { done_by: marta, action: 'updated' });
	const all = (await review({ from: '3d' })).findings.map(({ rule }) => rule);
	expect(all).toEqual(expect.arrayContaining(['restore', 'export', 'owner_change', 'new_user']));
	for (const rule of ['restore', 'export', 'owner_change', 'new_user']) {
		const { findings, scope } = await review({ from: '3d', rules: rule });
		expect(new Set(findings.map((finding) => finding.rule))).toEqual(new Set([rule]));
		expect(scope['rules']).toEqual([rule]);
	}
});

test('an export by who is deactivated within the days after is one of a leaver, seen after the period', async () => {
	it = await session({ entries: 50 }, { ZOHO_AUDIT_SOURCE: 'export' });
	const zoe = somebody('Zoë Farnlund');
	const users = moduleOf('Users');
	record(20 * 24, { done_by: zoe, action: 'exported' });
	record(24, {
		...{ done_by: somebody('Marta Quill'), action: 'deactivated' },
		record: { id: zoe.id, name: zoe.name, module: users },
	});
	const question = { from: '2026-11-01', to: '2026-11-15', rules: 'export_before_leaving' };
	const { findings } = await review(question);
	expect(findings).toMatchObject([{ user: zoe.name, count: 1 }]);
	expect((await review({ ...question, leaver_days: 10 })).findings).toEqual([]);
});

test('a user, a threshold and working hours narrow what is found', async () => {
	it = await session({}, WIDE);
	const all = await review({ from: '90d', limit: 200 });
	const own = await review({ from: '90d', user: 'Alder Tomas', limit: 200 });
	expect(own.findings).toEqual(all.findings.filter(({ user }) => user === DELETER));
	expect(own.findings.length).toBeGreaterThan(0);
	const rules = ['mass_delete'];
	expect((await review({ from: '90d', rules, mass_count: 10_000 })).findings).toEqual([]);
	const late = await review({ from: '90d', rules: ['outside_working_hours'] });
	const never = await review({
		...{ from: '90d', rules: ['outside_working_hours'] },
		...{ working_hours: '00:00-24:00', working_days: ['weekdays', 'weekends'] },
	});
	expect(late.total).toBeGreaterThan(0);
	expect(never).toMatchObject({ total: 0 });
	expect(never.notes).toMatch(/that proves nothing/);
});

test('findings come page by page, each once', async () => {
	it = await session({}, WIDE);
	const whole = await review({ from: '90d', limit: 200 });
	const seen: Finding[] = [];
	let cursor: unknown;
	do {
		const page = await review({ from: '90d', limit: 3, ...(cursor !== undefined && { cursor }) });
		seen.push(...page.findings);
		cursor = page.result['next_cursor'];
	} while (cursor !== undefined);
	expect(seen).toEqual(whole.findings);
	expect(seen.length).toBeGreaterThan(6);
});

test('what cannot be meant is refused before anything is asked', async () => {
	it = await session();
	for (const args of [
		{ working_hours: 'morning' },
		{ working_days: ['someday'] },
		{ rules: ['magic'] },
	]) {
		const { isError } = await it.call('review_audit_log', args);
		expect([args, isError]).toEqual([args, true]);
	}
	expect(it.zoho.requests).toEqual([]);
});

test('where values must never be shown a finding does not name the new right', async () => {
	for (const [setting, sentence] of [
		['on-request', /became Administrator/],
		['never', /was given more rights/],
	] as const) {
		const switches = { csvColumns: 'guessed' } as const;
		it = await session({ entries: 50, switches }, { ZOHO_AUDIT_FIELD_VALUES: setting });
		const users = moduleOf('Users');
		record(2, {
			...{ done_by: somebody('Marta Quill'), action: 'updated' },
			record: { id: '76100000000000999', name: 'Leo Sandbank', module: users },
			field_history: [
				{ api_name: 'profile', field_label: 'Profile', old: 'Standard', new: 'Administrator' },
			],
		});
		const { findings } = await review({ from: '1d', rules: ['raised_rights'] });
		expect(findings.map((finding) => finding.sentence)).toEqual([
			expect.stringMatching(sentence) as string,
		]);
		await it.close();
	}
	it = await session({ entries: 1 });
});
