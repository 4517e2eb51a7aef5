import { TimeZone } from '../../../shared/dialect/timeZone';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { coverageOf } from '../../../shared/reading/coverage';
import { clippedApart } from '../../../shared/report/labels';
import { reportOf } from '../../../shared/report/report';
import { sentence } from '../../../shared/report/table';
import { textOf } from './parsed';
import { batchesOf, randomEntries } from './randomEntries';

const HEBREW = 'דוד בן־גוריון';
const ARABIC = 'محمد عبد الله';
const PERIOD = { from: Date.parse('2026-11-01T00:00:00Z'), to: Date.parse('2026-11-02T00:00:00Z') };

const isolated = (text: string): string => `<bdi dir="auto">${text}</bdi>`;
const fromLeft = (inner: string): string => `<bdi dir="ltr">${inner}</bdi>`;

test.each([
	// A number after such a name would be drawn before it.
	[`${ARABIC}: 12 exports of data.`, `${isolated(ARABIC)}: 12 exports of data.`],
	[`3 entries of ${HEBREW} on 2026-11-01`, `3 entries of ${isolated(HEBREW)} on 2026-11-01`],
	// The arrow would point from the new value to the old one.
	['שלב: פתוח → סגור', `${isolated('שלב')}: ${isolated('פתוח')} → ${isolated('סגור')}`],
	['صفقة ٢٠٢٦ → 2027', `${isolated('صفقة ٢٠٢٦')} → 2027`],
	['Stage: 開 → Won', 'Stage: 開 → Won'],
	['<b> א <i>', `&lt;b&gt; ${isolated('א')} &lt;i&gt;`],
])('the sentence "%s" reads from left to right, and so does all around a name', (text, inner) => {
	const { text: html } = sentence(text);
	expect(html).toBe(fromLeft(inner));
	expect(textOf(html)).toBe(text);
});

test('a long run without a sign of a name takes no time', () => {
	const text = `א${' 1'.repeat(200_000)}`;
	expect(textOf(sentence(text).text)).toBe(text);
});

test('a report isolates names in findings, notes and changes', async () => {
	const [first] = randomEntries(1, 1, PERIOD);
	const change = { api_name: 'Stage', field_label: 'שלב', old: 'פתוח', new: 'סגור' };
	const entry = { ...first, field_history: [change], event_id: 'a' } as AuditLogEntry;
	const html = await reportOf(batchesOf([entry]), {
		...{ zone: new TimeZone('UTC'), madeAt: PERIOD.to },
		coverage: { ...coverageOf('export', PERIOD), notes: [`${ARABIC}: 2 rows.`] },
		findings: [
			{
				...{ rule: 'export', user: HEBREW, sentence: `${HEBREW}: 1 export.`, count: 1 },
				...{ from: null, to: null, event_ids: ['a'] },
			},
		],
	});
	expect(html).toContain(`<td>${fromLeft(`${isolated(HEBREW)}: 1 export.`)}</td>`);
	expect(html).toContain(`<li>${fromLeft(`${isolated(ARABIC)}: 2 rows.`)}</li>`);
	expect(html).toContain(`${isolated('פתוח')} → ${isolated('סגור')}`);
});

describe('labels of one picture', () => {
	test('stay as they are where they fit, and are cut at their end', () => {
		expect(clippedApart(['Marta Quill', 'Leo Sandbank of Nowhere'], 12)).toEqual([
			'Marta Quill',
			'Leo Sandbank…',
		]);
	});

	test('show their ends where they would look the same', () => {
		const ids = ['7610000000000004009', '7610000000000004010'];
		const shown = clippedApart(
			ids.map((id) => `محمد عبد الله (المبيعات) (${id})`),
			23,
		);
		expect(shown).toEqual(['محمد عبد الله (…004009)', 'محمد عبد الله (…004010)']);
	});

	test('are no wider than there is room for, whatever their letters', () => {
		const names = ['山田太郎山田太郎山田太郎一', '山田太郎山田太郎山田太郎二'];
		for (const shown of clippedApart(names, 20)) {
			const wide = [...shown].filter((letter) => letter !== '…').length;
			expect(2 * wide + 1).toBeLessThanOrEqual(20 + 1);
		}
		expect(new Set(clippedApart(names, 20)).size).toBe(2);
	});
});
