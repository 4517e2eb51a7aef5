import { pageOf } from '../../../shared/entries/page';
import { readCursor, writeCursor } from '../../../mcp/questions/pageCursor';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { htmlPage } from '../../zoho/faults';
import { renewal } from '../../zoho/log/story';
import {
	entriesOf,
	NOON,
	ofMemory,
	operationsOf,
	type ToolAnswer,
	type Session,
	sessions,
} from '../session';

const start = sessions();

/** What a loop collects by following `next_cursor`. */
async function collected(
	{ call }: Session,
	tool: string,
	args: Record<string, unknown>,
	between: (page: number) => void = () => undefined,
): Promise<{ entries: Record<string, unknown>[]; pages: ToolAnswer[] }> {
	const pages: ToolAnswer[] = [];
	let cursor: unknown;
	do {
		const answer = await call(tool, { ...args, cursor });
		if (answer.isError) throw new Error(answer.text);
		pages.push(answer);
		cursor = answer.result['next_cursor'];
		between(pages.length);
	} while (cursor !== undefined && pages.length < 100);
	return { entries: pages.flatMap(entriesOf), pages };
}

function ids(entries: readonly Record<string, unknown>[]): unknown[] {
	return entries.map((entry) => entry['event_id']);
}

describe.each([
	['an export', { settingsAuditLog: 404 }],
	['the endpoint', { settingsAuditLog: 'audit_log' }],
] as const)('from %s', (_, switches) => {
	test('following next_cursor collects every entry once, in order', async () => {
		const server = await start({ switches });
		const args = { action: 'deleted', from: '30d', limit: 17, detail: 'full' };
		const { entries, pages } = await collected(server, 'get_audit_log', args);
		const truth = server.zoho.log.filter(
			({ action, audited_time }) =>
				action === 'deleted' &&
				audited_time >= Date.parse('2026-10-25T00:00:00+02:00') &&
				audited_time < NOON,
		);
		expect(entries).toHaveLength(truth.length);
		expect(new Set(ids(entries)).size).toBe(truth.length);
		const times = entries.map(({ time }) => String(time));
		expect(times).toEqual([...times].sort().reverse());
		const [first, second] = pages.map(({ result }) => result.notes[0]);
		expect(first).toContain(`Entries 1–17 of ${truth.length}`);
		expect(second).toContain(`Entries 18–34 of ${truth.length}`);
		expect(pages.at(-1)?.result.notes[0]).toContain('This is the last page.');
	});

	test('new entries shift nothing, although the period was given as 7d', async () => {
		const server = await start({ switches });
		const args = { from: '7d', limit: 40, detail: 'full' };
		const { entries, pages } = await collected(server, 'get_audit_log', args, () => {
			server.clock.now += 60_000;
			server.zoho.record();
		});
		expect(pages.length).toBeGreaterThan(3);
		const scopes = new Set(pages.map(({ result }) => JSON.stringify(result['scope'])));
		expect([...scopes].map((scope) => (JSON.parse(scope) as { to: string }).to)).toEqual(
			Array.from({ length: scopes.size }, () => '2026-11-24T12:00:00+01:00'),
		);
		expect(new Set(ids(entries)).size).toBe(entries.length);
		expect(entries).toHaveLength(pages[0]?.result['total_matched'] as number);
	});

	test('oldest first is the same list in reverse', async () => {
		const server = await start({ switches });
		const args = { from: 'last week', detail: 'full', limit: 60 };
		const newest = await collected(server, 'get_audit_log', args);
		const oldest = await collected(server, 'get_audit_log', { ...args, order: 'oldest' });
		expect(ids(oldest.entries)).toEqual(ids(newest.entries).reverse());
	});

	test('limit and detail may change from page to page, and the same cursor gives the same page', async () => {
		const server = await start({ switches });
		const args = { action: 'deleted', from: '30d' };
		const first = await server.call('get_audit_log', { ...args, limit: 5 });
		const cursor = first.result['next_cursor'];
		const second = await server.call('get_audit_log', {
			...args,
			cursor,
			limit: 9,
			detail: 'full',
		});
		const again = await server.call('get_audit_log', { ...args, cursor, limit: 9, detail: 'full' });
		expect(entriesOf(second)).toEqual(entriesOf(again));
		expect(second.result.notes[0]).toContain('Entries 6–14 of');
	});
});

test('pages of an export are read from the store, without another download', async () => {
	const server = await start();
	const args = { from: '30d', limit: 200 };
	await collected(server, 'get_audit_log', args);
	expect(operationsOf(server.zoho).filter((operation) => operation === 'download')).toHaveLength(1);
});

ofMemory(
	'a page continues after the store evicted the export, and fails clearly after Zoho deleted it',
	async () => {
		const server = await start({}, { ZOHO_AUDIT_CACHE_MB: '0' });
		const args = { from: '30d', limit: 200 };
		const { entries } = await collected(server, 'get_audit_log', args);
		expect(entries.length).toBeGreaterThan(400);
		const first = await server.call('get_audit_log', args);
		server.zoho.faults.add({ on: 'download', times: Infinity, ...htmlPage(404) });
		const cursor = first.result['next_cursor'];
		const refused = await server.call('get_audit_log', { ...args, cursor });
		expect(refused.isError).toBe(true);
		expect(refused.text).toContain('Repeat the first call without cursor');
	},
);

test.each([
	[{ user: 'Zoë' }, 'other arguments'],
	[{ order: 'oldest' }, 'other arguments'],
	[{ from: '8d' }, 'other arguments'],
	[{ time_zone: 'Asia/Tokyo' }, 'other arguments'],
])('a cursor of another query is refused: %j', async (other, sentence) => {
	const server = await start();
	const first = await server.call('get_audit_log', { from: '7d', limit: 3 });
	const before = operationsOf(server.zoho).length;
	const cursor = first.result['next_cursor'];
	const refused = await server.call('get_audit_log', { from: '7d', limit: 3, ...other, cursor });
	expect(refused.isError).toBe(true);
	expect(refused.text).toContain(sentence);
	expect(operationsOf(server.zoho)).toHaveLength(before);
	const again = await server.call('get_audit_log', { limit: 3, cursor });
	expect(again.isError).toBe(false);
});

test('a page that the budget cuts short continues where it was cut', async () => {
	const server = await start({}, { ZOHO_AUDIT_MAX_RESULT_CHARS: '4000' });
	const args = { from: 'last week', limit: 200, detail: 'full' };
	const { entries, pages } = await collected(server, 'get_audit_log', args);
	expect(pages.length).toBeGreaterThan(5);
	for (const { text } of pages) expect(text.length).toBeLessThanOrEqual(4_000);
	expect(new Set(ids(entries)).size).toBe(pages[0]?.result['total_matched']);
});

test('a record history continues from page to page', async () => {
	const server = await start({ switches: { settingsAuditLog: 'audit_log' } });
	const args = { record: renewal, limit: 2 };
	const { entries, pages } = await collected(server, 'get_record_history', args);
	expect(pages).toHaveLength(3);
	expect(entries.map(({ user }) => user)).toEqual([
		'Anna Müller',
		'Søren Ægirsson',
		'Zoë Farnlund',
		'Zoë Farnlund',
		'Zoë Farnlund',
	]);
});

test('a modified cursor is refused', () => {
	const bounds = { question: ['x'], period: [undefined] };
	const at = { period: null, data: 'endpoint', after: [5, 'id'] } as const;
	const cursor = writeCursor(at, bounds);
	expect(readCursor(cursor, bounds)).toEqual(at);
	for (const broken of [cursor.slice(1), cursor.slice(0, -3), `${cursor}x`.repeat(30), '', 'W10']) {
		expect(() => readCursor(broken, bounds)).toThrow('Repeat the first call without cursor');
	}
});

test('entries without a time come last in both orders, and none is lost between pages', async () => {
	const entry = (event_id: string, audited_time: string | null): AuditLogEntry =>
		({ event_id, audited_time }) as AuditLogEntry;
	const all = [
		entry('1', '2026-11-01T00:00:00Z'),
		entry('2', '2026-11-01T00:00:00Z'),
		entry('a', null),
		entry('b', null),
		entry('8', '2026-11-02T00:00:00Z'),
	];
	const batches = async function* () {
		yield await Promise.resolve(all);
	};
	const order = async (which: 'newest' | 'oldest'): Promise<string[]> => {
		const found: string[] = [];
		for (let page = 0; page < 3; page++) {
			const last = all.find(({ event_id }) => event_id === found.at(-1));
			const after = last
				? ([last.audited_time ? Date.parse(last.audited_time) : null, last.event_id] as const)
				: undefined;
			const { entries, before, total } = await pageOf(batches(), { limit: 2, order: which, after });
			expect([before, total]).toEqual([found.length, 5]);
			found.push(...entries.map(({ event_id }) => event_id));
		}
		return found;
	};
	expect(await order('newest')).toEqual(['8', '2', '1', 'b', 'a']);
	expect(await order('oldest')).toEqual(['1', '2', '8', 'a', 'b']);
});
