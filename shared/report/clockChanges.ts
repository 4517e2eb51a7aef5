import type { TimeZone } from '../dialect/timeZone';
import { DAY, MINUTE } from '../durations';
import { numberText, timeText } from './labels';

/** More than ten years have. */
const SHOWN = 24;

/** A sentence for each time that clocks were set back or forward: an hour of a picture is another than it seems. */
export function clockChangeNotes(zone: TimeZone, from: number, to: number): readonly string[] {
	const notes: string[] = [];
	for (let start = from; start < to && notes.length <= SHOWN; start += DAY) {
		const end = Math.min(start + DAY, to);
		const [before, after] = [zone.offsetAt(start), zone.offsetAt(end)];
		if (before !== after) notes.push(sentence(zone, changeIn(zone, start, end), after - before));
	}
	const more = notes.length > SHOWN;
	return more ? [...notes.slice(0, SHOWN), 'Clocks were changed at other times as well.'] : notes;
}

/** The first instant with the other offset. */
function changeIn(zone: TimeZone, start: number, end: number): number {
	const before = zone.offsetAt(start);
	let [low, high] = [start, end];
	while (high - low > MINUTE) {
		const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
		if (zone.offsetAt(middle) === before) low = middle === low ? high - MINUTE : middle;
		else high = middle;
	}
	return high;
}

function sentence(zone: TimeZone, instant: number, change: number): string {
	const minutes = numberText(Math.abs(change) / MINUTE);
	const at = timeText(instant, zone);
	return change < 0
		? `On ${at}, clocks in ${zone.name} were set back by ${minutes} minutes: hours that they showed twice have the entries of both.`
		: `On ${at}, clocks in ${zone.name} were set forward by ${minutes} minutes: hours that they did not show have no entries.`;
}
