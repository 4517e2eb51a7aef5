import type { Coverage } from '../../shared/reading/coverage';
import { cleanText } from './cleanText';
import type { Asked } from './query';

const MOST_NAMES = 10;

/** Why nothing was found, as far as it can be told: a name nobody has, or nothing that fits. */
export async function noMatchNotes(
	{ client, question, run }: Asked,
	coverage: Coverage,
): Promise<string[]> {
	const { words, period, zone } = question;
	const options = { signal: run.signal };
	const notes: string[] = [];
	if (words.user !== undefined) {
		const users = await client.names.users(options);
		const isKnown = users.meantBy(words.user).length > 0;
		const names = listed(users.all.map(({ name }) => name));
		if (!isKnown && names) notes.push(`No user matches "${quoted(words.user)}". Users: ${names}.`);
	}
	if (words.module !== undefined) {
		const modules = await client.names.modules(options);
		const names = listed(modules.all.map(({ apiName }) => apiName));
		if (!modules.find(words.module) && names) {
			notes.push(`No module is called "${quoted(words.module)}". Modules: ${names}.`);
		}
	}
	const span = period ? ` from ${zone.iso(period.from)} to ${zone.iso(period.to)}` : '';
	notes.push(
		`None of the ${coverage.entries_read.toLocaleString('en')} entries looked at${span} fits. Take a filter away, or choose a longer period.`,
	);
	return notes;
}

function listed(names: readonly string[]): string {
	const shown = [...new Set(names)].slice(0, MOST_NAMES).map((name) => cleanText(name, 60));
	return shown.join(', ') + (names.length > MOST_NAMES ? ' and others' : '');
}

function quoted(word: string): string {
	return cleanText(word, 60);
}
