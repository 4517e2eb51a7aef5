import { createHash } from 'node:crypto';
import { TimeZone } from '../../../shared/dialect/timeZone';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { coverageOf } from '../../../shared/reading/coverage';
import { DARK, LIGHT, type Scheme } from '../../../shared/report/palette';
import { reportOf } from '../../../shared/report/report';
import { hostileNames } from './hostileNames';
import { parsed, textOf } from './parsed';
import { batchesOf, randomEntries } from './randomEntries';

const PERIOD = { from: Date.parse('2026-11-01T00:00:00Z'), to: Date.parse('2026-11-08T00:00:00Z') };
const zone = new TimeZone('UTC');

const report = async (entries: readonly AuditLogEntry[], name = 'Quill'): Promise<string> =>
	await reportOf(batchesOf(entries), {
		...{ zone, coverage: { ...coverageOf('export', PERIOD), notes: [name] }, madeAt: PERIOD.to },
		...{ organization: name, filters: [['User', name]] },
		findings: entries.slice(0, 50).map(({ event_id }) => ({
			...{
				rule: name,
				user: name,
				from: null,
				to: null,
				count: 1,
				sentence: name,
				event_ids: [event_id],
			},
		})),
	});

const named = (entry: AuditLogEntry, name: string): AuditLogEntry => ({
	...entry,
	done_by: { id: null, name },
	action: name,
	module: name,
	record: { id: name, name },
	account_name: name,
	record_url: name,
	event_id: `${name} ${entry.event_id}`,
	field_history: [{ api_name: name, field_label: name, old: name, new: name }],
});

/**
 * Elements and their attributes, in order, without the texts and numbers in them, and without those that
 * isolate names: in a sentence there is one for each run from right to left.
 */
function shapeOf(html: string): string {
	return [...html.replace(/<bdi dir="(?:auto|ltr)">|<\/bdi>/g, '').matchAll(/<\/?[a-z][^<>]*>/gi)]
		.map(([tag]) => tag.replace(/"[^"]*"/g, '""'))
		.join('\n');
}

/** A thousand reports, on a machine that has other work. */
const SLOW_MS = 300_000;

test(
	'1,000 hostile names, one in each report, make no element and no attribute',
	async () => {
		const entries = randomEntries(1, 60, PERIOD);
		const shape = shapeOf(await report(entries.map((entry) => named(entry, 'Quill'))));
		expect(shape).not.toMatch(/<(script|img|iframe|object|form|link|base)|\son\w+=|\sstyle=/i);
		for (const name of hostileNames(1_000)) {
			const html = await report(
				entries.map((entry) => named(entry, name)),
				name,
			);
			if (shapeOf(html) !== shape) expect(`${JSON.stringify(name)}\n${shapeOf(html)}`).toBe(shape);
			// What reverses or hides text is gone, whatever it was meant to do.
			expect(/[\u202a-\u202e\u2066-\u2069\u200b\u00ad]/.test(html) || html.includes('\0')).toBe(
				false,
			);
		}
	},
	SLOW_MS,
);

test('a name in any script is a text of its own, whatever its direction', async () => {
	const [entry] = randomEntries(1, 1, PERIOD) as [AuditLogEntry];
	const html = await report([named(entry, 'محمد عبد الله')]);
	for (const { index } of html.matchAll(/محمد عبد الله/g)) {
		expect(html.slice(0, index)).toMatch(
			/(<bdi dir="auto">[^<]*|<text class="l"[^>]*>|<(title|desc)[^>]*>[^<]*|<code>)$/,
		);
	}
});

test('a link leads to a page of Zoho or nowhere', async () => {
	const [entry] = randomEntries(1, 1, PERIOD) as [AuditLogEntry];
	const linkOf = async (record_url: string | null) =>
		/<a href="([^#"]*)"/.exec(await report([{ ...entry, record_url }]))?.[1] ?? null;
	const page = 'https://crm.zoho.eu/crm/org20001/tab/Potentials/7610000000000411001';
	expect(await linkOf(page)).toBe(page);
	const others = [
		'javascript:alert(1)',
		'http://crm.zoho.eu/',
		'//x/',
		'https://a@b/',
		'https://x/?q',
		null,
	];
	for (const url of others) expect(await linkOf(url)).toBeNull();
});

test('its policy allows its own style and nothing else', async () => {
	const html = await report(randomEntries(1, 10, PERIOD));
	const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
	const digest = createHash('sha256').update(style).digest('base64');
	expect(html).toContain(
		`content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
	);
	expect(style).not.toMatch(/url\(|@import|<|expression/);
	expect(html).not.toMatch(/\sstyle=/);
});

test('every picture has a name, a description and a table of its numbers', async () => {
	const html = await report(randomEntries(1, 300, PERIOD));
	const { tables } = parsed(html);
	const pictures = [...html.matchAll(/<svg [^>]*role="img" aria-labelledby="(\S+) (\S+)"/g)];
	expect(pictures).toHaveLength(5);
	for (const [, title = '', description = ''] of pictures) {
		const name = textOf(new RegExp(`<title id="${title}">(.*?)</title>`).exec(html)?.[1] ?? '');
		expect(tables.get(name)?.length).toBeGreaterThan(0);
		expect(html).toMatch(new RegExp(`<desc id="${description}">[^<]{20,}</desc>`));
	}
});

test('names that never end, and more of them than there is room for, leave it below 400 KB', async () => {
	const names = hostileNames(1_000).map((name) => name.repeat(40));
	const entries = randomEntries(2, 30_000, PERIOD).map((entry, index) =>
		named(entry, `${names[index % 1_000]}${index % 9_000}`),
	);
	const html = await report(entries, names[1]);
	expect(Buffer.byteLength(html)).toBeLessThan(400_000);
});

function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = (color.match(/\w\w/g) ?? []).map((hex) => {
		const value = Number.parseInt(hex, 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
	const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (light + 0.05) / (dark + 0.05);
}

test.each([
	['light', LIGHT],
	['dark', DARK],
] as [string, Scheme][])('the contrasts of the %s scheme are those of WCAG AA', (_, scheme) => {
	const { page, surface, ink, muted, accent, alarm, alarmSurface, heat } = scheme;
	const texts = [
		...[ink, muted, accent, alarm].flatMap((color) => [page, surface].map((on) => [color, on])),
		...[
			[alarm, alarmSurface],
			[surface, alarm],
		],
		...heat.map(([fill, own]) => [own, fill]),
	];
	for (const [color = '', on = ''] of texts)
		expect(contrast(color, on)).toBeGreaterThanOrEqual(4.5);
	for (const bar of [accent, alarm]) expect(contrast(bar, surface)).toBeGreaterThanOrEqual(3);
	const steps = heat.map(([fill]) => contrast(fill, surface));
	expect([...steps].sort((a, b) => a - b)).toEqual(steps);
});
