import { InputError } from '../errors';
import { folded } from '../folded';
import type { CallOptions } from '../http/crmApi';
import type { OrganizationNames } from '../org/organizationNames';
import { ACTIONS, actionWord, isActionWord } from './actions';
import { type AuditLogFilter, filledWords } from './filter';
import { nearestTo } from './nearest';

/** A word of a filter that names nothing, and the names that are most like it. */
export interface UnknownName {
	readonly word: string;
	readonly nearest: readonly string[];
}

/** What a filter names that is not there: it would find nothing, or exclude nothing, in silence. */
export interface UnknownNames {
	readonly users: readonly UnknownName[];
	readonly modules: readonly UnknownName[];
	/** Words that Zoho is not known to use. Its list is open, so they may exist all the same. */
	readonly actions: readonly UnknownName[];
}

/**
 * The users, modules and actions of a filter that are not there. A list that the connection may not read says
 * nothing.
 * @param isAsking whether lists are requested that were not needed so far.
 */
export async function unknownNames(
	names: OrganizationNames,
	filter: AuditLogFilter,
	isAsking: boolean,
	options: CallOptions,
): Promise<UnknownNames> {
	const words = {
		users: wordsIn(filter.users, filter.excludeUsers),
		modules: wordsIn(filter.modules, filter.excludeModules),
	};
	const isOpen = (list: 'users' | 'modules'): boolean =>
		words[list].length > 0 && (isAsking || names.hasAsked(list));
	const users = isOpen('users') ? await names.users(options) : undefined;
	const modules = isOpen('modules') ? await names.modules(options) : undefined;
	const userNames = (): string[] => users?.all.map(({ name }) => name) ?? [];
	const moduleNames = (): string[] => modules?.all.map(({ apiName }) => apiName) ?? [];
	return {
		users: users?.all.length
			? unknownOf(words.users, (it) => users.meantBy(it).length > 0, userNames)
			: [],
		modules: modules?.all.length
			? unknownOf(words.modules, (it) => modules.isNamed(it), moduleNames)
			: [],
		actions: unknownOf(
			wordsIn(filter.actions, filter.excludeActions),
			isActionWord,
			() => ACTIONS,
			actionWord,
		),
	};
}

function unknownOf(
	words: readonly string[],
	isKnown: (word: string) => boolean,
	known: () => readonly string[],
	spelling = folded,
): UnknownName[] {
	return words
		.filter((word) => !isKnown(word))
		.map((word) => ({ word, nearest: nearestTo(word, known(), spelling) }));
}

function wordsIn(...lists: readonly (readonly string[] | undefined)[]): readonly string[] {
	const words = lists.flatMap((list) => filledWords(list));
	return [...new Set(words)];
}

/** What to do about a filter that names what is not there; undefined when everything is. */
export function unknownNamesError(unknown: UnknownNames): InputError | undefined {
	const { users, modules, actions } = unknown;
	const missing = [partOf('user', users), partOf('module', modules)].filter((part) => part !== '');
	const sentences = [
		missing.length > 0 &&
			`The filter names ${missing.join(' and ')} that this organization does not have.`,
		actions.length > 0 && `Zoho is not known to use the ${partOf('action', actions)}.`,
	].filter((sentence) => sentence !== false);
	if (sentences.length === 0) return undefined;
	const nearest = [...users, ...modules, ...actions].flatMap((name) => name.nearest);
	const meant = nearest.slice(0, 5).map((name) => JSON.stringify(name));
	const last =
		meant.length > 0
			? `Did you mean ${meant.join(', ')}? Correct the name, or choose it from the list.`
			: 'Correct the name, or choose one from the list.';
	return new InputError([...sentences, last].join(' '), { parameter: 'filters' });
}

function partOf(what: string, unknown: readonly UnknownName[]): string {
	if (unknown.length === 0) return '';
	const shown = unknown.slice(0, 5).map(({ word }) => JSON.stringify(word.slice(0, 40)));
	return `${what}${unknown.length > 1 ? 's' : ''} ${shown.join(', ')}`;
}
