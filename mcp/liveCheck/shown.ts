import { isKnownWord } from './vocabulary';

declare const brand: unique symbol;

/**
 * Text that may be pasted into a public issue. Only this file makes it: of what Zoho sent nothing but
 * shapes, counts and words of Zoho's own documentation. The compiler refuses any other text.
 * See docs/decisions/live-check.md
 */
export type Shown = string & { readonly [brand]: true };

const SHAPE_CHARACTERS = 60;
/** More than ten million of anything are an id. */
const COUNTED_DIGITS = 7;

/** A sentence of ours around what is shown. */
export function say(texts: TemplateStringsArray, ...values: readonly Shown[]): Shown {
	return texts.map((text, index) => text + (values[index] ?? '')).join('') as Shown;
}

/** How many. A number that is as long as an id is none. */
export function count(number: number): Shown {
	const text = String(number);
	const isCount = Number.isSafeInteger(number) && text.length <= COUNTED_DIGITS;
	return (isCount ? text : '9'.repeat(Math.min(text.length, SHAPE_CHARACTERS))) as Shown;
}

/** A word of Zoho's documentation as it is; any other text as its shape. */
export function word(text: string | null | undefined): Shown {
	if (text === null || text === undefined) return say`nothing`;
	return isKnownWord(text) ? (text as Shown) : shape(text);
}

/** One of a list of ours as it is; any other text as its shape. */
export function oneOf(text: string | null, known: readonly string[]): Shown {
	if (text === null) return say`nothing`;
	return known.includes(text) ? (text as Shown) : shape(text);
}

/**
 * Letters become `a` and digits `9`, in any script; of other characters only harmless punctuation stays,
 * and one sign stands for all currencies. A word of Latin letters and digits is shown by its length alone:
 * the places of the digits in a token say much of it.
 */
export function shape(text: string): Shown {
	const plain = text
		.slice(0, 1000)
		.normalize('NFC')
		.replace(/[\s\p{Z}\p{Cc}]+/gu, ' ')
		.replace(/\p{Sc}/gu, '¤')
		.replace(/[^\p{L}\p{N}\p{M} ¤.,:;/\-_+()"'=]/gu, '?')
		.replace(/[\p{L}\p{N}\p{M}]+/gu, masked);
	const all = [...plain.trim()];
	const cut = all.slice(0, SHAPE_CHARACTERS).join('');
	return (all.length > SHAPE_CHARACTERS ? `${cut} (more)` : cut) as Shown;
}

/** From this length on, letters and digits in one word are taken for a key. */
const KEY = /^(?=.*\d)(?=.*[A-Za-z])\w{8,}$/;

function masked(text: string): string {
	const shown = [...text.replace(/\p{M}/gu, '')].map((it) => (/\p{N}/u.test(it) ? '9' : 'a'));
	return KEY.test(text) ? `a9×${shown.length}` : shown.join('');
}

/** Each once, at most so many; the others are counted. */
export function list(items: readonly Shown[], most = 12): Shown {
	return inOrder([...new Set(items)], most);
}

/** All of them, equal ones too. */
export function inOrder(all: readonly Shown[], most = 40): Shown {
	if (all.length === 0) return say`none`;
	const shown = all.slice(0, most).join(', ') as Shown;
	return all.length > most ? say`${shown} and ${count(all.length - most)} more` : shown;
}

/** Whole seconds of a stretch of time. */
export function seconds(milliseconds: number): Shown {
	return say`${count(Math.round(milliseconds / 1000))} seconds`;
}
