import { isActionWord } from '../../../shared/entries/actions';
import { filledWords } from '../../../shared/entries/filter';
import type { CallOptions } from '../../../shared/http/crmApi';
import type { CrmUsers } from '../../../shared/org/users';
import { namesOf, spelledAlike } from './people';
import { actionsMeantBy } from './synonyms';
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
 * else as many as it has parts. Users are found however their names are spelled, and actions by synonyms.
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
	if (named === 'actions') return unique(found.flatMap(actionsMeantBy));
	if (named === 'modules' || found.every((word) => IS_ID.test(word))) return unique(found);
	const users = await names.users(options);
	return unique(found.flatMap((word) => namesOf(word, users)));
}

/** Days of the week, each by itself. */
export function weekdaysIn(words: Words | undefined): readonly string[] {
	return listOf(words).flatMap((word) => filledWords(word.split(SEPARATOR)));
}

const SEPARATOR = /[,;]/;
const IS_ID = /^\d{5,}$/;

function unique(words: readonly string[]): readonly string[] {
	return [...new Set(words)];
}

function isUser(word: string, users: CrmUsers): boolean {
	return users.meantBy(word).length > 0 || spelledAlike(word, users).length > 0;
}

async function isName(
	word: string,
	named: Named,
	names: OrganizationNames,
	options: CallOptions,
): Promise<boolean> {
	switch (named) {
		case 'users':
			return isUser(word, await names.users(options));
		case 'modules':
			return (await names.modules(options)).isNamed(word);
		case 'actions':
			return isActionWord(word);
	}
}
