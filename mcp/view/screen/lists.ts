import { cleanText } from '../../../shared/disclosure/cleanText';
import { type Html, joined, markup } from '../../../shared/report/markup';
import { numberText, shownName, timeText } from '../../../shared/report/labels';
import { spanText, titleOf } from '../../../shared/report/sections';
import { type Cell, type Column, name, sentence, table } from '../../../shared/report/table';
import type { TimeZone } from '../../../shared/dialect/timeZone';
import { type Answer, instantOf } from '../answer';
import { forPeople } from '../notes';
import { type Fields, fieldsOf, itemsOf, numberOf, textOf, textsOf } from '../values';

/** Which rows can be chosen, and how the page knows them. */
export interface Rows {
	isChoosable(item: Fields): boolean;
	readonly chosen: string | null;
	/** Whether a record can be opened. */
	readonly canOpen: boolean;
	/** Whether there is room for two columns alone. */
	readonly isNarrow: boolean;
}

const HEADS: Readonly<Record<string, string>> = {
	user: 'User',
	module: 'Module',
	action: 'Action',
	record: 'Record',
	related_module: 'Related module',
	day: 'Day',
	week: 'Week',
	month: 'Month',
	weekday: 'Weekday',
	hour: 'Hour',
	hour_of_day: 'Hour',
};
const MAX_CHANGES = 6;
const MAX_SENTENCE = 3_000;

/** The items of an answer as a table. */
export function listOf({ kind, items, scope }: Answer, rows: Rows): Html {
	if (items.length === 0)
		return markup`<p class="quiet">Nothing matches. That nothing is listed does not prove that nothing happened.</p>`;
	const zone = scope.zone;
	if (kind === 'groups') return groups(items, zone, rows);
	return kind === 'findings' ? findings(items, zone, rows) : entries(items, zone, rows);
}

function entries(items: readonly Fields[], zone: TimeZone | null, rows: Rows): Html {
	const hasChanges = items.some((item) => changesOf(item) !== '');
	const cells = items.map((item, index): Cell[] => {
		const record = name(shownName(textOf(item['record']) ?? textOf(item['record_id'])));
		const isOpenable = rows.canOpen && pageOf(item) !== null;
		const opener = isOpenable
			? markup`<button type="button" class="link" data-do="open:${index}">${record}</button>`
			: record;
		const own = (key: string): Html => name(shownName(textOf(item[key])));
		const time = timeOf(item['time'], zone);
		const changes = hasChanges ? [sentence(changesOf(item))] : [];
		return rows.isNarrow
			? [
					stacked([own('user'), time]),
					stacked([joined([own('action'), markup` · `, own('module')]), opener, ...changes]),
				]
			: [time, own('user'), own('action'), own('module'), opener, ...changes];
	});
	const titles = rows.isNarrow
		? ['User, time', `Action, module, record${hasChanges ? ', changed' : ''}`]
		: ['Time', 'User', 'Action', 'Module', 'Record', ...(hasChanges ? ['Changed'] : [])];
	return table(
		'Entries',
		titles.map((title) => ({ title })),
		cells,
	);
}

function groups(items: readonly Fields[], zone: TimeZone | null, rows: Rows): Html {
	const keys = Object.keys(fieldsOf(items[0]?.['key']));
	const { isNarrow } = rows;
	const isCompared = items.some(({ previous }) => numberOf(previous) !== null);
	const heads = keys.map((key) => HEADS[key] ?? shownName(key));
	const before = isCompared ? [{ title: 'Before', isNumber: true }] : [];
	const columns: Column[] = [
		...(isNarrow ? [heads.join(', ')] : heads).map((title) => ({ title })),
		...[{ title: 'Entries', isNumber: true }, ...before],
		...(isNarrow ? [] : [{ title: 'First' }, { title: 'Last' }]),
	];
	const cells = items.map((item, index): Cell[] => {
		const values = keys.map((key) => name(shownName(textOf(fieldsOf(item['key'])[key]), '(none)')));
		const counts = [countOf(item['count']), ...(isCompared ? [countOf(item['previous'])] : [])];
		const [from, to] = [timeOf(item['first'], zone), timeOf(item['last'], zone)];
		if (isNarrow) {
			const key = chooser(`g:${index}`, joined(between(values, markup` · `)), item, rows);
			return [stacked([key, from === to ? from : `${from} – ${to}`]), ...counts];
		}
		const [first = markup``, ...others] = values;
		return [chooser(`g:${index}`, first, item, rows), ...others, ...counts, from, to];
	});
	return table('Counts', columns, cells);
}

function findings(items: readonly Fields[], zone: TimeZone | null, rows: Rows): Html {
	const count = { title: 'Entries', isNumber: true };
	const cells = items.map((item, index): Cell[] => {
		const rule = markup`${titleOf(textOf(item['rule']) ?? '')}`;
		const [title, text] = [chooser(`f:${index}`, rule, item, rows), said(textOf(item['sentence']))];
		const user = name(shownName(textOf(item['user'])));
		const when = zone
			? spanText(textOf(item['from']), textOf(item['to']), zone)
			: timeOf(item['from'], zone);
		const number = countOf(item['count']);
		return rows.isNarrow
			? [stacked([title, text, markup`${user} · ${when}`]), number]
			: [title, text, user, when, number];
	});
	const titles = rows.isNarrow ? ['Finding'] : ['Rule', 'What was found', 'User', 'When'];
	return markup`<div class="found">${table('Findings', [...titles.map((title) => ({ title })), count], cells)}</div>`;
}

/** Lines of one cell, where there is no room for a column each. */
function stacked(lines: readonly Cell[]): Html {
	return joined(lines.map((line) => markup`<span class="line">${line}</span> `));
}

function between(parts: readonly Html[], mark: Html): Html[] {
	return parts.flatMap((part, index) => (index === 0 ? [part] : [mark, part]));
}

function chooser(key: string, label: Html, item: Fields, { isChoosable, chosen }: Rows): Html {
	if (!isChoosable(item)) return label;
	return markup`<button type="button" class="link" data-pick="${key}" aria-pressed="${String(key === chosen)}">${label}</button>`;
}

/** Of Zoho's, and nothing else that an address could be. */
export function pageOf({ record_url: url }: Fields): string | null {
	const text = textOf(url) ?? '';
	return /^https:\/\/[\w.-]+\/[\w./-]*$/.test(text) ? text : null;
}

/** Names of the fields that were changed; with their values where the answer has them. */
function changesOf(item: Fields): string {
	const changes = itemsOf(item['changes']).map(({ field, old, new: recent }) =>
		shownName(`${textOf(field) ?? ''}: ${valueOf(old)} → ${valueOf(recent)}`),
	);
	const all = changes.length > 0 ? changes : textsOf(item['changed']).map((it) => shownName(it));
	const more = all.length - MAX_CHANGES;
	return [...all.slice(0, MAX_CHANGES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function valueOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}

function timeOf(iso: unknown, zone: TimeZone | null): string {
	const instant = instantOf(iso);
	if (instant === null) return 'not known';
	return zone ? timeText(instant, zone) : String(iso);
}

function countOf(value: unknown): string {
	const count = numberOf(value);
	return count === null ? '–' : numberText(count);
}

/** Sentences of the server, in which names of others may be. */
export function said(text: string | null): Html {
	return sentence(cleanText(text ?? '', MAX_SENTENCE));
}

export function noteList(notes: readonly string[]): Html {
	const texts = new Set(notes.map(forPeople).filter((note) => note !== ''));
	const items = [...texts].map((note) => markup`<li>${said(note)}</li>`);
	return markup`<ul class="notes">${joined(items)}</ul>`;
}
