import { type Session, session } from '../session';
import { type Shown, shown } from './shown';

let it: Session;
let view: Shown;

beforeEach(async () => {
	it = await session({ seed: 4, entries: 900, days: 60 });
	view = await shown(it);
});

afterEach(async () => {
	await view.close();
	await it.close();
});

const numberIn = (text: string | null | undefined): number =>
	Number(/: ([\d,]+) e/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
/** A part of a picture with so many entries at least, and how many. */
function partOf(prefix: string, least = 2, after = 0): { selector: string; count: number } {
	const targets = [...view.page.document.querySelectorAll(`[data-pick^="${prefix}:"]`)];
	for (const target of targets.slice(after)) {
		const count = numberIn(target.getAttribute('aria-label'));
		if (count >= least) {
			return { selector: `[data-pick="${target.getAttribute('data-pick')}"]`, count };
		}
	}
	throw new Error('no such part');
}
/** Of those that are not counted for a picture. */
const lastCall = () => view.calls.filter(({ args }) => args['order'] === undefined).at(-1);
const total = (): string => /(?:of|All) ([\d,]+) shown/.exec(view.text('list'))?.[1] ?? '';

test('a page of many is counted by the server, with the same filters and the same period', async () => {
	await view.ask('get_audit_log', { from: '20d', exclude_action: ['added'], limit: 10 });
	expect(view.calls[0]).toEqual({
		name: 'summarize_audit_log',
		args: {
			exclude_action: ['added'],
			from: '2026-11-04T12:00:00+01:00',
			to: '2026-11-24T12:00:00+01:00',
			time_zone: 'Europe/Berlin',
			group_by: ['day', 'hour'],
			order: 'key',
			top: 100,
		},
	});
	const others = view.calls.slice(1).filter(({ args }) => String(args['group_by']) === 'day,hour');
	expect(others.every(({ args }) => 'cursor' in args)).toBe(true);
	const [all] = /[\d,]+ entries/.exec(view.text('head')) ?? [''];
	expect(view.text('pictures')).toContain(`${all}, all that match, counted by the server.`);
});

test('a day of the timeline: the pictures become its hours, and the tool is asked for it', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	const { selector, count } = partOf('t', 5, 2);
	await view.click(selector);
	expect(lastCall()?.name).toBe('get_audit_log');
	const { from, to, limit } = lastCall()?.args ?? {};
	expect([String(from).slice(10), String(to).slice(10), limit]).toEqual([
		'T00:00:00+01:00',
		'T00:00:00+01:00',
		10,
	]);
	expect(total()).toBe(String(count));
	expect(view.text('pictures')).toContain(`${count} entries in this part.`);
	expect([...view.page.document.querySelectorAll('svg title')][0]?.textContent).toBe(
		'Entries by hour',
	);
	await view.click('[data-do="whole"]');
	expect([...view.page.document.querySelectorAll('svg title')][0]?.textContent).toBe(
		'Entries by day',
	);
	expect(view.rows('Entries')).toHaveLength(10);
});

test('an hour of a day: the list is of this hour, chosen, and cleared by choosing it again', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	const { selector, count } = partOf('d');
	await view.click(selector);
	const { from, to } = lastCall()?.args ?? {};
	expect(Date.parse(String(to)) - Date.parse(String(from))).toBe(3_600_000);
	expect(total()).toBe(String(count));
	expect(view.page.document.querySelector(selector)?.getAttribute('aria-pressed')).toBe('true');
	const asked = view.calls.length;
	await view.click(selector);
	expect(view.rows('Entries')).toHaveLength(10);
	expect(view.calls).toHaveLength(asked);
});

test('the first day begins when the period does, and not before', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	await view.click('[data-pick^="t:"]');
	expect(lastCall()?.args['from']).toBe('2026-11-04T12:00:00+01:00');
});

test('counts: a group leads to its entries, and as many as it counts', async () => {
	await view.ask('summarize_audit_log', { from: '20d', group_by: ['user', 'module'], top: 5 });
	const [first = []] = view.rows('Counts');
	await view.click('[data-pick="g:0"]');
	const [user, module, count] = first;
	expect(lastCall()).toMatchObject({
		name: 'get_audit_log',
		args: { user: [user], module: [module] },
	});
	expect(lastCall()?.args).not.toHaveProperty('group_by');
	expect(total()).toBe(count);
	expect(view.rows('Entries').every((row) => row[1] === user)).toBe(true);
	await view.click('[data-do="clear"]');
	expect(view.rows('Counts')[0]).toEqual(first);
});

test('findings: one leads to the entries of its time, of its user', async () => {
	await view.ask('review_audit_log', { from: '30d', limit: 5 });
	await view.click('[data-pick="f:0"]');
	expect(lastCall()?.name).toBe('get_audit_log');
	expect(lastCall()?.args['user']).toEqual([view.rows('Findings')[0]?.[2] ?? expect.anything()]);
	expect(Number(total())).toBeGreaterThan(0);
});

test('a long period: by day and by hours of the week, and days in detail where one looks closer', async () => {
	await view.ask('summarize_audit_log', { from: '58d', group_by: ['module'] });
	expect(view.calls.map(({ args }) => String(args['group_by']))).toEqual(
		expect.arrayContaining(['day', 'weekday,hour']),
	);
	const { selector, count } = partOf('w');
	await view.click(selector);
	expect(lastCall()?.args).toMatchObject({
		weekdays: [expect.any(String)],
		hours: expect.any(String),
	});
	expect(view.text('list')).toContain(`of ${count} entries`);
	await view.click(partOf('t').selector);
	expect(view.text('pictures')).toContain('Days by hour');
});

test('more entries are shown below those that are', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	await view.click('[data-do="more"]');
	expect(view.text('list')).toContain('20 of ');
	expect(view.rows('Entries')).toHaveLength(20);
	expect(lastCall()?.args).toMatchObject({ limit: 10, cursor: expect.any(String) });
});

test('keys: arrows move, Enter chooses, Escape goes back, and the focus stays', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	const { document } = view.page;
	const key = (): string | null => document.activeElement.getAttribute('data-pick');
	const bars = [...document.querySelectorAll('[data-pick^="t:"]')];
	bars[0]?.focus();
	await view.press(':focus', 'ArrowRight');
	expect(key()).toBe(bars[1]?.getAttribute('data-pick'));
	await view.press(':focus', 'End');
	await view.press(':focus', 'Home');
	expect(key()).toBe(bars[0]?.getAttribute('data-pick'));
	expect(bars.map((bar) => bar.getAttribute('tabindex'))).toEqual(
		bars.map((_, index) => (index === 0 ? '0' : '-1')),
	);
	const cells = [...document.querySelectorAll('[data-pick^="d:"]')];
	cells[0]?.focus();
	await view.press(':focus', 'ArrowDown');
	const [, row] = key()?.split(':') ?? [];
	expect(Number(row)).toBeGreaterThan(Number(cells[0]?.getAttribute('data-pick')?.split(':')[1]));
	const chosen = key();
	await view.press(':focus', 'Enter');
	expect(lastCall()?.name).toBe('get_audit_log');
	expect(key()).toBe(chosen);
	expect(document.querySelector('[aria-pressed="true"]')?.getAttribute('data-pick')).toBe(chosen);
	await view.press(':focus', 'Escape');
	expect(document.querySelector('[aria-pressed="true"]')).toBeNull();
});

test('an answer that comes after another question is not shown', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	const [first, second] = [...view.page.document.querySelectorAll('[data-pick^="d:"]')];
	const click = (element?: { getAttribute(name: string): string | null }) =>
		view.page.document
			.querySelector(`[data-pick="${element?.getAttribute('data-pick')}"]`)
			?.dispatchEvent(new view.page.MouseEvent('click', { bubbles: true }));
	click(first);
	click(second);
	await view.settled();
	const label = second?.getAttribute('aria-label') ?? '';
	expect(total()).toBe(String(numberIn(label)));
});

test('every picture has its numbers in a table, and every part that can be chosen a name', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 10 });
	const pictures = [...view.page.document.querySelectorAll('svg')];
	expect(pictures).toHaveLength(3);
	for (const picture of pictures) {
		expect(picture.getAttribute('role')).toBe('group');
		const title = picture.querySelector('title')?.textContent ?? '';
		expect(view.rows(title).length).toBeGreaterThan(0);
		for (const target of picture.querySelectorAll('[data-pick]')) {
			expect(target.getAttribute('role')).toBe('button');
			expect(target.getAttribute('aria-label')).toMatch(/: [\d,]+ e/);
		}
	}
});

test('only what changes is drawn again', async () => {
	await view.ask('get_audit_log', { from: '20d', limit: 50 });
	const drawn = (selector: string) => view.page.document.querySelector(selector);
	const [list, timeline, users] = [
		drawn('#list table'),
		drawn('#timeline svg'),
		drawn('#users svg'),
	];
	drawn('[data-do="more"]')?.dispatchEvent(new view.page.MouseEvent('click', { bubbles: true }));
	expect(drawn('#list')?.getAttribute('aria-busy')).toBe('true');
	expect(drawn('#list table') === list).toBe(true);
	await view.settled();
	expect(drawn('#list')?.getAttribute('aria-busy')).toBe('false');
	expect(drawn('#list table') === list).toBe(false);
	await view.click(partOf('u', 1).selector);
	expect(drawn('#users svg') === users).toBe(false);
	expect(drawn('#timeline svg') === timeline).toBe(true);
});
