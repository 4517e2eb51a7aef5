// cspell:ignore äöüåø ßæœøłđðþıħ
import { folded } from './folded';

/** Umlauts and their like as they are typed where the keyboard has none. */
const TWO_LETTERS: Readonly<Record<string, string>> = {
	...{ ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' },
};
/** Letters that are no letter with a mark. */
const PLAIN: Readonly<Record<string, string>> = {
	...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h' },
};
/** Those of Latin, Greek and Cyrillic, Hebrew and Arabic; others make another letter. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

/** Without marks and ligatures: `muller` for Müller. */
export function plainSpelling(text: string): string {
	return text
		.normalize('NFKD')
		.replace(MARKS, '')
		.normalize('NFC')
		.replace(/[ßæœøłđðþıħ]/g, (letter) => PLAIN[letter] ?? letter);
}

/** With umlauts as two letters: `mueller` for Müller. */
export function twoLetters(text: string): string {
	return text.replace(/[äöüåø]/g, (letter) => TWO_LETTERS[letter] ?? letter);
}

/**
 * How a text may be typed: as it is, without marks, with umlauts as two letters; in lower case. Letters are never left
 * out, so that what is only similar is never taken for the same.
 */
export function spellings(text: string): readonly string[] {
	const lower = folded(text);
	if (isAscii(lower)) return [lower];
	const typed = [lower, plainSpelling(lower), plainSpelling(twoLetters(lower))];
	return [...new Set(typed)].filter((spelling) => spelling !== '');
}

/** Whether each word is in the text, however either is spelled. */
export function hasWords(text: string, words: readonly string[]): boolean {
	const all = spellings(text);
	return words.every((word) =>
		spellings(word).some((typed) => all.some((each) => each.includes(typed))),
	);
}

function isAscii(text: string): boolean {
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
	return true;
}
