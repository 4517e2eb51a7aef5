import { unknownNames, type UnknownName } from '../../../shared/entries/filterNames';
import { filledWords } from '../../../shared/entries/filter';
import { cleanText } from '../../../shared/disclosure/cleanText';
import type { QueryContext } from '../queryContext';

const MAX_NAMES = 10;

/**
 * The names in a question that the organization does not have, each with those that are most like it.
 * @param isEmpty whether nothing was found; else only what is known already is compared.
 */
export async function nameNotes(
	{ client, question, run }: QueryContext,
	isEmpty: boolean,
): Promise<string[]> {
	const { names } = client;
	const { filter } = question;
	const options = { signal: run.signal };
	const unknown = await unknownNames(names, filter, isEmpty, options);
	const users = async () => (await names.users(options)).all.map(({ name }) => name);
	const modules = async () => (await names.modules(options)).all.map(({ apiName }) => apiName);
	const notes: string[] = [];
	const add = async (
		list: readonly UnknownName[],
		excluded: readonly string[] | undefined,
		texts: Texts,
	): Promise<void> => {
		const left = new Set(filledWords(excluded));
		for (const { word, nearest } of list) {
			const known = isEmpty && nearest.length === 0 ? await texts.known() : [];
			const shown = `"${quoted(word)}"`;
			const text = left.has(word)
				? `${texts.missing(shown)}: nothing is left out for it, unless entries name it so.`
				: isEmpty
					? `${texts.missing(shown)}.`
					: `${texts.missing(shown)}: only entries that name it so are found for it.`;
			const more =
				nearest.length > 0
					? ` Did you mean ${nearest.map(quoted).join(' or ')}?`
					: known.length > 0
						? ` ${texts.title}: ${listed(known)}.`
						: '';
			notes.push(text + more);
		}
	};
	await add(unknown.users, filter.excludeUsers, {
		missing: (word) => `No user matches ${word}`,
		...{ title: 'Users', known: users },
	});
	await add(unknown.modules, filter.excludeModules, {
		missing: (word) => `No module is called ${word}`,
		...{ title: 'Modules', known: modules },
	});
	await add(unknown.actions, filter.excludeActions, {
		missing: (word) => `Zoho is not known to use the action ${word}`,
		...{ title: 'Actions', known: async () => await Promise.resolve([]) },
	});
	return notes;
}

interface Texts {
	readonly missing: (word: string) => string;
	readonly title: string;
	readonly known: () => Promise<readonly string[]>;
}

function listed(names: readonly string[]): string {
	const all = [...new Set(names)];
	const shown = all.slice(0, MAX_NAMES).map((name) => quoted(name));
	const rest = all.length - shown.length;
	return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function quoted(word: string): string {
	return cleanText(word, 60);
}
