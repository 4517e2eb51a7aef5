import { type Html, joined, markup } from '../../../shared/report/markup';
import { entriesText, numberText, shownName, timeText } from '../../../shared/report/labels';
import { NOT_LOGGED } from '../../../shared/report/coverageText';
import { name } from '../../../shared/report/table';
import type { Answer } from '../answer';
import { listOf, noteList, type Rows, said } from './lists';
import { NARROW, NO_PICTURES, type Pictures, pictures, roomIn } from './pictures';
import { forPeople } from '../notes';
import type { Listed, State, Zoom } from '../state';
import { textOf, textsOf } from '../values';

/** The parts of the page, by the id of the element that each fills. */
export type Parts = Pictures & Readonly<Record<'head' | 'list' | 'notes', Html>>;

const NOTHING = markup``;

export function drawn(state: State, choosable: Rows['isChoosable']): Parts {
	const { zooms, lone } = state;
	const [whole] = zooms;
	const zoom = zooms.at(-1);
	const answer = whole?.list.answer ?? lone;
	return {
		head: answer ? head(answer) : NOTHING,
		...(zoom ? pictures(zoom, state) : NO_PICTURES),
		list: zoom
			? list(zoom, state, choosable)
			: lone
				? markup`<section>${lonely(lone, state.can.repeat)}</section>`
				: NOTHING,
		notes: answer ? notes(answer) : NOTHING,
	};
}

function head({ scope, total, kind, comparedWith, status }: Answer): Html {
	const { organization, filters } = scope;
	const over = ['Zoho CRM audit log', ...(organization === null ? [] : [shownName(organization)])];
	const chips = Object.entries(filters).map(
		([key, value]) =>
			markup`<li>${key.replaceAll('_', ' ')}: ${name(shownName(textOf(value) ?? textsOf(value).join(', ')))}</li>`,
	);
	const before = comparedWith?.['total_matched'];
	return markup`<p class="over"><bdi dir="auto">${over.join(' · ')}</bdi></p>
<h1>${titleOf(total, kind)}</h1>
${chips.length > 0 ? markup`<ul class="filters" aria-label="Filters">${joined(chips)}</ul>` : NOTHING}
${status === 'ready' ? markup`<p>${stateOf(scope.complete)}${coverage(scope)}${typeof before === 'number' ? ` In the period compared with: ${entriesText(before)}.` : ''}</p>` : NOTHING}`;
}

function titleOf(total: number | null, kind: Answer['kind']): string {
	if (total === null || kind === null) return 'Audit log';
	if (kind !== 'findings') return entriesText(total);
	return `${numberText(total)} ${total === 1 ? 'finding' : 'findings'}`;
}

function stateOf(complete: boolean | null): Html {
	if (complete === null) return markup`<span class="state lack">Completeness not known</span>`;
	return complete
		? markup`<span class="state">✓ Complete as far as known</span>`
		: markup`<span class="state lack">⚠ Not complete</span>`;
}

/** What it covers, and until when. */
function coverage({ from, to, upTo, zone, zoneName, visibility }: Answer['scope']): string {
	const at = (instant: number): string =>
		zone ? timeText(instant, zone) : `${new Date(instant).toISOString().slice(0, 16)}Z`;
	const period = [
		...(from === null ? [] : [`From ${at(from)}`]),
		...(to === null ? [] : [`${from === null ? 'To' : 'to'} ${at(to)}`]),
	].join(' ');
	const until =
		upTo === null
			? 'The answer does not say until when everything is known.'
			: `Known up to ${at(upTo)}.`;
	const times = zone
		? `Times are those of ${zone.name}.`
		: `This browser does not know the time zone ${shownName(zoneName)}: nothing can be chosen by time.`;
	const who = visibility === 'all' ? '' : ' The connected user may not see entries of everybody.';
	return `${period === '' ? 'Of whatever time.' : `${period}.`} ${until} ${times}${who}`;
}

const TITLES = { entries: 'Entries', groups: 'Counts', findings: 'Findings' } as const;

function list(zoom: Zoom, state: State, isChoosable: Rows['isChoosable']): Html {
	const { picked, can, zooms } = state;
	const shown = picked?.list ?? zoom.list;
	const { answer, remark } = shown;
	const title = TITLES[answer.kind ?? 'entries'];
	const label = picked?.label ?? (zooms.length > 1 ? zoom.label : null);
	const buttons = [
		...(picked ? [markup`<button type="button" data-do="clear">Clear the choice</button>`] : []),
		...(can.ask && answer.kind === 'groups'
			? [markup`<button type="button" data-do="entries">Show entries</button>`]
			: []),
		...(can.say ? [markup`<button type="button" data-do="say">Ask in the chat</button>`] : []),
	];
	const isNarrow = roomIn(state.width) < NARROW;
	const rows = { isChoosable, chosen: picked?.key ?? null, canOpen: can.open, isNarrow };
	const first = zooms[0]?.list.answer;
	const lacks = answer === first ? NOTHING : lacksOf(answer, first);
	return markup`<section class="long"><h2 tabindex="-1" id="list-title">${title}${label === null ? NOTHING : markup`: ${name(label)}`}</h2>${buttons.length > 0 ? markup`<p class="tools">${joined(buttons.flatMap((it) => [it, markup` `]))}</p>` : NOTHING}<p class="quiet">${position(shown, can.ask)}</p>${remark === null ? NOTHING : markup`<p class="lack">${said(remark)}</p>`}${lacks}${answer.status === 'ready' ? listOf(answer, rows) : lonely(answer, can.ask)}${can.ask && answer.next !== null ? markup`<p class="tools"><button type="button" data-do="more">Show more</button></p>` : NOTHING}</section>`;
}

/** Which of how many: a page is easily taken for everything. */
function position({ answer }: Listed, canAsk: boolean): string {
	const { kind, items, total, totalGroups, next } = answer;
	if (kind === null || items.length === 0) return '';
	const all = kind === 'groups' ? totalGroups : total;
	const count = numberText(items.length);
	const shown =
		items.length === all
			? `All ${count}`
			: `${count} of ${all === null ? 'an unknown number' : numberText(all)}`;
	const groups = kind === 'groups' ? ` groups shown, of ${entriesText(total ?? 0)}` : ' shown';
	const rest = next !== null && !canAsk ? ' This host does not let the page ask for the rest.' : '';
	return `${shown}${groups}.${rest}`;
}

/** What a later answer lacks: the head and the notes of the page are those of the first. */
function lacksOf({ scope, notes: own, status }: Answer, first: Answer | undefined): Html {
	const isLacking = status === 'ready' && scope.complete !== true;
	const state = isLacking ? markup`<p>${stateOf(scope.complete)}</p>` : NOTHING;
	const said = new Set(['', ...(first?.notes ?? []).map(forPeople)]);
	const others = own.filter((note) => !said.has(forPeople(note)));
	return markup`${state}${others.length > 0 ? noteList(others) : NOTHING}`;
}

/** An answer that lists nothing. */
function lonely({ status, text, notes: all }: Answer, mayRepeat: boolean): Html {
	const again = mayRepeat
		? markup`<p class="tools"><button type="button" data-do="again">Ask again</button></p>`
		: NOTHING;
	switch (status) {
		case 'preparing':
			return markup`<h3>Zoho is preparing the export</h3><p>${said(forPeople(all[0] ?? ''))}</p>${again}`;
		case 'failed':
			return markup`<h3>The export failed</h3><p class="lack">${said(forPeople(all[0] ?? ''))}</p>${again}`;
		case 'error':
			return markup`<h3>The tool answered with an error</h3><p class="lack">${said(text)}</p>`;
		case 'unanswered':
			return NOTHING;
		default:
			return markup`<h3>Nothing to draw</h3><p class="quiet">This answer holds no entries, counts or findings that could be drawn.</p>`;
	}
}

function notes({ notes: all }: Answer): Html {
	return markup`<section class="long"><h2>What this covers</h2>${noteList([...all, NOT_LOGGED])}</section>`;
}
