import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Database } from '../../../mcp/archive/database';

const ENDLESS = 'SELECT count(*) FROM range(1000000000) a, range(1000000) b';

test('a query is interrupted when its question is cancelled, and others go on', async () => {
	const database = new Database();
	const stop = new AbortController();
	const endless = database.rows(ENDLESS, [], stop.signal);
	const other = database.rows('SELECT 6 * 7 AS answer');
	setTimeout(() => stop.abort(new Error('cancelled')), 20);
	await expect(endless).rejects.toThrow('cancelled');
	expect(await other).toEqual([{ answer: 42 }]);
	await database.close();
});

test('it reads and writes no file', async () => {
	const database = new Database();
	for (const sql of [
		`COPY (SELECT 1) TO '${__filename}.csv'`,
		`SELECT * FROM read_csv('${__filename}')`,
	]) {
		await expect(database.rows(sql)).rejects.toThrow(/disabled/i);
	}
	await database.close();
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
