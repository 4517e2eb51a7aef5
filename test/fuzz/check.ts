import { noRows } from '../../shared/reading/csvEntries';
import assert from 'node:assert';
import { EventIds } from '../../shared/entries/eventIds';
import { entryFilter } from '../../shared/entries/filter';
import { AuditLogError } from '../../shared/errors';
import { readEntries } from '../../shared/reading/readEntries';
import { prefaceOf } from '../../shared/files/rows/csvPreface';
import { zlibGunzip } from '../../mcp/archive/gunzip';
import { kindOf, loadedInto } from '../../shared/files/exportFile';
import { FileMemory } from '../../shared/files/fileMemory';
import { noCsv, noTable } from '../../shared/files/rows/members';
import { toUtf8 } from '../../shared/files/utf8';
import { context } from '../bench/context';
import { csvOracle, csvOracleWithout, zipOracle } from '../oracles/oracle';
import { host, readTables, type Table } from '../oracles/read';

export type Outcome = 'read' | 'read in part' | 'refused by both' | 'refused by us alone';

/** The most CPU time that an input of this size may take. Milliseconds. */
const MAX_CPU_MS = 2000;

/**
 * Reads one input in every way and compares it with the oracles.
 * @throws when anything but a refusal of ours is thrown, when an oracle reads something else, or
 * refuses what was read here.
 */
export async function check(bytes: Uint8Array): Promise<Outcome> {
	const start = process.cpuUsage();
	const file = { name: 'input', bytes };
	const tables = await unlessRefused(async () => await readTables(file));
	const asServer = await unlessRefused(async () => await readTables(file, zlibGunzip));
	assert.deepStrictEqual(asServer, tables, 'The node and the server read differently.');
	await unlessRefused(async () => await readAll(bytes));
	const { user, system } = process.cpuUsage(start);
	const cpuMs = (user + system) / 1000;
	assert(cpuMs < MAX_CPU_MS, `Reading took ${cpuMs.toFixed(0)} ms of CPU.`);
	const csvs = await oracleCsvs(bytes);
	if (tables === undefined) {
		const isRefused = csvs === undefined || csvs === 'not comparable';
		return isRefused || csvs.some((csv) => !oracleRows(csv))
			? 'refused by both'
			: 'refused by us alone';
	}
	if (csvs === 'not comparable') return 'read';
	assert(csvs && csvs.length > 0, 'An oracle refuses what was read.');
	assert.strictEqual(tables.length, csvs.length);
	for (const [index, csv] of csvs.entries()) compare(tables[index], csv);
	return tables.some(({ unread }) => unread) ? 'read in part' : 'read';
}

/** The oracle reads the same, without the lines that were not read here if it refuses them too. */
function compare(table: Table | undefined, csv: Uint8Array): void {
	const { isUtf8, delimiter, start, hasHeader, text } = shapeOf(csv);
	// The oracle knows of no lines before the header, and of no file without one.
	if (start > 0 || !hasHeader) return;
	// csv-parse takes a zero after a quote for the end of its input.
	if (text.includes('"\0')) return;
	const expected = oracleRows(csv);
	const [header = []] = table?.rows ?? [];
	// A header of several lines would have to be left out with all of them.
	if (table?.headers && header.some((cell) => /[\r\n]/.test(cell))) return;
	if (!table?.unread && !table?.footers && !table?.headers) {
		assert(expected, 'An oracle refuses what was read.');
		assert.deepStrictEqual(table?.rows, expected);
		return;
	}
	if (table.unread) assert(expected === undefined, 'An oracle reads what was not read.');
	// A total that is padded to as many cells is a row for it: the last one.
	if (table.footers && !table.unread && !table.headers && expected) {
		assert.deepStrictEqual(table.rows, expected.slice(0, -1));
	}
	const others = isUtf8 ? csvOracleWithout(csv, delimiter, table) : 'not comparable';
	if (others !== 'not comparable') assert.deepStrictEqual(table.rows, others);
}

async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof AuditLogError) return undefined;
		throw error;
	}
}

/** Reads as the product does: filtered rows as entries with unique ids. */
async function readAll(bytes: Uint8Array): Promise<void> {
	const seen = new Set<string>();
	const batches = readEntries([{ name: 'input', bytes }], {
		filter: entryFilter({}, context),
		context,
		ids: new EventIds(),
		counts: noRows(),
		withRaw: true,
		sleep: async () => undefined,
		ticks: () => performance.now(),
	});
	for await (const batch of batches) {
		for (const entry of batch) {
			assert(!seen.has(entry.event_id), 'Two entries have one id.');
			seen.add(entry.event_id);
			assert.strictEqual(Object.getPrototypeOf(entry.raw), Object.prototype);
		}
	}
}

/** The CSVs in a file. */
async function oracleCsvs(bytes: Uint8Array): Promise<Uint8Array[] | undefined | 'not comparable'> {
	const kind = kindOrNone(bytes);
	if (kind === 'gzip') return 'not comparable';
	if (kind !== 'zip') return [bytes];
	const members = zipOracle(bytes);
	if (members === 'not comparable' || !members) return members;
	const csvs: Uint8Array[] = [];
	for (const [name, content] of members) {
		// What is no CSV is left out, and a text under another name that is no table.
		if (noCsv('a', name, content) !== null) continue;
		const text = await unlessRefused(
			async () => await toUtf8(content, name, host.yieldToEventLoop),
		);
		const csv = text && loadedInto(new FileMemory(), { name, bytes: text });
		if (!csv || noTable('a', csv) === null) csvs.push(content);
	}
	return csvs;
}

function oracleRows(bytes: Uint8Array): string[][] | undefined {
	const rows = csvOracle(bytes, shapeOf(bytes).delimiter);
	return rows?.length ? rows : undefined;
}

/** The oracle gets the delimiter, because it does not detect it. */
function shapeOf(bytes: Uint8Array) {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe
			? 'utf-16le'
			: first === 0xfe && second === 0xff
				? 'utf-16be'
				: 'utf-8';
	// Without the byte order mark, which the decoder removes.
	const text = new TextDecoder(encoding).decode(bytes);
	const { delimiter, start, hasHeader } = prefaceOf(new TextEncoder().encode(text));
	return {
		...{ isUtf8: encoding === 'utf-8', delimiter: String.fromCharCode(delimiter) },
		...{ start, hasHeader, text },
	};
}

function kindOrNone(bytes: Uint8Array): ReturnType<typeof kindOf> | undefined {
	try {
		return kindOf({ name: 'input', bytes });
	} catch {
		return undefined;
	}
}
