import type { CrmUser, CrmUsers } from '../../../shared/org/users';
import { plainSpelling, twoLetters } from '../../../shared/spelling';

/**
 * Users whose name is the typed one but for accents, ligatures, apostrophes, or the order of its words
 * (`Mueller`, `jager`, `Feder Jonas` for Müller, Jäger, Jonas Feder). Letters are never left out or replaced by
 * others: what is only similar is a suggestion.
 */
export function spelledAlike(word: string, users: CrmUsers): readonly CrmUser[] {
	const typed = spellingsOf(word);
	return users.all.filter(({ name }) => {
		const own = spellingsOf(name);
		return typed.some((words) => own.some((others) => isAlike(words, others)));
	});
}

/** The names that a typed word means: as it is where it is one, else those that are spelled alike. */
export function namesOf(word: string, users: CrmUsers): readonly string[] {
	if (users.meantBy(word).length > 0) return [word];
	const alike = [...new Set(spelledAlike(word, users).map(({ name }) => name))];
	return alike.length > 0 ? alike : [word];
}

function isAlike(typed: readonly string[], name: readonly string[]): boolean {
	if (typed.length === 0) return false;
	if (typed.join('') === name.join('')) return true;
	const left = [...name];
	let whole = 0;
	// Whole words first, so that no initial takes the place of one.
	for (const word of [...typed].sort((a, b) => b.length - a.length)) {
		const isInitial = word.length === 1 && whole > 0;
		const at = left.findIndex((other) => (isInitial ? other.startsWith(word) : other === word));
		if (at < 0) return false;
		if (!isInitial) whole++;
		left.splice(at, 1);
	}
	return whole > 0;
}

/** The words of a name, with umlauts as one letter and as two, with hyphens between words and in them. */
function spellingsOf(name: string): readonly (readonly string[])[] {
	const lower = name.normalize('NFKC').toLowerCase();
	const all = [lower, twoLetters(lower)].flatMap((text) => [text, text.replace(HYPHENS, '')]);
	return [...new Set(all)].map((text) => wordsOf(text));
}

const HYPHENS = /[-‐–]/g;

function wordsOf(text: string): readonly string[] {
	return plainSpelling(text)
		.replace(/['’ʼ`´‘]/g, '')
		.split(/[\s.,;_\-‐–·・]+/)
		.filter((word) => word !== '');
}
