import { isActionWord } from '../../../shared/entries/actions';
import { filledWords } from '../../../shared/entries/filter';
import type { CallOptions } from '../../../shared/http/crmApi';
import type { OrganizationNames } from '../../../shared/org/organizationNames';

/** One word, or several that mean *or*. */
export type Words = string | readonly string[];

/** The words without blanks. */
export function listOf(words: Words | undefined): readonly string[] {
	return filledWords(typeof words === 'string' ? [words] : words);
}

/** What a list of words names. */
export type Named = 'users' | 'modules' | 'actions';

/**
 * The names in some words: a text with commas is one name where there is one of that name ("Doe, Jane"),
 * else as many as it has parts. Lists of the organization are only requested for such texts.
 */
export async function namesIn(
	words: Words | undefined,
	named: Named,
	names: OrganizationNames,
	options: CallOptions,
): Promise<readonly string[]> {
	const found: string[] = [];
	for (const word of listOf(words)) {
		const isWhole = !SEPARATOR.test(word) || (await isName(word, named, names, options));
		found.push(...(isWhole ? [word] : filledWords(word.split(SEPARATOR))));
	}
	return [...new Set(found)];
}

/** Days of the week, each by itself. */
export function weekdaysIn(words: Words | undefined): readonly string[] {
	return listOf(words).flatMap((word) => filledWords(word.split(SEPARATOR)));
}

const SEPARATOR = /[,;]/;

async function isName(
	word: string,
	named: Named,
	names: OrganizationNames,
	options: CallOptions,
): Promise<boolean> {
	switch (named) {
		case 'users':
			return (await names.users(options)).meantBy(word).length > 0;
		case 'modules':
			return (await names.modules(options)).isNamed(word);
		case 'actions':
			return isActionWord(word);
	}
}
