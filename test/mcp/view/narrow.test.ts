import { type Session, session } from '../session';
import { type Shown, shown } from './shown';

let it: Session;
let view: Shown;

beforeEach(async () => {
	it = await session({ seed: 6, entries: 900, days: 60 });
	view = await shown(it, { width: 360 });
});

afterEach(async () => {
	await view.close();
	await it.close();
});

const partsOf = (prefix: string) =>
	[...view.page.document.querySelectorAll(`[data-pick^="${prefix}:"]`)].map((part) => ({
		key: part.getAttribute('data-pick') ?? '',
		width: Number(part.getAttribute('width')),
		label: part.getAttribute('aria-label') ?? '',
		count: Number(/: ([\d,]+) e/.exec(part.getAttribute('aria-label') ?? '')?.[1]),
	}));
/** Of a row of a picture's table. */
const sumIn = (text: string): number =>
	[...text.matchAll(/\d\d:00 ([\d,]+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
const lastCall = () => view.calls.filter(({ args }) => args['order'] === undefined).at(-1);
const widths = (): number[] =>
	[...view.page.document.querySelectorAll('svg')].map((svg) =>
		Number(svg.getAttribute('viewBox')?.split(' ')[2]),
	);

test('pictures are as wide as the page, and a cell stands for as many hours as a finger needs', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	expect(widths()).toEqual([334, 334, 334]);
	for (const prefix of ['d', 'u']) {
		const parts = partsOf(prefix);
		expect(parts.length).toBeGreaterThan(10);
		for (const { key, width } of parts) {
			expect(width).toBeGreaterThanOrEqual(24);
			expect(key.split(':')).toHaveLength(4);
		}
	}
});

test('a cell of several hours has the entries of all of them, and asks for them', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	const all = /([\d,]+) entries, all that match/.exec(view.text('pictures'))?.[1];
	for (const prefix of ['d', 'u']) {
		const parts = partsOf(prefix);
		const unnamed = view
			.rows('Users by hour of the day')
			.find(([user]) => user === 'No user named');
		// What no user is named for cannot be asked for by user.
		const others = prefix === 'u' ? sumIn(unnamed?.[1] ?? '') : 0;
		expect(others + parts.reduce((sum, { count }) => sum + count, 0)).toBe(Number(all));
		const busy = parts.find(({ count }) => count > 2);
		await view.click(`[data-pick="${busy?.key}"]`);
		expect([busy?.label, view.text('list')]).toEqual([
			busy?.label,
			expect.stringMatching(`(?:All|of) ${busy?.count} shown`),
		]);
		const [, from, to] = /, (\d+):00 to (\d+):00/.exec(busy?.label ?? '') ?? [];
		const args: Record<string, unknown> = lastCall()?.args ?? {};
		const asked = `${args['hours'] ?? `${String(args['from']).slice(11, 16)}-${String(args['to']).slice(11, 16)}`}`;
		expect(asked).toBe(`${from?.padStart(2, '0')}:00-${to?.padStart(2, '0')}:00`);
	}
});

test('the table of a picture has every hour that has entries, in two columns', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	for (const title of ['Days by hour', 'Users by hour of the day']) {
		const rows = view.rows(title);
		expect(rows.every((row) => row.length === 2)).toBe(true);
		const all = /([\d,]+) entries, all that match/.exec(view.text('pictures'))?.[1];
		expect(rows.reduce((sum, [, text = '']) => sum + sumIn(text), 0)).toBe(Number(all));
	}
});

test.each([
	['get_audit_log', { from: '20d', limit: 5, detail: 'full' }, 'Entries'],
	['summarize_audit_log', { from: '20d', group_by: ['user', 'module', 'action'] }, 'Counts'],
	['review_audit_log', { from: '60d', limit: 5 }, 'Findings'],
] as const)(
	'%s: its list has two columns, with all that wide ones have',
	async (tool, args, title) => {
		await view.ask(tool, args);
		const narrow = view.rows(title);
		expect(narrow.every((row) => row.length === 2)).toBe(true);
		const wide = await shown(it);
		await wide.ask(tool, args);
		const rows = wide.rows(title);
		expect(rows).toHaveLength(narrow.length);
		for (const [index, row] of rows.entries()) {
			const text = narrow[index]?.join(' ') ?? '';
			for (const cell of row.filter((it) => it !== '')) expect(text).toContain(cell);
		}
		await wide.close();
	},
);

test('wider than a cell of each hour needs, every hour has its own', async () => {
	const wide = await shown(it, { width: 1_280 });
	await wide.ask('get_audit_log', { from: '20d', limit: 10 });
	for (const target of wide.page.document.querySelectorAll('[data-pick^="d:"]')) {
		expect(target.getAttribute('data-pick')?.split(':')).toHaveLength(3);
	}
	await wide.close();
});
