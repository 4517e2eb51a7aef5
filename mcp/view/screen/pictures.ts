import { burstsIn } from '../../../shared/report/bursts';
import { type Html, markup } from '../../../shared/report/markup';
import { entriesText, numberText, shownName, WEEKDAYS } from '../../../shared/report/labels';
import { layoutFor } from '../../../shared/report/pictures/heatLayout';
import { heatMap, type HeatRow } from '../../../shared/report/pictures/heatMap';
import { daysByHour } from '../../../shared/report/pictures/heatMaps';
import { timeline } from '../../../shared/report/pictures/timeline';
import type { Counts } from '../counting';
import { said } from './lists';
import type { State, Zoom } from '../state';
import { usersText } from '../users';

const NOTHING = markup``;

/** In fewer pixels tables have two columns. */
export const NARROW = 560;

/** Pixels that there are within a section of a page of this width. */
export function roomIn(width: number): number {
	return Math.max(240, width - (width > 640 ? 46 : 26));
}

/** Each of the pictures by the id of the element that it fills. */
export type Pictures = Readonly<Record<'timeline' | 'hours' | 'users', Html>>;

export const NO_PICTURES: Pictures = { timeline: NOTHING, hours: NOTHING, users: NOTHING };

/** Timeline and heat maps of the period that is shown. */
export function pictures(zoom: Zoom, state: State): Pictures {
	const { zooms, picked, can } = state;
	const { counts, span, trouble, label } = zoom;
	const tools =
		zooms.length > 1
			? markup`<p class="tools"><button type="button" data-do="out">Zoom out</button> <button type="button" data-do="whole">Whole period</button> <b>${label}</b></p>`
			: NOTHING;
	const warning = trouble === null ? NOTHING : troubleOf(trouble, can.ask);
	if (!counts || !span || counts.hours.size === 0) {
		const none = counts ? 'No entry with a time.' : 'No picture yet.';
		const timeline = markup`<section><h2>Timeline</h2>${tools}${warning}<p class="quiet">${none}</p></section>`;
		return { ...NO_PICTURES, timeline };
	}
	const { hours, finest, week, isWhole } = counts;
	const [chosen, width] = [picked?.key ?? null, roomIn(state.width)];
	const start = finest === 'day' ? Math.floor(span.from / 24) * 24 : span.from;
	const inside = new Map([...hours].filter(([hour]) => hour >= start && hour < span.to));
	const bursts =
		isWhole && finest === 'hour' ? burstsIn({ hours: inside, userHours: undefined }) : null;
	const choice = (prefix: string) => ({ prefix, chosen });
	const heat =
		finest === 'hour'
			? daysByHour({ hours: inside }, span, { choice: choice('d'), width })
			: week
				? weekByHour(week, choice('w'), width)
				: NOTHING;
	const bars = timeline(inside, span, bursts, { finest, choice: choice('t'), width });
	return {
		timeline: markup`<section><h2>Timeline</h2>${tools}${warning}${basisOf(counts, inside, state)}${bars}</section>`,
		hours: heat,
		users: users(zoom, choice('u'), state),
	};
}

/** What the pictures are drawn from, and what is in none of them. */
function basisOf(
	{ isWhole, basis, lacks }: Counts,
	inside: ReadonlyMap<number, number>,
	{ zooms, isBusy, can }: State,
): Html {
	const sum = [...inside.values()].reduce((all, count) => all + count, 0);
	const part = zooms.length > 1 ? [`${entriesText(sum)} in this part.`] : [];
	const text = [...part, basis, ...lacks].join(' ');
	if (isWhole) return markup`<p class="quiet">${text}</p>`;
	// Until the server has counted, that is no fault.
	const isCounting = isBusy && can.ask && zooms.length === 1;
	return isCounting
		? markup`<p class="quiet">${text} The others are being counted.</p>`
		: markup`<p class="quiet lack">⚠ ${text}</p>`;
}

function troubleOf(trouble: string, canAsk: boolean): Html {
	const again = canAsk
		? markup` <button type="button" data-do="count">Count again</button>`
		: NOTHING;
	return markup`<p class="lack">⚠ ${said(trouble)}${again}</p>`;
}

type Choice = { readonly prefix: string; readonly chosen: string | null };

function weekByHour(week: readonly Uint32Array[], choice: Choice, width: number): Html {
	const title = 'Days of the week by hour';
	return markup`<section><h2>${title}</h2>${heatMap({
		...{ id: 'days', title, of: 'Day of the week', choice, layout: layoutFor(width, WEEKDAYS) },
		description: 'Entries of seven days of the week by 24 hours.',
		rows: week.map((counts, day) => ({ label: WEEKDAYS[day] ?? '', counts })),
	})}</section>`;
}

function users({ users: hours, usersTrouble }: Zoom, choice: Choice, state: State): Html {
	const title = 'Users by hour of the day';
	if (!hours && usersTrouble === null) return NOTHING;
	const warning = usersTrouble === null ? NOTHING : troubleOf(usersTrouble, state.can.ask);
	if (!hours) return markup`<section><h2>${title}</h2>${warning}</section>`;
	const rows: HeatRow[] = hours.rows.map(({ name, counts }) => ({
		...{ label: shownName(name, 'No user named'), counts, isFixed: name === null },
	}));
	if (hours.others) {
		const label = `${numberText(hours.others.users)} other users`;
		rows.push({ label, counts: hours.others.counts, isFirst: true, isFixed: true });
	}
	const labels = rows.map(({ label }) => label);
	const isCounting = state.isBusy && state.can.ask;
	const part = hours.isWhole ? '' : `${isCounting ? '' : '⚠ '}Not of all entries that match.`;
	const text = [usersText(hours), part].filter((it) => it !== '').join(' ');
	const basis = text === '' ? NOTHING : markup`<p class="quiet">${text}</p>`;
	return markup`<section><h2>${title}</h2>${warning}${basis}${heatMap({
		...{ id: 'users', title, of: 'User', rows, choice },
		layout: layoutFor(roomIn(state.width), labels),
		description: `Entries of ${rows.length} rows, one for each user, by 24 hours of the day.`,
	})}</section>`;
}
