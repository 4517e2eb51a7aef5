import { hostileNames } from '../../shared/report/hostileNames';
import { type PageElement, type Shown, shown } from './shown';

let view: Shown;

afterEach(async () => await view.close());

/** So many names at once: as many as are drawn in a moment. */
const TOGETHER = 5;

const bodyOf = (names: readonly string[], tool: string): object => {
	const [name = ''] = names;
	const scope = {
		...{ from: '2026-11-23T00:00:00Z', to: '2026-11-25T00:00:00Z', time_zone: 'UTC' },
		...{ filters: { user: name, text: names }, organization: name, visibility: name },
		...{ export_ids: names, up_to: name, complete: true },
	};
	const entries = names.map((it) => ({
		...{ time: '2026-11-24T11:10Z', user: it, action: it, module: it, record: it },
		...{ record_url: it, event_id: it, changed: [it], source: it },
		changes: [{ field: it, old: it, new: it }],
	}));
	const groups = names.map((it) => ({
		key: { user: it, module: it },
		count: 3,
		first: it,
		last: null,
	}));
	const findings = names.map((it) => ({
		...{ rule: it, user: it, from: null, to: it, count: 2, sentence: it },
	}));
	const items = { entries, groups, findings }[tool];
	return {
		status: 'ready',
		scope,
		total_matched: 9,
		[tool]: items,
		// What is the same is said once.
		notes: names.map((it, index) => `${index}: ${it}`),
		next_cursor: name,
	};
};

/**
 * Elements and the names of their attributes, in order, without what is in them, and without those that isolate
 * names: in a sentence there is one for each run from right to left.
 */
function shapeOf(element: PageElement): string {
	return [...element.querySelectorAll('*')]
		.filter((it) => it.tagName !== 'BDI' || it.getAttributeNames().join() !== 'dir')
		.map((it) => `${it.tagName} ${it.getAttributeNames().join(' ')}`)
		.join('\n');
}

const LIVE = /\bon\w+|\bsrc\b|\bsrcdoc\b|\bhref\b|SCRIPT|IFRAME|IMG|OBJECT|LINK|BASE|META|FORM/;

test('1,000 hostile names make no element, no attribute and no question', async () => {
	view = await shown(null, { capabilities: { openLinks: {}, message: {} } });
	const main = view.page.document.querySelector('main') as PageElement;
	const shapes = new Map<string, string>();
	const show = (names: readonly string[], tool: string): string => {
		const params = { content: [], structuredContent: bodyOf(names, tool) };
		view.post({ jsonrpc: '2.0', method: 'ui/notifications/tool-result', params });
		return shapeOf(main);
	};
	const all = hostileNames(1_000);
	for (let index = 0; index < all.length; index += TOGETHER) {
		const names = all.slice(index, index + TOGETHER);
		const tool = ['entries', 'groups', 'findings'][Math.floor(index / 335)] ?? '';
		const plain = names.map((name) => `Quill ${names.indexOf(name)}`);
		const key = `${tool} ${new Set(names).size}`;
		if (!shapes.has(key)) shapes.set(key, show(plain, tool));
		expect([names, show(names, tool)]).toEqual([names, shapes.get(key)]);
		// What reverses or hides text is gone, whatever it was meant to do.
		expect(/[\u202a-\u202e\u2066-\u2069\u200b\u00ad\0]/.test(main.textContent)).toBe(false);
	}
	expect(shapes.size).toBeGreaterThanOrEqual(3);
	for (const shape of shapes.values()) expect(shape).not.toMatch(LIVE);
	expect(view.said).toEqual([]);
	expect(view.calls).toEqual([]);
});

test('what a hostile name says is shown as text', async () => {
	const callTool = async () => ({ isError: true, content: [{ type: 'text', text: '<b>no</b>' }] });
	view = await shown(null, { callTool });
	const name = '<img src=x onerror=alert(1)>&amp;"\'\ue0000\ue000';
	const structuredContent = bodyOf([name], 'entries');
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
