import type { AuditLogFilter } from '../entries/filter';
import { InputError } from '../errors';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';

/** What a filter names that is not in the organization: it would find nothing, forever and in silence. */
export interface UnknownNames {
	readonly users: readonly string[];
	readonly modules: readonly string[];
}

/**
 * The users and modules of a filter that are not there. A list that the connection may not read says nothing.
 * @param isAsking whether lists are requested that were not needed so far.
 */
export async function unknownNames(
	{ names }: Session,
	filter: AuditLogFilter,
	isAsking: boolean,
	options: CallOptions,
): Promise<UnknownNames> {
	const words = { users: wordsIn(filter.users), modules: wordsIn(filter.modules) };
	const isOpen = (list: 'users' | 'modules'): boolean =>
		words[list].length > 0 && (isAsking || names.hasAsked(list));
	const users = isOpen('users') ? await names.users(options) : undefined;
	const modules = isOpen('modules') ? await names.modules(options) : undefined;
	return {
		users: users?.all.length ? words.users.filter((it) => users.meantBy(it).length === 0) : [],
		modules: modules?.all.length ? words.modules.filter((it) => !modules.isNamed(it)) : [],
	};
}

function wordsIn(words: readonly string[] | undefined): readonly string[] {
	return (words ?? []).map((word) => word.trim()).filter((word) => word !== '');
}

/** What to do about a filter that names what is not there; undefined when everything is. */
export function unknownNamesError({ users, modules }: UnknownNames): InputError | undefined {
	const parts = [partOf('user', users), partOf('module', modules)].filter((part) => part !== '');
	if (parts.length === 0) return undefined;
	return new InputError(
		`The filter names ${parts.join(' and ')} that this organization does not have, so it finds nothing of it. Choose from the list, or correct the name.`,
		{ parameter: 'filters' },
	);
}

function partOf(what: string, words: readonly string[]): string {
	if (words.length === 0) return '';
	const shown = words.slice(0, 5).map((word) => JSON.stringify(word.slice(0, 40)));
	return `${what}${words.length > 1 ? 's' : ''} ${shown.join(', ')}`;
}

/**
 * Whether it is time to report what has been found so many times: at the first, the fifth, the tenth, the
 * twentieth and so on.
 */
export function isTimeToReport(times: number): boolean {
	const fives = times / 5;
	return times === 1 || (Number.isInteger(fives) && fives > 0 && (fives & (fives - 1)) === 0);
}
