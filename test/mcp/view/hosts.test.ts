import { type Shown, shown } from './shown';

let it: Shown;

afterEach(async () => await it.close());

const ENTRIES = [11, 10, 9].map((hour) => ({
	...{ time: `2026-11-24T${String(hour).padStart(2, '0')}:10+01:00`, user: 'Zoë' },
	...{ action: 'added', module: 'Deals', record: 'A' },
	record_url: 'https://crm.zoho.eu/crm/org1/tab/Potentials/7',
}));
const SCOPE = {
	...{ from: '2026-11-23T12:00:00+01:00', to: '2026-11-24T12:00:00+01:00', filters: {} },
	...{ time_zone: 'Europe/Berlin', visibility: 'all', complete: true },
};
const resultOf = (more: object = {}) => {
	const body = { status: 'ready', scope: SCOPE, total_matched: 3, entries: ENTRIES, notes: [] };
	return { content: [], structuredContent: { ...body, ...more } };
};
const PART = { total_matched: 90, next_cursor: 'x' };
const counted = async (name: string) =>
	name === 'summarize_audit_log'
		? resultOf({
				entries: undefined,
				total_matched: 90,
				groups: [{ key: { day: '2026-11-24', hour: '10', user: 'Zoë' }, count: 90 }],
			})
		: resultOf();
const HOUR = '[data-pick^="d:"],[data-pick^="t:"]';
const chosen = (): number => [...it.page.document.querySelectorAll('[aria-pressed="true"]')].length;

test('after teardown a click and a key ask nothing, say nothing and change nothing', async () => {
	it = await shown(null, { callTool: counted });
	await it.bridge.sendToolResult(resultOf());
	expect(await it.bridge.teardownResource({})).toEqual({});
	const [sent, html] = [it.sent.length, it.page.document.documentElement.outerHTML];
	await it.click(HOUR);
	await it.press(HOUR, 'Enter');
	await it.press('main', 'Escape');
	it.page.dispatchEvent(new it.page.MessageEvent('message', { data: {}, source: {} }));
	expect(it.sent).toHaveLength(sent);
	expect(it.calls).toEqual([]);
	expect(it.text('status')).toBe('The host has closed this page.');
	expect(it.page.document.documentElement.outerHTML).toBe(html);
});

test('an answer that is on its way when the host ends the page changes nothing', async () => {
	let answer = (_: object): void => undefined;
	const late = new Promise<object>((resolve) => (answer = resolve));
	it = await shown(null, { callTool: async () => await late });
	await it.bridge.sendToolResult(resultOf());
	const clicked = it.click(HOUR);
	await it.bridge.teardownResource({});
	const html = it.page.document.documentElement.outerHTML;
	answer(resultOf({ total_matched: 1, entries: ENTRIES.slice(1, 2) }));
	await clicked;
	expect(it.page.document.documentElement.outerHTML).toBe(html);
	expect(it.text('problem')).toBe('');
});

test.each([
	['what was counted', async () => await Promise.resolve()],
	['what was asked', async () => await it.click(HOUR)],
])(
	'nothing is said of %s for an answer that another one has taken the place of',
	async (_, act) => {
		let answer = (_: object): void => undefined;
		const late = new Promise<object>((resolve) => (answer = resolve));
		it = await shown(null, { callTool: async () => await late });
		await it.bridge.sendToolInput({ arguments: { from: '1d' } });
		await it.bridge.sendToolResult(resultOf(PART));
		const acted = act();
		const error = { content: [{ type: 'text', text: 'No such user.' }], isError: true };
		await it.bridge.sendToolInput({ arguments: { from: '2d' } });
		await it.bridge.sendToolResult(error);
		answer(await counted('summarize_audit_log'));
		await acted;
		await it.settled();
		expect(it.text('list')).toContain('No such user.');
		expect(it.text('status')).toBe('');
	},
);

test('what went wrong with one question is not said of the next', async () => {
	it = await shown(null, { callTool: counted });
	await it.bridge.sendToolInput({ arguments: { from: '1d' } });
	await it.bridge.sendToolCancelled({ reason: 'x' });
	expect(it.text('problem')).toContain('cancelled');
	await it.bridge.sendToolInput({ arguments: { from: '2d' } });
	expect(it.text('problem')).toBe('');
});

test('an answer that comes before the host has said what it offers is shown, and then counted', async () => {
	const params = resultOf(PART);
	const early = [
		{ method: 'ui/notifications/tool-input', params: { arguments: { from: '1d' } } },
		{ method: 'ui/notifications/tool-result', params },
	];
	it = await shown(null, { early, callTool: counted });
	await it.settled();
	expect(it.rows('Entries')).toHaveLength(3);
	expect(it.calls[0]?.name).toBe('summarize_audit_log');
	expect(it.text('pictures')).toContain('90 entries, all that match');
	expect(it.text('pictures')).not.toContain('does not let the page ask');
});

test('an answer that comes twice leaves the choice, and asks nothing more', async () => {
	it = await shown(null, { callTool: counted });
	await it.bridge.sendToolInput({ arguments: { from: '1d' } });
	await it.bridge.sendToolResult(resultOf());
	await it.click(HOUR);
	const asked = it.calls.length;
	await it.bridge.sendToolInput({ arguments: { from: '1d' } });
	await it.bridge.sendToolResult(resultOf());
	await it.settled();
	expect([chosen(), it.calls.length]).toEqual([1, asked]);
	await it.bridge.sendToolResult(resultOf({ total_matched: 4 }));
	expect(chosen()).toBe(0);
});

test('what a host declines by a result was not done', async () => {
	it = await shown(null, { callTool: counted, answered: { isError: true } });
	await it.bridge.sendToolResult(resultOf());
	await it.click('[data-do="say"]');
	expect(it.text('problem')).toBe('The host did not take the question.');
	expect(it.text('status')).not.toContain('is in the chat');
	await it.click('[data-do="open:0"]');
	expect(it.text('problem')).toBe('The host did not open the record.');
});

test('the policy is in the head also where a host puts the page into the body of its own', async () => {
	const wrapped = (html: string): string =>
		`<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`;
	it = await shown(null, { wrapped });
	const policies = [...it.page.document.querySelectorAll('#policy')];
	expect(policies).toHaveLength(1);
	expect(it.page.document.querySelector('head #policy')?.getAttribute('content')).toContain(
		"default-src 'none'",
	);
});

test('parts of arguments, and a view that the host calls by another name, break nothing', async () => {
	it = await shown(null, { callTool: counted });
	for (const params of [{ arguments: { from: '1' } }, {}, { arguments: null }]) {
		it.post({ jsonrpc: '2.0', method: 'ui/notifications/tool-input-partial', params });
	}
	it.post({ jsonrpc: '2.0', method: 'ui/notifications/tool-input' });
	it.post({ jsonrpc: '2.0', method: 'ui/notifications/tool-result' });
	expect(it.text('list')).toContain('Nothing to draw');
	await it.bridge.sendToolResult(resultOf());
	expect(it.rows('Entries')).toHaveLength(3);
	expect(it.text('problem')).toBe('');
});
