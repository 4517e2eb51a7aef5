import type { TimeZone } from '../../../shared/dialect/timeZone';
import { moduleOf } from '../../../shared/reading/csvRows';
import type { CountKey } from '../../../shared/reading/entryCounts';
import { isTimeKey, timeText } from '../../../shared/reading/timeKeys';
import { UserLabels } from '../../../shared/reading/userLabels';
import { ZoneClock } from '../clock';
import { numberOf } from '../columns';
import type { SelectedPart, Selection } from '../selection';

/** A value of a key, as the number that stands for it among all values. */
type Ranks = ReadonlyMap<string, number>;

/** How a key is counted. */
export interface Key {
	/** What the rows of a part are grouped by. */
	readonly by: (index: number) => string;
	/** What its groups of a part are joined with, by `c`, and the value in them, by `v`. */
	readonly joined: (
		index: number,
		name: string,
	) => { readonly join: string; readonly value: string };
	/** What equal counts are in order of. */
	readonly order: (value: string) => string;
	readonly textOf: (value: unknown) => string | null;
}

/** How the rows of a selection are counted by a key. */
export async function keyOf(name: CountKey, selection: Selection, zone: TimeZone): Promise<Key> {
	const { parts } = selection;
	if (isTimeKey(name)) {
		const clocks = parts.map(({ part }) => new ZoneClock(zone, part.facts.days));
		return {
			by: (index) => clocks[index]?.of(name) ?? 'NULL',
			joined: (_, column) => ({ join: '', value: column }),
			order: (value) => value,
			textOf: (value) => (value === null ? null : timeText(name, Number(value))),
		};
	}
	if (name === 'record' || name === 'action') {
		return {
			by: () => name,
			joined: (index, column) => ({
				join: `LEFT JOIN ${parts[index]?.part.schema}.texts AS $ ON $.code = ${column} AND $.col = ${numberOf(name)}`,
				value: '$.text',
			}),
			// As JSON has it, where the quote after a text comes before any other character.
			order: (value) => `${value} || '"'`,
			textOf: (value) => value as string | null,
		};
	}
	return name === 'user' ? await usersKey(selection) : await modulesKey(parts, name);
}

/** What modules are called now, whatever the file calls them. */
async function modulesKey(
	parts: readonly SelectedPart[],
	column: 'module' | 'related_module',
): Promise<Key> {
	const maps: ReadonlyMap<string, string>[] = [];
	for (const { part, context } of parts) {
		const values = await part.values(column);
		const named = values.filter(({ code }) => code > 0);
		maps.push(
			new Map(named.map(({ code, text }) => [`${code}`, moduleOf(text, context).name ?? ''])),
		);
	}
	return mappedKey(maps, () => column);
}

/** Two people of one name are apart where the file has their ids. */
async function usersKey({ parts }: Selection): Promise<Key> {
	const maps: ReadonlyMap<string, string>[] = [];
	const users = parts[0]?.context.users;
	const labels = users && new UserLabels(users);
	for (const { users: found } of parts) {
		const labelled = (await found()).flatMap(({ nameCode, idCode, name, id }) => {
			const label = labels?.labelOf(id, name) ?? null;
			return label === null ? [] : [[String(nameCode * PAIR + idCode), label] as const];
		});
		maps.push(new Map(labelled));
	}
	return mappedKey(maps, () => `done_by::BIGINT * ${PAIR} + done_by_id`);
}

const PAIR = 2 ** 26;

/** Numbers that stand for texts which the database does not know. */
function mappedKey(maps: readonly ReadonlyMap<string, string>[], by: Key['by']): Key {
	const texts = [...new Set(maps.flatMap((map) => [...map.values()]))];
	texts.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
	const ranks: Ranks = new Map(texts.map((text, rank) => [text, rank]));
	return {
		by,
		joined: (index, column) => {
			const map = maps[index] ?? new Map<string, string>();
			const pairs = [...map].map(([code, text]) => `(${code}, ${ranks.get(text)})`);
			if (pairs.length === 0) return { join: '', value: 'NULL::INTEGER' };
			return {
				join: `LEFT JOIN (VALUES ${pairs.join(', ')}) AS $(code, rank) ON $.code = ${column}`,
				value: '$.rank',
			};
		},
		order: (value) => value,
		textOf: (value) => (value === null ? null : (texts[Number(value)] ?? null)),
	};
}
