import { HOUR, MINUTE } from '../../../shared/durations';
import { serverFault } from '../../zoho/faults';
import { moduleOf } from '../../zoho/log/logEntry';
import {
	entriesOf,
	operationsOf,
	type Session,
	sessionsWithFolder,
	type ToolAnswer,
} from '../session';

const switches = { settingsAuditLog: 404 } as const;
const QUESTION = { from: '2026-11-10', to: 'now', limit: 200, order: 'newest' } as const;
const UNDER_WAY = 'A refresh is under way';

let folder = '';
const opened = sessionsWithFolder((path) => (folder = path));

/** A server that has answered once, some hours ago; since then something has happened. */
async function hoursLater(variables: Record<string, string> = {}, setup = {}): Promise<Session> {
	const one = await opened({ switches, ...setup }, variables);
	await one.call('get_audit_log', QUESTION);
	await one.app.archive.settled();
	one.clock.now += 3 * HOUR;
	const record = { id: '4876876000000999999', name: 'Late deal', module: moduleOf('Deals') };
	one.zoho.record({ record, audited_time: one.clock.now - HOUR });
	one.clock.now += MINUTE;
	return one;
}

const created = ({ zoho }: Session): number =>
	operationsOf(zoho).filter((operation) => operation === 'createExport').length;
const ended = async ({ app }: Session): Promise<void> =>
	await app.refresh.settled(20_000, new AbortController().signal);
const scopeOf = ({ result }: ToolAnswer) => result['scope'] as Record<string, unknown>;
const kinds = [
	['in memory', () => ({})],
	['in a folder', () => ({ ZOHO_AUDIT_ARCHIVE: folder })],
] as const;

describe.each(kinds)('exports %s', (_, variables) => {
	test('what is there is answered at once, says what it lacks, and one refresh brings the rest', async () => {
		const it = await hoursLater(variables());
		const before = created(it);
		const first = await it.call('get_audit_log', QUESTION);
		expect(first.result['status']).toBe('ready');
		expect(scopeOf(first)).toMatchObject({ complete: false });
		expect(String(scopeOf(first)['up_to'])).toMatch(/^2026-11-24T12:00/);
		expect(first.text).toContain(UNDER_WAY);
		expect(first.text).not.toContain('Late deal');
		await it.call('summarize_audit_log', { from: '2026-11-11', to: 'now' });
		await ended(it);
		const second = await it.call('get_audit_log', QUESTION);
		expect(scopeOf(second)).toMatchObject({ complete: true });
		expect(second.text).toContain('Late deal');
		const all = Number(second.result['total_matched']);
		expect(all).toBeGreaterThan(Number(first.result['total_matched']));
		expect(created(it)).toBe(before + 1);
	});

	test('a caller that waits has everything with the first answer', async () => {
		const it = await hoursLater(variables());
		const answer = await it.call('get_audit_log', { ...QUESTION, wait_seconds: 20 });
		expect(scopeOf(answer)).toMatchObject({ complete: true });
		expect(answer.text).toContain('Late deal');
	});

	test('what is saved waits for everything', async () => {
		const it = await hoursLater(variables());
		const args = { from: '2026-11-24', to: 'now', as: 'text' };
		const answer = await it.call('save_audit_log', args);
		expect(scopeOf(answer)).toMatchObject({ complete: true });
		expect(answer.text).toContain('Late deal');
	});

	test('a period that is over and covered needs nothing', async () => {
		const it = await hoursLater(variables());
		const before = operationsOf(it.zoho).length;
		const past = { from: '2026-11-12', to: '2026-11-20', limit: 5 };
		expect(scopeOf(await it.call('get_audit_log', past))).toMatchObject({ complete: true });
		await ended(it);
		const operations = operationsOf(it.zoho).slice(before);
		expect(operations.filter((operation) => /export|download/i.test(operation))).toEqual([]);
	});

	test('of a period of which nothing is there, nothing is said before Zoho is asked', async () => {
		const it = await hoursLater(variables());
		const answer = await it.call('get_audit_log', { from: '1 hour ago', to: 'now' });
		expect(answer.text).not.toContain(UNDER_WAY);
		expect(scopeOf(answer)).toMatchObject({ complete: true });
	});

	test('pages stay on what the first one was read from, also when a refresh has ended', async () => {
		const it = await hoursLater(variables());
		const args = { ...QUESTION, limit: 9, detail: 'full' };
		const ids: unknown[] = [];
		let [cursor, total]: unknown[] = [];
		do {
			const page = await it.call('get_audit_log', { ...args, cursor });
			total ??= page.result['total_matched'];
			expect(page.result['total_matched']).toBe(total);
			expect(scopeOf(page)).toMatchObject({ complete: false });
			ids.push(...entriesOf(page).map((entry) => entry['event_id']));
			cursor = page.result['next_cursor'];
			await ended(it);
		} while (cursor !== undefined);
		expect([ids.length, new Set(ids).size]).toEqual([total, total]);
	});

	test.each(['ZOHO_AUDIT_READ_ONLY=true', 'ZOHO_AUDIT_AUTO_EXPORT=false'])(
		'with %s no refresh begins, and nothing newer is promised',
		async (setting) => {
			const [name = '', value = ''] = setting.split('=');
			const it = await hoursLater({ ...variables(), [name]: value }, { ownExport: true });
			const answer = await it.call('get_audit_log', { ...QUESTION, wait_seconds: 20 });
			expect(answer.isError).toBe(false);
			expect(scopeOf(answer)).toMatchObject({ complete: false });
			expect(answer.text).toContain('is not in the archive');
			expect(created(it)).toBe(0);
		},
	);

	test('where Zoho cannot be asked for a newer export, a server that creates none answers from what it has', async () => {
		const setting = { ZOHO_AUDIT_READ_ONLY: 'true' };
		const it = await hoursLater({ ...variables(), ...setting }, { ownExport: true });
		it.zoho.faults.add({ on: 'listExports', times: Infinity, ...serverFault() });
		const answer = await it.call('get_audit_log', QUESTION);
		expect([answer.isError, scopeOf(answer)['complete']]).toEqual([false, false]);
		expect(answer.text).toContain('The refresh failed at 2026-11-24T');
		const looks = () => operationsOf(it.zoho).filter((one) => one === 'listExports').length;
		const looked = looks();
		expect((await it.call('get_audit_log', QUESTION)).text).toContain('failed at');
		expect(looks()).toBe(looked);
		it.zoho.faults.clear();
		it.clock.now += 2 * MINUTE;
		const later = await it.call('get_audit_log', QUESTION);
		expect(later.text).not.toContain('failed at');
		expect(later.text).toContain('is not in the archive');
	});

	test('a refresh that fails is said in the next answer, and another one waits', async () => {
		const it = await hoursLater(variables());
		it.zoho.faults.add({ on: 'createExport', times: Infinity, ...serverFault() });
		await it.call('get_audit_log', QUESTION);
		await ended(it);
		const tried = created(it);
		const failed = await it.call('get_audit_log', QUESTION);
		expect(failed.text).toContain('The refresh failed at 2026-11-24T');
		expect(scopeOf(failed)).toMatchObject({ complete: false });
		await ended(it);
		expect(created(it)).toBe(tried);
		it.zoho.faults.clear();
		it.clock.now += 2 * MINUTE;
		const again = await it.call('get_audit_log', { ...QUESTION, wait_seconds: 20 });
		expect(scopeOf(again)).toMatchObject({ complete: true });
		expect(again.text).not.toContain('failed');
	});

	test('where every question waits for new entries, none is answered with old ones', async () => {
		const it = await hoursLater({ ...variables(), ZOHO_AUDIT_FRESH_SECONDS: '0' });
		const answer = await it.call('get_audit_log', QUESTION);
		expect(answer.text).not.toContain(UNDER_WAY);
		expect(scopeOf(answer)).toMatchObject({ complete: true });
	});
});
