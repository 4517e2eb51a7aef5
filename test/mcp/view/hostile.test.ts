import { hostileNames } from '../../shared/report/hostileNames';
import { type PageElement, type Shown, shown } from './shown';

let view: Shown;

afterEach(async () => await view.close());

const bodyOf = (name: string, tool: string): object => {
	const scope = {
		...{ from: '2026-11-23T00:00:00Z', to: '2026-11-25T00:00:00Z', time_zone: 'UTC' },
		...{ filters: { user: name, text: [name, name] }, organization: name, visibility: name },
		...{ export_ids: [name], up_to: name, complete: true },
	};
	const entry = {
		...{ time: '2026-11-24T11:10Z', user: name, action: name, module: name, record: name },
		...{ record_url: name, event_id: name, changed: [name], source: name },
		changes: [{ field: name, old: name, new: name }],
	};
	const group = { key: { user: name, module: name }, count: 3, first: name, last: null };
	const finding = { rule: name, user: name, from: null, to: name, count: 2, sentence: name };
	const items = { entries: [entry], groups: [group], findings: [finding] }[tool];
	return {
		status: 'ready',
		scope,
		total_matched: 1,
		[tool]: items,
		notes: [name],
		next_cursor: name,
	};
};

/** Elements and the names of their attributes, in order, without what is in them. */
function shapeOf(element: PageElement): string {
	return [...element.querySelectorAll('*')]
		.map((it) => `${it.tagName} ${it.getAttributeNames().join(' ')}`)
		.join('\n');
}

const LIVE = /\bon\w+|\bsrc\b|\bsrcdoc\b|\bhref\b|SCRIPT|IFRAME|IMG|OBJECT|LINK|BASE|META|FORM/;

test('1,000 hostile names make no element, no attribute and no question', async () => {
	view = await shown(null, { capabilities: { openLinks: {}, message: {} } });
	const main = view.page.document.querySelector('main') as PageElement;
	const shapes = new Map<string, string>();
	const show = (name: string, tool: string): string => {
		const params = { content: [], structuredContent: bodyOf(name, tool) };
		view.post({ jsonrpc: '2.0', method: 'ui/notifications/tool-result', params });
		return shapeOf(main);
	};
	for (const [index, name] of hostileNames(1_000).entries()) {
		const tool = ['entries', 'groups', 'findings'][Math.floor(index / 334)] ?? '';
		if (!shapes.has(tool)) shapes.set(tool, show('Quill', tool));
		expect([name, show(name, tool)]).toEqual([name, shapes.get(tool)]);
		// What reverses or hides text is gone, whatever it was meant to do.
		expect(/[\u202a-\u202e\u2066-\u2069\u200b\u00ad\0]/.test(main.textContent)).toBe(false);
	}
	for (const shape of shapes.values()) expect(shape).not.toMatch(LIVE);
	expect(view.said).toEqual([]);
	expect(view.calls).toEqual([]);
});

test('what a hostile name says is shown as text', async () => {
	const callTool = async () => ({ isError: true, content: [{ type: 'text', text: '<b>no</b>' }] });
	view = await shown(null, { callTool });
	const name = '<img src=x onerror=alert(1)>&amp;"\'\ue0000\ue000';
	const structuredContent = bodyOf(name, 'entries');
	await view.bridge.sendToolResult({ content: [], structuredContent });
	await view.settled();
	const [row = []] = view.rows('Entries');
	expect(row.slice(1, 5)).toEqual([name, name, name, name]);
	expect(view.text('pictures')).toContain('Not counted. <b>no</b>');
	expect(view.page.document.querySelector('img,b[onerror]')).toBeNull();
});

test('shapes that no tool of ours sends are drawn as nothing, and break nothing', async () => {
	view = await shown(null, { callTool: async () => ({ content: [] }) });
	const odd = [
		...[null, [], 'text', { status: 'ready' }, { status: 'ready', entries: 'x' }],
		...[{ status: 'ready', entries: [null, 1, [], { time: 5, user: {}, changed: [{}] }] }],
		...[{ status: 'ready', groups: [{ key: 'x' }, { key: { user: 5 }, count: 'x' }], scope: 'x' }],
		...[
			{
				status: 'ready',
				findings: [{ rule: {}, from: 'x' }],
				scope: { time_zone: 'Mars/Olympus' },
			},
		],
		...[{ status: 'ready', entries: [], total_matched: NaN, scope: { from: 'x', filters: [1] } }],
	];
	for (const structuredContent of odd) {
		view.post({
			...{ jsonrpc: '2.0', method: 'ui/notifications/tool-result' },
			params: { content: [], structuredContent },
		});
		await view.settled();
		expect(view.text('problem')).toBe('');
		expect(view.text('head')).toMatch(/Audit log|entries|finding/);
	}
});
