import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Database } from '../../../mcp/archive/database';

const ENDLESS = 'SELECT count(*) FROM range(1000000000) a, range(1000000) b';

const database = new Database();
// A query that goes on would keep the process.
afterAll(async () => await database.close());

test('a query is interrupted when its question is cancelled, and others go on', async () => {
	// Once it is open, a query begins at once.
	await database.rows('SELECT 1');
	const stop = new AbortController();
	const endless = database.rows(ENDLESS, [], stop.signal);
	const other = database.rows('SELECT 6 * 7 AS answer');
	setTimeout(() => stop.abort(new Error('cancelled')), 100);
	let end: NodeJS.Timeout | undefined;
	const late = new Promise((resolve) => (end = setTimeout(resolve, 10_000, 'it goes on')));
	const ended = endless.catch((error: Error) => error.message);
	expect(await Promise.race([ended, late])).toBe('cancelled');
	clearTimeout(end);
	expect(await other).toEqual([{ answer: 42 }]);
});

test('it reads and writes no file', async () => {
	for (const sql of [
		`COPY (SELECT 1) TO '${__filename}.csv'`,
		`SELECT * FROM read_csv('${__filename}')`,
	]) {
		await expect(database.rows(sql)).rejects.toThrow(/disabled/i);
	}
});

test('a process that exits during a query ends at once', () => {
	const file = path.join(__dirname, '../../../mcp/archive/database');
	const script = `
		const { Database } = require(${JSON.stringify(file)});
		new Database().rows(${JSON.stringify(ENDLESS)}).catch(() => undefined);
		setTimeout(() => process.exit(0), 500);
	`;
	const { status, signal } = spawnSync(
		process.execPath,
		['--import', 'tsx', '--input-type=commonjs', '--eval', script],
		{ timeout: 30_000, cwd: path.join(__dirname, '../../..'), encoding: 'utf8' },
	);
	expect([status, signal]).toEqual([0, null]);
});

test('what a query has freed goes back to the system', async () => {
	const kept = await database.rows(
		"SELECT name, value FROM duckdb_settings() WHERE name LIKE 'allocator%flush_threshold' ORDER BY name",
	);
	expect(kept).toEqual([
		{ name: 'allocator_bulk_deallocation_flush_threshold', value: '2.0 MiB' },
		{ name: 'allocator_flush_threshold', value: '2.0 MiB' },
	]);
});
