/** Days that a user's own activity is compared with; a new user is observed for as long before anything is an alert. */
export const LEARNING_DAYS = 28;

/** What is kept of one user: no name, no record, no value. */
export interface UserHistory {
	/** Days since 1970: the first, or the first after a long silence, and the newest. */
	since: number;
	day: number;
	/** Codes of what the user does in which module: seen in this period of 28 days, and in the one before. */
	recent: string;
	earlier: string;
	/** Entries of the newest day and of the one before, and the count at which each is the next alert. */
	counts: [today: number, yesterday: number];
	next: [today: number, yesterday: number];
	/** Of the days before those, the newest first: roughly how many entries, one character each. */
	levels: string;
}

/** How many characters a code has: 18 bits, and a user seldom has more than a few dozen. */
export const CODE_LENGTH = 3;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Of the 28 days before the newest but one. */
const LEVELS = LEARNING_DAYS - 1;

export function newHistory(day: number): UserHistory {
	return { since: day, day, recent: '', earlier: '', counts: [0, 0], next: [0, 0], levels: '' };
}

/** The history when a day begins; unchanged for one that is over. */
export function advancedTo(history: UserHistory, day: number): UserHistory {
	const { counts, next, levels } = history;
	const days = day - history.day;
	if (days <= 0) return history;
	// Two periods hold 28 to 56 days of codes.
	const periods = periodOf(day) - periodOf(history.day);
	const [recent, earlier] = [
		periods === 0 ? history.recent : '',
		periods === 0 ? history.earlier : periods === 1 ? history.recent : '',
	];
	const pushed = (days === 1 ? [counts[1]] : [...zeros(days - 2), ...counts]).map(levelOf);
	return {
		...{ since: history.since, day, recent, earlier },
		counts: [0, days === 1 ? counts[0] : 0],
		next: [0, days === 1 ? next[0] : 0],
		levels: `${pushed.join('')}${levels}`.slice(0, LEVELS),
	};
}

function zeros(count: number): number[] {
	return Array.from({ length: Math.min(count, LEVELS) }, () => 0);
}

function periodOf(day: number): number {
	return Math.floor(day / LEARNING_DAYS);
}

/**
 * Whether a code is new to a history; it is noted either way. Of one that was seen in the period before
 * only the place changes.
 */
export function noteCode(history: UserHistory, code: string): boolean {
	if (hasCode(history.recent, code)) return false;
	history.recent += code;
	const wasKnown = hasCode(history.earlier, code);
	if (wasKnown)
		history.earlier = codesIn(history.earlier)
			.filter((it) => it !== code)
			.join('');
	return !wasKnown;
}

function hasCode(codes: string, code: string): boolean {
	for (let at = 0; at < codes.length; at += CODE_LENGTH) {
		if (codes.startsWith(code, at)) return true;
	}
	return false;
}

function codesIn(codes: string): string[] {
	return codes.match(new RegExp(`.{${CODE_LENGTH}}`, 'g')) ?? [];
}

/**
 * Counts of the active days among the 28 before the newest, or before the one before it. Those of older
 * days are within a tenth.
 */
export function activeDays({ counts, levels }: UserHistory, age: 0 | 1): number[] {
	const older = [...levels].map((level) => countOf(DIGITS.indexOf(level)));
	return (age === 0 ? [counts[1], ...older] : older).filter((count) => count > 0);
}

/** Four steps for each doubling: 63 of them reach beyond 50,000. */
function levelOf(count: number): string {
	return DIGITS.charAt(Math.min(DIGITS.length - 1, Math.round(4 * Math.log2(1 + count))));
}

function countOf(level: number): number {
	return Math.round(2 ** (level / 4) - 1);
}

const NUMBERS = 6;

export function packHistory(history: UserHistory): string {
	const { since, day, counts, next, recent, earlier, levels } = history;
	const numbers = [day, day - since, ...counts, ...next].map((number) => number.toString(36));
	// Nothing is kept of days without entries beyond the last one with some.
	return [...numbers, recent, earlier, levels.replace(/A+$/, '')].join('|');
}

/** Undefined for a value that `packHistory` has not made. */
export function unpackHistory(value: unknown): UserHistory | undefined {
	if (typeof value !== 'string') return undefined;
	const parts = value.split('|');
	const [day = NaN, days = NaN, today = NaN, yesterday = NaN, next = NaN, nextYesterday = NaN] =
		parts.slice(0, NUMBERS).map((part) => Number.parseInt(part, 36));
	const [recent, earlier, levels] = parts.slice(NUMBERS);
	const sum = day + days + today + yesterday + next + nextYesterday;
	const isWhole = Number.isSafeInteger(sum) && [recent, earlier, levels].every(isCodes);
	if (!isWhole || parts.length !== NUMBERS + 3) return undefined;
	return {
		...{ since: day - days, day, counts: [today, yesterday], next: [next, nextYesterday] },
		...{ recent: recent ?? '', earlier: earlier ?? '', levels: levels ?? '' },
	};
}

function isCodes(text: string | undefined): boolean {
	return text !== undefined && /^[\w+/]*$/.test(text);
}
