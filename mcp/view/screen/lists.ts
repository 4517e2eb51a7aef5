import { cleanText } from '../../../shared/disclosure/cleanText';
import { type Html, joined, markup } from '../../../shared/report/markup';
import { numberText, shownName, timeText } from '../../../shared/report/labels';
import { spanText, titleOf } from '../../../shared/report/sections';
import { type Cell, type Column, name, table } from '../../../shared/report/table';
import type { TimeZone } from '../../../shared/dialect/timeZone';
import { type Answer, instantOf } from '../answer';
import { type Fields, fieldsOf, itemsOf, numberOf, textOf, textsOf } from '../values';

/** Which rows can be chosen, and how the page knows them. */
export interface Rows {
	isChoosable(item: Fields): boolean;
	readonly chosen: string | null;
	/** Whether a record can be opened. */
	readonly canOpen: boolean;
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

function entries(items: readonly Fields[], zone: TimeZone | null, { canOpen }: Rows): Html {
	const hasChanges = items.some((item) => changesOf(item) !== '');
	const cells = items.map((item, index): Cell[] => {
		const record = name(shownName(textOf(item['record']) ?? textOf(item['record_id'])));
		const isOpenable = canOpen && pageOf(item) !== null;
		return [
			timeOf(item['time'], zone),
			...['user', 'action', 'module'].map((key) => name(shownName(textOf(item[key])))),
			isOpenable
				? markup`<button type="button" class="link" data-do="open:${index}">${record}</button>`
				: record,
			...(hasChanges ? [name(changesOf(item))] : []),
		];
	});
	const titles = ['Time', 'User', 'Action', 'Module', 'Record', ...(hasChanges ? ['Changed'] : [])];
	return markup`<div class="entries">${table(
		'Entries',
		titles.map((title) => ({ title })),
		cells,
	)}</div>`;
}

function groups(items: readonly Fields[], zone: TimeZone | null, rows: Rows): Html {
	const keys = Object.keys(fieldsOf(items[0]?.['key']));
	const isCompared = items.some(({ previous }) => numberOf(previous) !== null);
	const columns: Column[] = [
		...keys.map((key) => ({ title: HEADS[key] ?? shownName(key) })),
		{ title: 'Entries', isNumber: true },
		...(isCompared ? [{ title: 'Before', isNumber: true }] : []),
		...[{ title: 'First' }, { title: 'Last' }],
	];
	const cells = items.map((item, index): Cell[] => {
		const values = keys.map((key) => name(shownName(textOf(fieldsOf(item['key'])[key]), '(none)')));
		const [first = markup``, ...others] = values;
		return [
			chooser(`g:${index}`, first, item, rows),
			...others,
			countOf(item['count']),
			...(isCompared ? [countOf(item['previous'])] : []),
			timeOf(item['first'], zone),
			timeOf(item['last'], zone),
		];
	});
	return markup`<div class="groups">${table('Counts', columns, cells)}</div>`;
}

function findings(items: readonly Fields[], zone: TimeZone | null, rows: Rows): Html {
	const columns = [
		...['Rule', 'What was found', 'User', 'When'].map((title) => ({ title })),
		{ title: 'Entries', isNumber: true },
	];
	const cells = items.map((item, index): Cell[] => [
		chooser(`f:${index}`, markup`${titleOf(textOf(item['rule']) ?? '')}`, item, rows),
		said(textOf(item['sentence'])),
		name(shownName(textOf(item['user']))),
		zone ? spanText(textOf(item['from']), textOf(item['to']), zone) : timeOf(item['from'], zone),
		countOf(item['count']),
	]);
	return markup`<div class="found">${table('Findings', columns, cells)}</div>`;
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
	return name(cleanText(text ?? '', MAX_SENTENCE));
}

export function noteList(notes: readonly string[]): Html {
	const items = notes.map((note) => markup`<li>${said(note)}</li>`);
	return markup`<ul class="notes">${joined(items)}</ul>`;
}
