import type { Selection } from '../selection';
import { EVENT_ID } from '../sql';

/** Where two rows of a group are, each as one whole number. */
export interface RowPlaces {
	readonly first: number;
	readonly last: number;
}

/** More rows than a part has. */
const ROWS = 2 ** 32;

/** The place of a row of the part, whose number there is `row`. */
export function placeSql(row: string, part: number): string {
	return `${part * ROWS} + ${row}`;
}

/** Ids of the entries of each group in these places: one where they are the same, none for no place. */
export async function sampleIds(
	{ parts, rows }: Selection,
	groups: readonly (RowPlaces | undefined)[],
): Promise<readonly (readonly string[])[]> {
	const places = groups.map((group) => (group ? [group.first, group.last] : []));
	const ids = new Map<number, string>();
	for (const [index, { part }] of parts.entries()) {
		const own = places.flat().filter((place) => Math.floor(place / ROWS) === index);
		if (own.length === 0) continue;
		const listed = own.map((place) => place % ROWS).join(', ');
		const found = await rows(
			`SELECT rowid AS row, ${EVENT_ID} AS id FROM ${part.schema}.entries WHERE rowid IN (${listed})`,
		);
		for (const { row, id } of found) ids.set(index * ROWS + Number(row), String(id));
	}
	return places.map((ofGroup) => [...new Set(ofGroup.flatMap((place) => ids.get(place) ?? []))]);
}
