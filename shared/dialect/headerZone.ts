import { MINUTE } from '../durations';
import { TimeZone } from './timeZone';

const BRACKETS = /[([{<]([^)\]}>]+)[)\]}>]/g;
const OFFSET = /^(?:(?:UTC|GMT)\s*)?([+\-\u2212])(\d{1,2})(?::?([0-5]\d))?$/i;
const MAX_MINUTES = 14 * 60;

/**
 * The zone that a column's title names in brackets: `Time (GMT+5:30)`, `Audited Time [UTC]`, `(Asia/Kolkata)`.
 * It is a claim, which the times have to bear out. Null for none, and for letters such as IST, which stand
 * for several zones.
 * @param possible zones by which an offset may be meant, which change with the seasons as it does not.
 */
export function headerZone(
	title: string,
	possible: readonly TimeZone[],
	during: { readonly from: number; readonly to: number },
): TimeZone | null {
	const zones = [...title.matchAll(BRACKETS)].flatMap(([, text = '']) => {
		const parts = [text, ...text.split(/[,;]|\s+(?=\p{L})/u)].map((part) => part.trim());
		return parts.flatMap((part) => zoneIn(part) ?? []);
	});
	const [zone] = zones;
	if (!zone) return null;
	const ends = [during.to, during.from].filter(Number.isFinite);
	const like = possible.find((other) =>
		ends.some((instant) => other.offsetAt(instant) === zone.offsetAt(instant)),
	);
	return like ?? zone;
}

function zoneIn(text: string): TimeZone | null {
	if (/^(?:UTC|GMT|Z)$/i.test(text)) return new TimeZone('UTC');
	const [, sign, hours, minutes = '0'] = OFFSET.exec(text) ?? [];
	if (hours !== undefined) {
		const size = Number(hours) * 60 + Number(minutes);
		if (size > MAX_MINUTES) return null;
		return TimeZone.ahead((sign === '+' ? size : -size) * MINUTE);
	}
	try {
		return /^\p{L}+\/[\p{L}/_+-]+$/u.test(text) ? new TimeZone(text) : null;
	} catch {
		return null;
	}
}
