import { NOON, type Session, session } from '../session';

let it: Session;
afterEach(async () => await it.close());

async function notes(args: object, tool = 'get_audit_log'): Promise<string> {
	const { result, isError, text } = await it.call(tool, { from: '30d', ...args });
	if (isError) throw new Error(text);
	return result.notes.join('\n');
}

describe('what the log cannot know is said', () => {
	beforeEach(async () => {
		it = await session({ entries: 100 }, { ZOHO_AUDIT_SOURCE: 'export' });
	});

	test.each([
		[{ action: 'login' }, /does not record sign-ins/],
		[{ action: ['signed_in'] }, /does not record sign-ins/],
		[{ action: 'logged in' }, /does not record sign-ins/],
		[{ text: 'sign in' }, /does not record sign-ins/],
		[{ text: '203.0.113.7' }, /no IP addresses/],
		[{ text: 'ip address' }, /no IP addresses/],
		[{ action: 'viewed' }, /not who looked/],
		[{ action: 'ownership_transferred' }, /may be logged as "updated"/],
		[{ user: 'admins' }, /list_users has profiles/],
		[{ text: 'Closed Won' }, /no old and new values/],
		[{ module: 'Invoices', action: 'updated' }, /Invoices/],
	])('%j', async (args, note) => {
		expect(await notes(args)).toMatch(note);
		expect(await notes(args, 'summarize_audit_log')).toMatch(note);
	});

	test.each([{ action: 'deleted' }, { text: 'Acme login page' }, { text: 'Ipsum' }, {}])(
		'nothing of it where %j is asked',
		async (args) => {
			expect(await notes(args)).not.toMatch(/sign-ins|IP addresses|looked at a record|profiles/);
		},
	);
});

test('a record is found by the words of its name in any order', async () => {
	it = await session({}, { ZOHO_AUDIT_SOURCE: 'export' });
	const of = async (record: string): Promise<unknown> =>
		(await it.call('get_audit_log', { from: '90d', record })).result['total_matched'];
	const found = await of('Acme – Renewal 2026');
	expect(found).toBeGreaterThan(3);
	expect(await of('renewal acme 2026')).toBe(found);
	expect(await of('renewal acme 2027')).toBe(0);
	const story = await it.call('get_record_history', {
		record: 'renewal acme 2026',
		module: 'Deals',
	});
	expect(story.result['record']).toMatchObject({ name: 'Acme – Renewal 2026' });
});

test('a machine whose clock is hours behind Zoho may ask up to now', async () => {
	it = await session();
	it.zoho.record({ audited_time: NOON - 1_800_000 });
	it.clock.now = NOON;
	// The server believes that it is five hours earlier.
	const app = { ...it.app, now: () => NOON - 5 * 3_600_000 };
	const { validateQuestion } = await import('../../../mcp/questions/question');
	const from = new Date(NOON - 3_600_000).toISOString();
	expect(() => validateQuestion({ from, to: 'now' }, app)).not.toThrow();
	expect(() => validateQuestion({ from: 'today', to: 'yesterday' }, app)).toThrow(/after/);
	expect(() => validateQuestion({ from: 'fortnight of the moon' }, app)).toThrow(/cannot be read/);
});
