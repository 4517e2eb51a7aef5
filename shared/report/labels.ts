import { cleanText } from '../disclosure/cleanText';
import { DAY, HOUR } from '../durations';
import type { TimeZone } from '../dialect/timeZone';

/** A name is shown up to here, in a table. */
const MAX_NAME = 120;
const WIDE =
	/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}]/u;

/** Text that others typed, for a table. */
export function shownName(text: string | null, unknown = '–'): string {
	const shown = cleanText(text ?? '', MAX_NAME).trim();
	return shown === '' ? unknown : shown;
}

/** The same for a picture: as many letters as there is room for, whole ones only. */
export function clipped(text: string, letters: number): string {
	const shown = fitting(segmentsOf(text), letters).join('');
	return shown === text ? text : `${shown}…`;
}

/** Labels of one picture: where two would look the same, each is shown with its end. */
export function clippedApart(labels: readonly string[], letters: number): string[] {
	const plain = labels.map((label) => clipped(label, letters));
	return plain.map((shown, index) => {
		const isShared = plain.some((other, at) => at !== index && other === shown);
		return isShared ? withEnd(labels[index] ?? '', letters) : shown;
	});
}

/** Letters of the end: of an id after a name, its last digits tell people apart. */
const END = 7;

function withEnd(text: string, letters: number): string {
	const segments = segmentsOf(text);
	const end = fitting(segments.toReversed(), END).toReversed();
	const start = fitting(segments.slice(0, segments.length - end.length), letters - END - 1);
	return start.length === 0 ? clipped(text, letters) : `${start.join('')}…${end.join('')}`;
}

/** The first of these that there is room for. A letter may carry any number of marks, and then ends them. */
function fitting(segments: readonly string[], letters: number): readonly string[] {
	let [count, width] = [0, 0];
	for (const segment of segments) {
		width += WIDE.test(segment) ? 2 : 1;
		if (width > letters || segment.length > 12) break;
		count++;
	}
	return segments.slice(0, count);
}

function segmentsOf(text: string): string[] {
	return [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
}

export function numberText(value: number): string {
	return value.toLocaleString('en');
}

/** `1 entry`, `1,250 entries`. */
export function entriesText(count: number): string {
	return `${numberText(count)} ${count === 1 ? 'entry' : 'entries'}`;
}

/** At most four characters, for a cell of a picture: 1,250 is 1.3k. */
export function shortNumber(value: number): string {
	if (value < 1_000) return String(value);
	const [unit, size] = value < 999_500 ? ['k', 1_000] : ['M', 1_000_000];
	const short = value / Number(size);
	return `${short < 9.95 ? short.toFixed(1).replace('.0', '') : Math.round(short)}${unit}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Monday is 0, of a day since 1970, which was a Thursday. */
export function weekdayOf(day: number): number {
	return (((day + 3) % 7) + 7) % 7;
}

/** `18 Nov 2026`, of a day since 1970. */
export function dayText(day: number): string {
	const date = new Date(day * DAY);
	return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `18 Nov`, for an axis. */
export function shortDay(day: number): string {
	return dayText(day).replace(/ \d+$/, '');
}

/** `Wed 18 Nov`. */
export function weekdayText(day: number): string {
	return `${WEEKDAYS[weekdayOf(day)]} ${shortDay(day)}`;
}

/** `18 Nov 2026, 10:00`, of an hour on the wall since 1970. */
export function hourText(hour: number): string {
	const day = Math.floor(hour / 24);
	return `${dayText(day)}, ${String(hour - day * 24).padStart(2, '0')}:00`;
}

/** `18 Nov 2026, 10:02`. */
export function timeText(instant: number, zone: TimeZone): string {
	const wall = instant + zone.offsetAt(instant);
	const minutes = Math.floor((wall % HOUR) / 60_000);
	return hourText(Math.floor(wall / HOUR)).replace(/00$/, String(minutes).padStart(2, '0'));
}
