import type { TimeZone } from '../../shared/dialect/timeZone';
import { ZoneDays } from '../../shared/dialect/zoneDays';
import type { CountKey, EntryGroup } from '../../shared/reading/entryCounts';
import { type Key, keyOf } from './grouping/keys';
import { placeSql, type RowPlaces, sampleIds } from './grouping/samples';
import { numberOf } from './columns';
import type { SelectedPart, Selection } from './selection';
import { quoted } from './sql';

/** In which order groups are listed; equal counts are in order of their keys. */
export const GROUP_ORDERS = ['count_desc', 'count_asc', 'key'] as const;
export type GroupOrder = (typeof GROUP_ORDERS)[number];

/** Which of the groups. */
export interface GroupPage {
	readonly order: GroupOrder;
	readonly skip: number;
	readonly limit: number;
	/** Chooses and orders them itself, of all that are within the limit. */
	readonly pick?: ((groups: readonly EntryGroup[]) => readonly EntryGroup[]) | undefined;
}

/** A group, and ids of entries in it: those that stand first and last where they are read. */
export interface SampledGroup extends EntryGroup {
	readonly sample_event_ids: readonly string[];
}

/**
 * Groups of the rows by one to three keys. Rows are grouped by numbers first, and only groups get texts.
 */
export async function groupsIn(
	selection: Selection,
	names: readonly CountKey[],
	zone: TimeZone,
	{ order, skip, limit, pick }: GroupPage,
): Promise<{ readonly groups: readonly SampledGroup[]; readonly size: number }> {
	const keys: Key[] = [];
	for (const name of names) keys.push(await keyOf(name, selection, zone));
	const what = !pick && names.includes('record') ? 'counts' : 'all';
	const sql = `WITH grouped AS MATERIALIZED (${groupedSql(selection, keys, what)}) SELECT *, (SELECT count(*) FROM grouped) AS size FROM grouped ORDER BY ${orderSql(order, keys)} LIMIT ${limit} OFFSET ${skip}`;
	const days = new ZoneDays(zone);
	const iso = (instant: unknown): string | null =>
		instant === null ? null : days.iso(Number(instant));
	const places = new WeakMap<EntryGroup, RowPlaces>();
	const found = await selection.rows(sql);
	const rows = what === 'counts' ? await withPlaces(selection, names, keys, found) : found;
	const groups = rows.map((row): EntryGroup => {
		const key = names.map((name, place) => [name, keys[place]?.textOf(row[`v${place}`]) ?? null]);
		const group = {
			key: Object.fromEntries(key) as EntryGroup['key'],
			count: Number(row['n']),
			first: iso(row['f']),
			last: iso(row['l']),
		};
		places.set(group, { first: Number(row['fr']), last: Number(row['lr']) });
		return group;
	});
	const picked = pick ? pick(groups) : groups;
	const ids = await sampleIds(
		selection,
		picked.map((group) => places.get(group)),
	);
	return {
		size: rows[0] ? Number(rows[0]['size']) : await sizeOf(selection, keys),
		groups: picked.map((group, index) => ({ ...group, sample_event_ids: ids[index] ?? [] })),
	};
}

/** Where no group is on the page. */
async function sizeOf(selection: Selection, keys: readonly Key[]): Promise<number> {
	const [row] = await selection.rows(
		`SELECT count(*) AS size FROM (${groupedSql(selection, keys, 'counts')})`,
	);
	return Number(row?.['size'] ?? 0);
}

type Rows = Awaited<ReturnType<Selection['rows']>>;

/** Adds when the entries of these groups were and where they are, in a second pass over those records alone. */
async function withPlaces(
	selection: Selection,
	names: readonly CountKey[],
	keys: readonly Key[],
	groups: Rows,
): Promise<Rows> {
	const place = names.indexOf('record');
	const values = groups.map((group) => group[`v${place}`] as string | null);
	const texts = values.flatMap((value) => (value === null ? [] : [quoted(value)]));
	const parts: SelectedPart[] = [];
	const pairs: string[][] = [];
	for (const selected of selection.parts) {
		const { part, where } = selected;
		const sql = `SELECT code, text FROM ${part.schema}.texts WHERE col = ${numberOf('record')} AND text IN (${texts.join(', ')})`;
		const rows = texts.length === 0 ? [] : await selection.rows(sql);
		const codes = rows.map(({ code }) => Number(code));
		pairs.push(rows.map(({ text }, index) => `(${codes[index]}, ${quoted(String(text))})`));
		if (values.includes(null)) codes.push(0);
		const isListed = codes.length === 0 ? 'false' : `record IN (${codes.join(', ')})`;
		parts.push({ ...selected, where: `(${where}) AND ${isListed}` });
	}
	const joined: Key['joined'] = (index, column) => {
		const own = pairs[index] ?? [];
		if (own.length === 0) return { join: '', value: 'NULL::VARCHAR' };
		const join = `LEFT JOIN (VALUES ${own.join(', ')}) AS $(code, text) ON $.code = ${column}`;
		return { join, value: '$.text' };
	};
	const few = keys.map((key, at) => (at === place ? { ...key, joined } : key));
	const all = await selection.rows(groupedSql({ ...selection, parts }, few, 'all'));
	const valuesOf = (row: Rows[number]): string =>
		JSON.stringify(keys.map((_, place) => row[`v${place}`]));
	const placed = new Map(all.map((row) => [valuesOf(row), row]));
	return groups.map((group) => ({ ...placed.get(valuesOf(group)), ...group }));
}

/** Of records there are nearly as many as rows: then first and last ones would take most of the memory. */
function groupedSql({ parts }: Selection, keys: readonly Key[], what: 'counts' | 'all'): string {
	const isAll = what === 'all';
	const ofParts = parts.map(({ part, where }, index) => {
		const by = keys.map((key, place) => `${key.by(index)} AS c${place}`);
		const more = isAll
			? ', min(instant) AS f, max(instant) AS l, min(rowid) AS fr, max(rowid) AS lr'
			: '';
		const inner = `SELECT ${by.join(', ')}, count(*) AS n${more} FROM ${part.schema}.entries WHERE ${where} GROUP BY ALL`;
		const joins = keys.map((key, place) => key.joined(index, `c${place}`));
		const values = joins.map(
			({ value }, place) => `${value.replaceAll('$', `m${place}`)} AS v${place}`,
		);
		const joined = joins.map(({ join }, place) => join.replaceAll('$', `m${place}`)).join(' ');
		const places = isAll
			? `, f, l, ${placeSql('fr', index)} AS fr, ${placeSql('lr', index)} AS lr`
			: '';
		return `SELECT ${values.join(', ')}, n${places} FROM (${inner}) ${joined}`;
	});
	const values = keys.map((_, place) => `v${place}`).join(', ');
	const more = isAll ? ', min(f) AS f, max(l) AS l, min(fr) AS fr, max(lr) AS lr' : '';
	return `SELECT ${values}, sum(n)::DOUBLE AS n${more} FROM (${ofParts.join(' UNION ALL ')}) GROUP BY ${values}`;
}

function orderSql(order: GroupOrder, keys: readonly Key[]): string {
	const byKeys = keys.map((key, place) => `${key.order(`v${place}`)} NULLS LAST`);
	if (order === 'key') return byKeys.join(', ');
	return [order === 'count_desc' ? 'n DESC' : 'n', ...byKeys].join(', ');
}
