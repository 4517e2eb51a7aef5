import type { TimeZone } from '../../shared/dialect/timeZone';
import { ZoneDays } from '../../shared/dialect/zoneDays';
import type { CountKey, EntryGroup } from '../../shared/reading/entryCounts';
import { type Key, keyOf } from './grouping/keys';
import { placeSql, type RowPlaces, sampleIds } from './grouping/samples';
import { topRecords, withRecords } from './grouping/topRecords';
import type { SelectedPart, Selection } from './selection';

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
	page: GroupPage,
): Promise<{ readonly groups: readonly SampledGroup[]; readonly size: number }> {
	const { order, skip, limit, pick } = page;
	const keys: Key[] = [];
	for (const name of names) keys.push(await keyOf(name, selection, zone));
	const what = !pick && names.includes('record') ? 'counts' : 'all';
	const sql = `WITH grouped AS MATERIALIZED (${groupedSql(selection, keys, what)}) SELECT *, (SELECT count(*) FROM grouped) AS size FROM grouped ORDER BY ${orderSql(order, keys)} LIMIT ${limit} OFFSET ${skip}`;
	const days = new ZoneDays(zone);
	const iso = (instant: unknown): string | null =>
		instant === null ? null : days.iso(Number(instant));
	const places = new WeakMap<EntryGroup, RowPlaces>();
	const isOfRecords = what === 'counts' && names.length === 1 && order === 'count_desc';
	const top = isOfRecords ? await mostFrequent(selection, keys, page) : undefined;
	const found = top ?? (await selection.rows(sql));
	const isPlaced = top !== undefined || what === 'all';
	const rows = isPlaced ? found : await withPlaces(selection, names, keys, found);
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
	const { parts, few } = await ofRecords(selection, place, keys, values);
	const all = await selection.rows(groupedSql({ ...selection, parts }, few, 'all'));
	const valuesOf = (row: Rows[number]): string =>
		JSON.stringify(keys.map((_, place) => row[`v${place}`]));
	const placed = new Map(all.map((row) => [valuesOf(row), row]));
	return groups.map((group) => ({ ...placed.get(valuesOf(group)), ...group }));
}

/** What is grouped when only some records are. */
async function ofRecords(
	selection: Selection,
	place: number,
	keys: readonly Key[],
	values: readonly (string | null)[],
): Promise<{ readonly parts: readonly SelectedPart[]; readonly few: readonly Key[] }> {
	const { parts, pairs } = await withRecords(selection, values);
	const joined: Key['joined'] = (index, column) => {
		const own = pairs[index] ?? [];
		if (own.length === 0) return { join: '', value: 'NULL::VARCHAR' };
		const join = `LEFT JOIN (VALUES ${own.join(', ')}) AS $(code, text) ON $.code = ${column}`;
		return { join, value: '$.text' };
	};
	return { parts, few: keys.map((key, at) => (at === place ? { ...key, joined } : key)) };
}

/** The records with the most entries, where it is sure which they are without reading all names. */
async function mostFrequent(
	selection: Selection,
	keys: readonly Key[],
	{ skip, limit }: GroupPage,
): Promise<Rows | undefined> {
	const wanted = skip + limit;
	const top = await topRecords(selection, wanted);
	if (!top) return undefined;
	const { names, most, size } = top;
	const { parts, few } = await ofRecords(selection, 0, keys, names);
	const sql = `${groupedSql({ ...selection, parts }, few, 'all')} ORDER BY ${orderSql('count_desc', keys)} LIMIT ${wanted}`;
	const rows = await selection.rows(sql);
	// Another one could be in its place.
	const isSure = rows.length === size || Number(rows[wanted - 1]?.['n'] ?? 0) > most;
	return isSure ? rows.slice(skip).map((row) => ({ ...row, size })) : undefined;
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
