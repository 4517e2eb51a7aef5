import { numberOf } from '../columns';
import type { SelectedPart, Selection } from '../selection';
import { quoted } from '../sql';

type Rows = Awaited<ReturnType<Selection['rows']>>;

/** So many more records of each export are looked at than are asked for: equal counts, and records of several exports. */
const MORE = 200;
/** Further down, everything is counted at once. */
const MAX_RECORDS = 2_000;

/**
 * Numbers are counted in an array where they lie this close to each other (22 bits), in a fifth of the time that a hash
 * table takes. A part has one number for each record, so that no name is read for it.
 */
const IN_ARRAY = 'SET perfect_ht_threshold = 22';

/** Records of an export, with the most entries first. */
interface Counted {
	readonly codes: readonly number[];
	/** No other record of it has more entries. */
	readonly most: number;
	/** How many there are; those without a name are one. */
	readonly size: number;
	readonly hasNameless: boolean;
}

/** Names that may be among the records with the most entries, and what no other can exceed. */
export interface TopRecords {
	/** Null for those without a name. */
	readonly names: readonly (string | null)[];
	/** In all exports together: fewer entries than this, and it is sure that no other record comes before. */
	readonly most: number;
	readonly size: number;
}

/**
 * The records that may have the most entries: those at the top of each export, whose names alone are read. What the
 * others can have at most follows from the lowest of these. See docs/decisions/archive-speed.md
 * @param wanted undefined is returned for more than are found so.
 */
export async function topRecords(
	selection: Selection,
	wanted: number,
): Promise<TopRecords | undefined> {
	if (wanted > MAX_RECORDS) return undefined;
	const names = new Set<string | null>();
	const all: Counted[] = [];
	for (const selected of selection.parts) {
		const counted = await countedIn(selection, selected, wanted + MORE);
		all.push(counted);
		if (counted.hasNameless) names.add(null);
		const texts = await selected.part.texts(counted.codes, 'record');
		for (const text of texts.values()) names.add(text);
	}
	return {
		names: [...names],
		most: all.reduce((sum, { most }) => sum + most, 0),
		size: await sizeOf(selection, all),
	};
}

async function countedIn(
	{ rows }: Selection,
	{ part, where }: SelectedPart,
	limit: number,
): Promise<Counted> {
	const found = await rows(
		`${IN_ARRAY}; WITH counted AS MATERIALIZED (SELECT record AS code, count(*) AS n FROM ${part.schema}.entries WHERE ${where} GROUP BY record) SELECT code, n::DOUBLE AS n, (SELECT count(*)::DOUBLE FROM counted) AS size, (SELECT count(*)::DOUBLE FROM counted WHERE code = 0) AS nameless FROM counted ORDER BY n DESC, code LIMIT ${limit}`,
	);
	const size = Number(found[0]?.['size'] ?? 0);
	return {
		codes: found.map(({ code }) => Number(code)),
		most: found.length < size ? Number(found.at(-1)?.['n']) : 0,
		size,
		hasNameless: Number(found[0]?.['nameless'] ?? 0) > 0,
	};
}

/** How many records there are in all exports together: of several exports, names have to be compared. */
async function sizeOf({ parts, rows }: Selection, all: readonly Counted[]): Promise<number> {
	const [first] = all;
	if (first && all.length === 1) return first.size;
	const record = `col = ${numberOf('record')}`;
	const ofParts: string[] = [];
	for (const [index, { part, where }] of parts.entries()) {
		const { size = 0, hasNameless = false } = all[index] ?? {};
		const [known] = await rows(
			`SELECT count(*)::DOUBLE AS n FROM ${part.schema}.texts WHERE ${record}`,
		);
		const isAll = Number(known?.['n']) === size - Number(hasNameless);
		const isCounted = isAll
			? 'true'
			: `code IN (SELECT record FROM ${part.schema}.entries WHERE ${where})`;
		ofParts.push(`SELECT text FROM ${part.schema}.texts WHERE ${record} AND ${isCounted}`);
	}
	const [row] = await rows(
		`SELECT count(DISTINCT text)::DOUBLE AS n FROM (${ofParts.join(' UNION ALL ')})`,
	);
	return Number(row?.['n'] ?? 0) + Number(all.some(({ hasNameless }) => hasNameless));
}

/** The same selection, of records with these names alone, and the name of each of their numbers in each part. */
export async function withRecords(
	selection: Selection,
	values: readonly (string | null)[],
): Promise<{ readonly parts: readonly SelectedPart[]; readonly pairs: readonly string[][] }> {
	const texts = values.flatMap((value) => (value === null ? [] : [quoted(value)]));
	const parts: SelectedPart[] = [];
	const pairs: string[][] = [];
	for (const selected of selection.parts) {
		const { part, where } = selected;
		const sql = `SELECT code, text FROM ${part.schema}.texts WHERE col = ${numberOf('record')} AND text IN (${texts.join(', ')})`;
		const rows: Rows = texts.length === 0 ? [] : await selection.rows(sql);
		const codes = rows.map(({ code }) => Number(code));
		pairs.push(rows.map(({ text }, index) => `(${codes[index]}, ${quoted(String(text))})`));
		if (values.includes(null)) codes.push(0);
		const isListed = codes.length === 0 ? 'false' : `record IN (${codes.join(', ')})`;
		parts.push({ ...selected, where: `(${where}) AND ${isListed}` });
	}
	return { parts, pairs };
}
