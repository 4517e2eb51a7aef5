import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../mcp/config/config';
import { addCanaries, CANARIES, CANARY, canaryName } from '../canaries';
import { given } from './serverDoors';
import { type Session, session } from './session';

/** Every door of the server × ZOHO_AUDIT_NAMES, with a thousand people in the log. */
const KEY = 'a-key-that-nobody-guesses-0123456789';
const HIDDEN = { ZOHO_AUDIT_NAMES: 'pseudonym', ZOHO_AUDIT_PSEUDONYM_KEY: KEY };
const SOURCES = ['endpoint', 'export'];

let it: Session | undefined;
let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'people-'))));
afterEach(async () => {
	await it?.close();
	it = undefined;
	rmSync(folder, { recursive: true, force: true });
});

async function opened(variables: Record<string, string>): Promise<Session> {
	await it?.close();
	const switches = { csvColumns: 'guessed', settingsAuditLog: 'audit_log' } as const;
	it = await session({ entries: 40, jobSeconds: 0, switches }, variables);
	it.clock.now += 60_000;
	addCanaries(it.zoho);
	it.clock.now += 60_000;
	return it;
}

async function exported({ app, clock }: Session): Promise<string> {
	const client = await app.creatingClient();
	const { job } = await client.createExport({});
	clock.now += 60_000;
	const finished = await client.getExport(job.id);
	if (finished.state !== 'finished') throw new Error(finished.state);
	await client.downloadExport(finished);
	return job.id;
}

const CALLS = [
	['get_audit_log', { from: '90d', user: canaryName(0) }],
	['get_audit_log', { from: '90d', user: 'canary0000x' }],
	['get_audit_log', { from: '90d', user: 'Nobody Canary9999x', exclude_user: canaryName(2) }],
	['get_audit_log', { from: '90d', record: canaryName(5) }],
	['get_audit_log', { from: '90d', text: canaryName(5) }],
	['get_audit_log', { from: '90d', detail: 'full', limit: 200, order: 'oldest', module: 'Deals' }],
	['get_audit_log', { from: '90d', detail: 'full', limit: 200, module: 'Contacts' }],
	['get_audit_log', { from: '90d', detail: 'full', limit: 200, module: 'Leads' }],
	['get_audit_log', { from: '90d', detail: 'full', limit: 200, module: 'Users' }],
	['summarize_audit_log', { from: '90d', group_by: ['user'], top: 100, order: 'key_asc' }],
	['summarize_audit_log', { from: '90d', group_by: ['record'], top: 100 }],
	['summarize_audit_log', { from: '90d', group_by: ['module', 'record'], top: 100 }],
	['summarize_audit_log', { from: '90d', group_by: ['related_module', 'user'], top: 100 }],
	['get_record_history', { record: canaryName(3), module: 'Contacts', detail: 'full' }],
	['get_record_history', { record: 'canary', detail: 'full' }],
	['get_record_history', { record: 'Call with', module: 'Deals' }],
	['save_audit_log', { from: '90d', as: 'text', format: 'csv' }],
	['save_audit_log', { from: '90d', as: 'text', format: 'ndjson', user: canaryName(0) }],
	['save_audit_log', { from: '90d', as: 'text', format: 'ecs' }],
	['save_audit_log', { from: '90d', as: 'text', format: 'ocsf', order: 'newest' }],
	['review_audit_log', { from: '30d', mass_count: 2, limit: 100 }],
	[
		'review_audit_log',
		{ from: '30d', user: canaryName(0), mass_count: 1, working_hours: '01:00-01:01' },
	],
	['create_export', { from: '30d', user: canaryName(0) }],
	['create_export', { from: '30d', user: 'given00' }],
	['get_export', { export_id: 'latest' }],
	['get_audit_log', { user: 42, exclude_user: [canaryName(0)], unknown: canaryName(1) }],
] as const;

test.each(SOURCES)(
	'none of a thousand names leaves by a door of the server that hides them, read by %s',
	async (source) => {
		const doorsWith = async (variables: Record<string, string>) => {
			const session = await opened({ ZOHO_AUDIT_SOURCE: source, ...variables });
			const id = await exported(session);
			return await given(session.client, {
				...{ id, folder, value: canaryName(8), record: canaryName(3) },
				calls: CALLS.map(([name, args]) => [name, { ...args }]),
			});
		};
		const named = (doors: Record<string, string>): string[] =>
			Object.keys(doors).filter((door) => CANARY.test(doors[door] ?? ''));
		const shown = await doorsWith({});
		expect(named(shown).length).toBeGreaterThan(15);
		const hidden = await doorsWith(HIDDEN);
		expect(
			named(hidden).map((door) => [door, CANARY.exec(hidden[door] ?? '')?.input.slice(0, 900)]),
		).toEqual([]);
		// They answer all the same.
		const answered = Object.entries(hidden).filter(([, text]) => /person-[0-9a-f]{16}/.test(text));
		expect(answered.length).toBeGreaterThan(10);
	},
	180_000,
);

test('counts and pages are those of the names, and the same person is the same in each', async () => {
	const args = { from: '90d', group_by: ['user'], top: 100 };
	const keysOf = async (variables: Record<string, string>) => {
		const { call } = await opened(variables);
		const { result } = await call('summarize_audit_log', args);
		return (result['groups'] as { key: { user: string | null }; count: number }[]).map(
			({ key, count }) => [key.user, count] as const,
		);
	};
	const shown = await keysOf({});
	const hidden = await keysOf(HIDDEN);
	expect(hidden.map(([, count]) => count)).toEqual(shown.map(([, count]) => count));
	// Two people of one name have one pseudonym.
	const names = new Set(shown.map(([user]) => user?.replace(/ \(\d+\)$/, '')));
	expect(new Set(hidden.map(([user]) => user)).size).toBe(names.size);

	const { call } = await opened(HIDDEN);
	const seen: unknown[] = [];
	let [cursor, total]: unknown[] = [];
	do {
		const page: Record<string, unknown> = { from: '90d', limit: 200, order: 'oldest' };
		if (cursor !== undefined) page['cursor'] = cursor;
		const { result } = await call('get_audit_log', page);
		seen.push(...(result['entries'] as unknown[]));
		[cursor, total] = [result['next_cursor'], result['total_matched']];
		// What it holds could be tried against names.
		const bytes = Buffer.from(String(cursor ?? ''), 'base64url').toString('latin1');
		expect(bytes).not.toMatch(/^\[1,"|endpoint/);
	} while (cursor !== undefined && seen.length < 2_000);
	expect(total).toBeGreaterThan(CANARIES);
	expect(seen).toHaveLength(Number(total));
});

test('an answer does not repeat parts of names that its question holds', async () => {
	const { call } = await opened(HIDDEN);
	const part = canaryName(5).slice(1, -1);
	for (const name of ['user', 'record', 'text']) {
		const { result } = await call('get_audit_log', { from: '90d', [name]: part });
		const { filters } = result['scope'] as { filters: Record<string, unknown> };
		expect([name, filters]).toEqual([name, { [name]: '(as asked)' }]);
		expect(JSON.stringify(result)).not.toContain(part);
	}
});

test('a question by a pseudonym is a question about its person', async () => {
	const { call, zoho } = await opened(HIDDEN);
	const byName = await call('get_audit_log', { from: '90d', user: canaryName(0) });
	const [entry] = byName.result['entries'] as { user: string }[];
	const user = entry?.user ?? '';
	expect(user).toMatch(/^person-/);
	const byPseudonym = await call('get_audit_log', { from: '90d', user });
	expect(byPseudonym.result['entries']).toEqual(byName.result['entries']);
	const truth = zoho.log.filter(({ done_by: who }) => who?.name === canaryName(0));
	expect(byPseudonym.result['total_matched']).toBe(truth.length);
	const others = await call('get_audit_log', { from: '90d', exclude_user: [user] });
	const all = await call('get_audit_log', { from: '90d' });
	expect(others.result['total_matched']).toBe(Number(all.result['total_matched']) - truth.length);
});

test('no id of an entry is the hash that names could be tried against', async () => {
	const ids = async (variables: Record<string, string>) => {
		const { call } = await opened({ ZOHO_AUDIT_SOURCE: 'export', ...variables });
		const { result } = await call('get_audit_log', { from: '90d', limit: 200, detail: 'full' });
		return (result['entries'] as { event_id: string }[]).map(({ event_id: id }) => id);
	};
	const shown = new Set(await ids({}));
	const hidden = await ids(HIDDEN);
	expect(hidden.length).toBeGreaterThan(50);
	expect(hidden.filter((id) => shown.has(id))).toEqual([]);
	for (const [tool, args] of [
		['review_audit_log', { from: '30d', mass_count: 2 }],
		['summarize_audit_log', { from: '90d' }],
	] as const) {
		const { text } = await (it as Session).call(tool, args);
		const cited = text.match(/"(?:sample_)?event_ids":\["([^"]+)/g) ?? [];
		expect(cited.length).toBeGreaterThan(0);
		expect(cited.filter((ids) => shown.has(ids.replace(/^.*"/, '')))).toEqual([]);
	}
});

test('list_users is not offered, nor are rows and names to choose from', async () => {
	const { client } = await opened(HIDDEN);
	const { tools } = await client.listTools();
	expect(tools.map(({ name }) => name)).not.toContain('list_users');
	const { resourceTemplates } = await client.listResourceTemplates();
	expect(resourceTemplates).toEqual([]);
});

test.each([
	[{ ZOHO_AUDIT_NAMES: 'pseudonym' }, /needs a key.*ZOHO_AUDIT_PSEUDONYM_KEY_FILE/],
	[{ ZOHO_AUDIT_NAMES: 'pseudonym', ZOHO_AUDIT_PSEUDONYM_KEY: 'short' }, /at least 32/],
	[{ ...HIDDEN, ZOHO_AUDIT_DOWNLOAD_DIR: tmpdir() }, /ZOHO_AUDIT_NAMES=pseudonym forbids/],
	[{ ZOHO_AUDIT_NAMES: 'masked' }, /ZOHO_AUDIT_NAMES has a value that is not allowed/],
])('%j is refused at the start', (variables, reason) => {
	expect(() => readConfig(variables)).toThrow(reason);
});

test('the key comes from a file as well, and is no part of any answer or log', async () => {
	const file = path.join(folder, 'key');
	const secret = createHash('sha256').update('x').digest('hex');
	writeFileSync(file, `${secret}\n`);
	const { call, log } = await opened({
		ZOHO_AUDIT_NAMES: 'pseudonym',
		ZOHO_AUDIT_PSEUDONYM_KEY_FILE: file,
	});
	const { text } = await call('get_audit_log', { from: '90d' });
	expect(text).toMatch(/person-/);
	expect(`${text} ${log.join()}`).not.toContain(secret);
});
