/** Scripts that write no spaces between words, or endings right after a name: each letter counts by itself. */
const WITHOUT_SPACES =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
		.source;
const WORD = new RegExp(`${WITHOUT_SPACES}|(?:(?!${WITHOUT_SPACES})[\\p{L}\\p{M}\\p{N}])+`, 'gu');
/** Has no accent to be taken away. */
const PLAIN = /^[a-z0-9]*$/i;
/** Characters between two words of a name: "Weber, Lena", "lena.weber". */
const MAX_GAP = 3;
/** A shorter name of one word is found in too many others. */
const MIN_LENGTH = 3;

interface Phrase {
	readonly words: readonly string[];
	readonly meaning: string;
}

/** Names as sequences of words, to be found in texts whatever their case, accents, order and separators. */
export class Phrases {
	/** By their first word, the longest first. */
	private readonly byWord = new Map<string, Phrase[]>();
	private readonly known = new Map<string, string>();

	add(text: string, meaning: string): void {
		const words = wordsOf(text);
		const key = words.join(' ');
		const [first] = words;
		if (first === undefined || key.length < MIN_LENGTH || this.known.has(key)) return;
		this.known.set(key, meaning);
		const phrases = [...(this.byWord.get(first) ?? []), { words, meaning }];
		this.byWord.set(
			first,
			phrases.sort((a, b) => b.words.length - a.words.length),
		);
	}

	/** What a text means that is nothing but a name. */
	meaningOf(text: string): string | undefined {
		return this.known.get(wordsOf(text).join(' '));
	}

	/** The text with all names replaced. */
	replaced(text: string, replacement: (meaning: string) => string): string {
		if (this.known.size === 0) return text;
		const found = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
			word: bare(word),
			start: index,
			end: index + word.length,
		}));
		let [result, at] = ['', 0];
		for (let index = 0; index < found.length; index++) {
			const [here, phrase] = [found[index], this.at(found, index)];
			if (!here || !phrase) continue;
			result += text.slice(at, here.start) + replacement(phrase.meaning);
			index += phrase.words.length - 1;
			at = found[index]?.end ?? at;
		}
		return result + text.slice(at);
	}

	private at(found: readonly Found[], index: number): Phrase | undefined {
		const candidates = this.byWord.get(found[index]?.word ?? '') ?? [];
		return candidates.find(({ words }) =>
			words.every((word, offset) => {
				const [here, before] = [found[index + offset], found[index + offset - 1]];
				const gap = offset === 0 || !here || !before ? 0 : here.start - before.end;
				return here?.word === word && gap <= MAX_GAP;
			}),
		);
	}
}

interface Found {
	readonly word: string;
	readonly start: number;
	readonly end: number;
}

/** The words of a text, for comparing. */
export function wordsOf(text: string): string[] {
	return [...text.matchAll(WORD)].map(([word]) => bare(word));
}

function bare(word: string): string {
	if (PLAIN.test(word)) return word.toLowerCase();
	return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
