import { type Shown, shown } from './shown';

let it: Shown;

afterEach(async () => await it.close());

const SCOPE = {
	from: '2026-11-17T12:00:00+01:00',
	to: '2026-11-24T12:00:00+01:00',
	time_zone: 'Europe/Berlin',
	filters: { user: 'Zoë' },
	visibility: 'all',
	up_to: '2026-11-24T11:59:00+01:00',
	complete: true,
};
const entry = (time: string) => ({ time, user: 'Zoë', action: 'added', module: 'Deals' });
const ENTRIES = [entry('2026-11-24T11:10+01:00'), entry('2026-11-20T09:10+01:00')];
const resultOf = (body: object) => ({ content: [], structuredContent: body });
const ready = (more: object = {}) => ({
	...{ status: 'ready', scope: SCOPE, total_matched: 2, entries: ENTRIES, notes: [] },
	...more,
});
const group = { key: { user: 'Zoë' }, count: 12, first: null, last: null };
const groups = ready({ entries: undefined, groups: [group], total_groups: 1, total_matched: 12 });
const refuses = async () => {
	throw new Error('Denied');
};
const HOUR_OF_ONE = '[data-pick^="d:"]';

test('a part that the server does not answer for shows no entries of other times', async () => {
	it = await shown(null, { callTool: refuses });
	await it.bridge.sendToolResult(resultOf(ready()));
	await it.click(HOUR_OF_ONE);
	expect(it.text('problem')).toContain('Denied');
	expect(it.rows('Entries')).toHaveLength(1);
	expect(it.text('list')).toMatch(/1 of 2 entries listed\. The server has not answered/);
	expect(it.text('list')).not.toContain('All 2');
});

test('a group that the server does not answer for is not the list of all groups', async () => {
	it = await shown(null, { callTool: refuses });
	await it.bridge.sendToolResult(resultOf(groups));
	await it.settled();
	await it.click('[data-pick="g:0"]');
	expect(it.rows('Counts')).toEqual([]);
	expect(it.text('list')).toContain('The server has not answered for this part.');
	expect(it.text('list')).not.toContain('Nothing matches');
	await it.click('[data-do="clear"]');
	expect(it.rows('Counts')).toHaveLength(1);
});

test('what a later answer lacks is said beside its list', async () => {
	const later = ready({
		...{ scope: { ...SCOPE, complete: false }, total_matched: 1, entries: ENTRIES.slice(1) },
		notes: ['A refresh is under way.'],
	});
	it = await shown(null, { callTool: async () => resultOf(later) });
	await it.bridge.sendToolResult(resultOf(ready()));
	expect(it.text('list')).not.toContain('Not complete');
	await it.click(HOUR_OF_ONE);
	expect(it.text('list')).toMatch(/Not complete.*A refresh is under way/);
});

test('counts that may lack entries say so, and those without a number of entries are none', async () => {
	const scope = { ...SCOPE, complete: false };
	const key = { day: '2026-11-24', hour: '11' };
	const counted = ready({
		scope,
		groups: [{ key, count: 9 }],
		entries: undefined,
		total_matched: 9,
	});
	const answers: object[] = [counted, { status: 'ready' }, ready()];
	it = await shown(null, { callTool: async () => resultOf(answers.shift() ?? {}) });
	const part = ready({ total_matched: 9, next_cursor: 'x' });
	await it.bridge.sendToolResult(resultOf(part));
	await it.settled();
	expect(it.text('pictures')).toContain('these counts may lack entries');
	for (const [index] of answers.entries()) {
		await it.bridge.sendToolResult(resultOf({ ...part, notes: [`Once more ${index}.`] }));
		await it.settled();
		expect(it.text('pictures')).toMatch(/Not counted\..*Only the 2 entries of this page, of 9/);
	}
});

test('where the host does not say what the tool was asked, parts keep the filters of the answer', async () => {
	it = await shown(null, { callTool: async () => resultOf(ready()) });
	await it.bridge.sendToolResult(resultOf(ready()));
	await it.click(HOUR_OF_ONE);
	expect(it.calls.at(-1)).toMatchObject({ name: 'get_audit_log', args: { user: 'Zoë' } });
});

test('an answer that comes after the next question of the chat is not shown as its answer', async () => {
	let answer = (_: object): void => undefined;
	const late = new Promise<object>((resolve) => (answer = resolve));
	const context = {
		toolInfo: { tool: { name: 'get_audit_log', inputSchema: { type: 'object' } } },
	};
	it = await shown(null, { context, callTool: async () => await late });
	await it.bridge.sendToolInput({ arguments: { from: '7d' } });
	await it.bridge.sendToolResult(resultOf({ status: 'preparing', notes: [] }));
	const clicked = it.click('[data-do="again"]');
	await it.bridge.sendToolInput({ arguments: { from: '1d', user: 'Marta' } });
	answer(resultOf(ready()));
	await clicked;
	expect(it.rows('Entries')).toEqual([]);
});
