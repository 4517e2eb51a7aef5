import assert from 'node:assert';
import { EventIds } from '../../shared/entries/eventIds';
import { entryFilter } from '../../shared/entries/filter';
import { AuditLogError } from '../../shared/errors';
import { readEntries } from '../../shared/reading/readEntries';
import { delimiterOf } from '../../shared/files/rows/csvDelimiter';
import { zlibGunzip } from '../../mcp/archive/gunzip';
import { kindOf } from '../../shared/files/exportFile';
import { context } from '../bench/context';
import { csvOracle, zipOracle } from '../oracles/oracle';
import { readTables, type Table } from '../oracles/read';

export type Outcome = 'read' | 'refused by both' | 'refused by us alone';

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
	const expected = oracleTables(bytes);
	if (tables === undefined)
		return expected === undefined ? 'refused by both' : 'refused by us alone';
	if (expected !== 'not comparable') {
		assert(expected, 'An oracle refuses what was read.');
		assert.deepStrictEqual(
			tables.map(({ rows }) => rows),
			expected,
		);
	}
	return 'read';
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
		counts: { read: 0, withoutTime: 0 },
		withRaw: true,
		sleep: async () => undefined,
		localNow: Date.now,
	});
	for await (const batch of batches) {
		for (const entry of batch) {
			assert(!seen.has(entry.event_id), 'Two entries have one id.');
			seen.add(entry.event_id);
			assert.strictEqual(Object.getPrototypeOf(entry.raw), Object.prototype);
		}
	}
}

function oracleTables(bytes: Uint8Array): Table['rows'][] | undefined | 'not comparable' {
	const kind = kindOrNone(bytes);
	if (kind === 'gzip') return 'not comparable';
	if (kind !== 'zip') {
		const rows = oracleRows(bytes);
		return rows && [rows];
	}
	const members = zipOracle(bytes);
	if (members === 'not comparable') return members;
	const tables: Table['rows'][] = [];
	for (const member of members?.values() ?? []) {
		const rows = oracleRows(member);
		if (rows === undefined) return undefined;
		tables.push(rows);
	}
	return tables.length === 0 ? undefined : tables;
}

function oracleRows(bytes: Uint8Array): string[][] | undefined {
	const rows = csvOracle(bytes, delimiterIn(bytes));
	return rows?.length ? rows : undefined;
}

/** The oracle gets the delimiter, because it does not detect it. */
function delimiterIn(bytes: Uint8Array): string {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe
			? 'utf-16le'
			: first === 0xfe && second === 0xff
				? 'utf-16be'
				: 'utf-8';
	// Without the byte order mark, which the decoder removes.
	const text = new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
	return String.fromCharCode(delimiterOf(text));
}

function kindOrNone(bytes: Uint8Array): ReturnType<typeof kindOf> | undefined {
	try {
		return kindOf({ name: 'input', bytes });
	} catch {
		return undefined;
	}
}
