import AdmZip from 'adm-zip';
import { parse } from 'csv-parse/sync';
import type { Table } from './read';

/**
 * What csv-parse reads, as strictly as it can. Undefined when it refuses. Bytes are decoded first,
 * because it replaces invalid UTF-8 instead of refusing it.
 */
export function csvOracle(bytes: Uint8Array, delimiter: string): string[][] | undefined {
	const text = decoded(bytes);
	if (text === undefined) return undefined;
	try {
		return parse(text, {
			delimiter,
			// All of them anywhere: by default it expects the first one throughout.
			record_delimiter: ['\r\n', '\n', '\r'],
			skip_empty_lines: true,
		});
	} catch {
		return undefined;
	}
}

/**
 * What csv-parse reads where lines were not read as rows here: everything else, without these lines. Not
 * comparable where they are not all named.
 */
export function csvOracleWithout(
	bytes: Uint8Array,
	delimiter: string,
	{ unread, footers = [], headers = [] }: Pick<Table, 'unread' | 'footers' | 'headers'>,
): string[][] | undefined | 'not comparable' {
	const { count = 0, named = [] } = unread ?? {};
	if (count > named.length) return 'not comparable';
	const repeated = headers.map(({ line }) => ({ line, lastLine: line }));
	const isLeftOut = (number: number): boolean =>
		[...named, ...footers, ...repeated].some(
			({ line, lastLine }) => line <= number && number <= lastLine,
		);
	const lines = Buffer.from(bytes)
		.toString('latin1')
		.split(/(?<=\r\n|\n|\r(?!\n))/);
	const others = lines.filter((_, index) => !isLeftOut(index + 1)).join('');
	return csvOracle(Buffer.from(others, 'latin1'), delimiter);
}

/**
 * The files that adm-zip unpacks, by name. Undefined when it refuses. Not comparable with a name that
 * ends with a backslash, which it mistakes for a folder, so that its rows are skipped.
 */
export function zipOracle(
	bytes: Uint8Array,
): ReadonlyMap<string, Uint8Array> | undefined | 'not comparable' {
	try {
		const members = new Map<string, Uint8Array>();
		for (const entry of new AdmZip(Buffer.from(bytes)).getEntries()) {
			if (entry.entryName.endsWith('\\')) return 'not comparable';
			if (!entry.isDirectory) members.set(entry.entryName, entry.getData());
		}
		return members;
	} catch {
		return undefined;
	}
}

function decoded(bytes: Uint8Array): string | undefined {
	const encoding =
		bytes[0] === 0xff && bytes[1] === 0xfe
			? 'utf-16le'
			: bytes[0] === 0xfe && bytes[1] === 0xff
				? 'utf-16be'
				: 'utf-8';
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
