import { MINUTE } from '../durations';
import { COLON, TextCursor } from './textCursor';
import type { WallClock } from './timePattern';

const YEAR_DIGITS = 4;
const [SPACE, PLUS, HYPHEN, POINT, T, Z] = [0x20, 0x2b, 0x2d, 0x2e, 0x54, 0x5a];

/** `2026-09-01T10:00:00.000+02:00`; seconds, their fraction and the offset may be missing. */
export function isoIn(text: string): { clock: WallClock; offset: number | undefined } | undefined {
	if (text.charCodeAt(YEAR_DIGITS) !== HYPHEN) return undefined;
	const cursor = new TextCursor(text);
	const year = cursor.number(4, 4);
	if (year < 0 || !cursor.skip(HYPHEN)) return undefined;
	const month = cursor.number(2, 2);
	if (month < 0 || !cursor.skip(HYPHEN)) return undefined;
	const day = cursor.number(2, 2);
	if (day < 0 || !(cursor.skip(T) || cursor.skip(SPACE))) return undefined;
	const hour = cursor.number(2, 2);
	if (hour < 0 || !cursor.skip(COLON)) return undefined;
	const minute = cursor.number(2, 2);
	if (minute < 0) return undefined;
	let second = -1;
	if (cursor.skip(COLON)) {
		second = cursor.number(2, 2);
		if (second < 0 || (cursor.skip(POINT) && cursor.number(1, 9) < 0)) return undefined;
	}
	const offset = offsetIn(cursor);
	if (offset === null || !cursor.isAtEnd) return undefined;
	return { clock: { year, month, day, hour, minute, second }, offset };
}

/** Milliseconds ahead of UTC; undefined without an offset, null for one that cannot be read. */
function offsetIn(cursor: TextCursor): number | undefined | null {
	cursor.skipSpaces();
	if (cursor.skip(Z)) return 0;
	const isBehind = cursor.skip(HYPHEN);
	if (!isBehind && !cursor.skip(PLUS)) return undefined;
	const hours = cursor.number(2, 2);
	cursor.skip(COLON);
	const minutes = cursor.number(2, 2);
	if (hours < 0 || minutes < 0) return null;
	return (isBehind ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}
