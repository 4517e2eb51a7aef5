const ZERO = 0x30;
const SPACE = 0x20;
export const COLON = 0x3a;

/** Words in every spelling, and what each stands for. */
export interface WordList<T> {
	/** UTF-16 units. */
	readonly longest: number;
	readonly values: ReadonlyMap<string, T>;
}

/** Reads a text from its beginning to its end without regular expressions: times are read by the hundred thousand. */
export class TextCursor {
	private at = 0;

	constructor(private readonly text: string) {}

	get isAtEnd(): boolean {
		return this.at === this.text.length;
	}

	/** A whole number of `min` to `max` digits; `none`, and nothing is consumed, when there is none. */
	number(min: number, max: number, none = -1): number {
		const { text, at: start } = this;
		let number = 0;
		let at = start;
		for (; at < text.length && at - start < max; at++) {
			const digit = text.charCodeAt(at) - ZERO;
			if (digit < 0 || digit > 9) break;
			number = number * 10 + digit;
		}
		if (at - start < min) return none;
		this.at = at;
		return number;
	}

	/** Passes over a character, given by its code, if it is there. */
	skip(code: number): boolean {
		// Reading past the end makes engines compile again.
		if (this.at >= this.text.length || this.text.charCodeAt(this.at) !== code) return false;
		this.at++;
		return true;
	}

	/** The same for a character of a format, where a space is any white space, also after a comma. */
	skipLiteral(character: string): boolean {
		const code = character.charCodeAt(0);
		if (code !== SPACE) return this.skip(code);
		this.skip(0x2c);
		return this.skipSpaces() > 0;
	}

	/** Passes over white space and returns its length. */
	skipSpaces(): number {
		const start = this.at;
		while (this.at < this.text.length && isSpace(this.text.charCodeAt(this.at))) this.at++;
		return this.at - start;
	}

	/** Latin letters, at most `max` of them. */
	letters(max: number): string {
		const start = this.at;
		const end = Math.min(start + max, this.text.length);
		while (this.at < end && isLetter(this.text.charCodeAt(this.at))) this.at++;
		return this.text.slice(start, this.at);
	}

	/** Passes over the longest word of a list that is here, and returns what it stands for. */
	word<T>(list: () => WordList<T>): T | undefined {
		const { text, at: start } = this;
		// Lists are made when they are first needed, which takes long; no word is a number.
		if (start >= text.length || this.hasNumberOnly()) return undefined;
		const { longest, values } = list();
		for (let length = Math.min(longest, text.length - start); length > 0; length--) {
			const value = values.get(text.slice(start, start + length));
			if (value === undefined) continue;
			this.at = start + length;
			return value;
		}
		return undefined;
	}

	/** Whether a number is here that is not part of a word, as it is in `11月`. */
	private hasNumberOnly(): boolean {
		let at = this.at;
		while (isDigit(this.text.charCodeAt(at))) at++;
		return at > this.at && !(this.text.charCodeAt(at) > 0x7f);
	}

	/** Passes over `AM`, `pm`, `a.m.` and their like if it is the half that begins with this letter. */
	skipHalf(letter: 'a' | 'p'): boolean {
		const start = this.at;
		if (this.skipLetter(letter.charCodeAt(0))) {
			this.skip(0x2e);
			if (this.skipLetter(0x6d)) {
				this.skip(0x2e);
				return true;
			}
		}
		this.at = start;
		return false;
	}

	/** By its small code; the capital one is the same. */
	private skipLetter(code: number): boolean {
		return this.skip(code) || this.skip(code - 0x20);
	}
}

/** Also the two spaces that do not break, which formatters of today put before AM and PM. */
function isSpace(code: number): boolean {
	return code === SPACE || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0x202f;
}

function isDigit(code: number): boolean {
	return code >= ZERO && code <= ZERO + 9;
}

function isLetter(code: number): boolean {
	const lower = code | 0x20;
	return lower >= 0x61 && lower <= 0x7a;
}
