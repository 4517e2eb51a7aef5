import { blake2s128 } from '../files/blake2s';
import { asArray, asObject } from '../http/json';
import type { Column } from './columnNames';
import type { Evidence, ZoneOwner } from './auditedTime';
import { type ColumnHints, findColumns } from './csvColumns';
import type { ExportDialect } from './exportDialect';

import { TimeZone } from './timeZone';

/** How the files of an export are written, in a form that can be kept and is small, whatever the files hold. */
export type KeptDialect = {
	dateFormat: string | null;
	timeFormat: string | null;
	locale: string | null;
	timeZone: string | null;
	/** Milliseconds, half-open. */
	within: [number, number] | null;
	proof: [Evidence, Evidence] | null;
	grain: number | null;
	/** A print of the lines before the header and of the header. */
	header: string;
	/** Columns that were declared, and that are known by what they hold. */
	map: Record<string, string>;
	byContent: Partial<Record<Column, number>>;
	timeOfDay: number | null;
	isEmpty: boolean;
};

/** The lines at the beginning of a file. */
type Head = Pick<ExportDialect, 'header' | 'titles' | 'hasHeader'>;

export function keptDialect(dialect: ExportDialect): KeptDialect {
	const { times, hints } = dialect;
	const { dateFormat, timeFormat, locale, timeZone, within, proof, grain } = times;
	return {
		...{ dateFormat, timeFormat, locale: locale ?? null, timeZone: timeZone?.name ?? null },
		within: within ? [within.from, within.to] : null,
		proof: proof ? [proof.format, proof.zone] : null,
		grain,
		header: headPrint(dialect),
		map: { ...hints.map },
		byContent: { ...hints.byContent },
		timeOfDay: hints.timeOfDay ?? null,
		isEmpty: hints.isEmpty,
	};
}

/** The same dialect for the same files; undefined when they begin otherwise than they did. */
export function dialectOf(kept: KeptDialect, head: Head): ExportDialect | undefined {
	if (headPrint(head) !== kept.header) return undefined;
	const { dateFormat, timeFormat, locale, timeZone, within, proof, grain } = kept;
	const hints: ColumnHints = {
		...{ map: kept.map, byContent: kept.byContent, isEmpty: kept.isEmpty },
		header: head.header,
		timeOfDay: kept.timeOfDay ?? undefined,
	};
	return {
		...head,
		hints,
		found: findColumns(head.header ?? [], hints),
		times: {
			...{ dateFormat, timeFormat, locale, grain },
			timeZone: timeZone === null ? null : new TimeZone(timeZone),
			within: within ? { from: within[0], to: within[1] } : undefined,
			proof: proof ? { format: proof[0], zone: proof[1] } : undefined,
			provedOwners: null,
		},
	};
}

/** Whether a value may be one that `keptDialect` has made. */
export function isKeptDialect(value: unknown): boolean {
	const item = asObject(value);
	if (!item) return false;
	const isText = (text: unknown): boolean => text === null || typeof text === 'string';
	const isIndex = (index: unknown): boolean => Number.isSafeInteger(index) && Number(index) >= 0;
	const isPair = (pair: unknown, type: string): boolean =>
		pair === null ||
		(Array.isArray(pair) && pair.length === 2 && asArray(pair).every((it) => typeof it === type));
	const { timeZone, grain, map, byContent, timeOfDay } = item;
	return (
		['dateFormat', 'timeFormat', 'locale'].every((key) => isText(item[key])) &&
		(timeZone === null || (typeof timeZone === 'string' && isZone(timeZone))) &&
		isPair(item['within'], 'number') &&
		isPair(item['proof'], 'string') &&
		(grain === null || isIndex(grain)) &&
		typeof item['header'] === 'string' &&
		Object.values(asObject(map) ?? { none: null }).every((title) => typeof title === 'string') &&
		Object.values(asObject(byContent) ?? { none: null }).every(isIndex) &&
		(timeOfDay === null || isIndex(timeOfDay)) &&
		typeof item['isEmpty'] === 'boolean'
	);
}

function isZone(name: string): boolean {
	try {
		return new TimeZone(name).name === name;
	} catch {
		return false;
	}
}

/** Whether ids that are made of the rows of two files depend on other things: the columns, and how exact a time is. */
export function shapeOf({ header, hints, times }: ExportDialect): string | undefined {
	if (header === null || times.grain === null) return undefined;
	const { names } = findColumns(header, hints);
	return `${times.grain} ${print([...names].sort())}`;
}

function headPrint({ header, titles, hasHeader }: Head): string {
	return print([header, titles, hasHeader]);
}

function print(value: unknown): string {
	return btoa(String.fromCharCode(...blake2s128(JSON.stringify(value)))).slice(0, 22);
}

/** What a reading found of how an export is written, so that another one need not look into its files. */
export type KeptReading = {
	dialect: KeptDialect;
	header: readonly string[] | null;
	titles: readonly string[];
	hasHeader: boolean;
	/** Whose zone an assumed zone is. */
	assumedOwner: ZoneOwner | null;
	provedOwners: readonly ZoneOwner[] | null;
	/** What people had set, and whatever else it depended on. */
	circumstances: Circumstances;
	/** Lines of all files that are rows, or would be if they could be read. */
	rows: number;
};

/** What the dialect of an export depends on beside its files, in a form that can be compared. */
export type Circumstances = {
	declared: string;
	/** What an assumed zone depends on as well; another export may have proved one since. */
	zones: string;
};

/** How an export is written, and what that depended on. */
export interface DialectFound {
	readonly dialect: ExportDialect;
	readonly circumstances: Circumstances;
}

export function keptReading(
	dialect: ExportDialect,
	circumstances: Circumstances,
	rows: number,
): KeptReading {
	const { header, titles, hasHeader, times } = dialect;
	return {
		dialect: keptDialect(dialect),
		...{ header, titles, hasHeader, circumstances, rows },
		assumedOwner: times.assumedOwner ?? null,
		provedOwners: times.provedOwners && [...times.provedOwners],
	};
}

/** Undefined when it might be another one in the circumstances of now. */
export function dialectAsKept(kept: KeptReading, now: Circumstances): ExportDialect | undefined {
	const dialect = dialectOf(kept.dialect, kept);
	if (!dialect || !holdsNow({ dialect, circumstances: kept.circumstances }, now)) return undefined;
	const { assumedOwner, provedOwners } = kept;
	return {
		...dialect,
		times: {
			...dialect.times,
			assumedOwner,
			provedOwners: provedOwners && new Set(provedOwners),
		},
	};
}

/** Whether it would be found again in the circumstances of now. */
export function holdsNow({ dialect, circumstances }: DialectFound, now: Circumstances): boolean {
	if (circumstances.declared !== now.declared) return false;
	return isSettled(dialect) || circumstances.zones === now.zones;
}

/** What was only assumed may be proved by another export. */
export function isSettled({ times }: ExportDialect): boolean {
	return times.proof?.zone !== 'assumed';
}
