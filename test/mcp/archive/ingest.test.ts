import { Database } from '../../../mcp/archive/database';
import { ingest } from '../../../mcp/archive/ingest';
import type { ExportFile } from '../../../shared/files/exportFile';
import { context } from '../../bench/context';

const database = new Database();
afterAll(async () => await database.close());

const host = { yieldToEventLoop: async (): Promise<void> => undefined };

function csv(...lines: readonly string[]): ExportFile {
	return { name: 'a.csv', bytes: Buffer.from(lines.join('\n')) };
}

const HEADER = 'Done By,Action,Module,Record Name,Audited Time';

test('lines that are no rows are reported, and the rows around them are there', async () => {
	const row = 'Ana Lopez,updated,Deals,x,05/21/2026 02:20 PM';
	const file = csv(HEADER, row, 'Ana Lopez,updated', row);
	const part = await ingest(database, [file], context, { host });
	expect([part.facts.rows, part.facts.unread.count]).toEqual([2, 1]);
	const rows = await database.rows(`SELECT number FROM ${part.schema}.entries ORDER BY rowid`);
	expect(rows).toEqual([{ number: 1 }, { number: 2 }]);
	await part.drop();
});

test('which columns have nothing but ids and times is known, and one word in one of them changes that', async () => {
	const header = 'Done By,User ID,Module,Record Name,Record ID,Audited Time';
	const row = (id: string, time: string): string => `Ana Lopez,48768761,Deals,77,${id},${time}`;
	const plainOf = async (...rows: readonly string[]): Promise<readonly string[]> => {
		const part = await ingest(database, [csv(header, ...rows)], context, { host });
		await part.drop();
		return part.facts.plain.filter((column) => part.has(column));
	};
	const [id, time] = ['4876876100000001', '05/21/2026 02:20 PM'];
	const names = ['done_by_id', 'record', 'record_id', 'written_time', 'other'];
	expect(await plainOf(row(id, time))).toEqual(names);
	const without = (one: string) => names.filter((name) => name !== one);
	expect(await plainOf(row(id, time), row('x-1', time))).toEqual(without('record_id'));
	expect(await plainOf(row(id, time), row(id, 'soon'))).toEqual(without('written_time'));
	// It is compared as the letter k.
	expect(await plainOf(row(id, time), row('\u212a', time))).toEqual(without('record_id'));
});

test('nothing stays of an export that was cancelled or cannot be read', async () => {
	const stop = new AbortController();
	const cancelled = ingest(database, [csv(HEADER, 'a,b,c,d,e')], context, {
		signal: stop.signal,
		host: {
			yieldToEventLoop: async () => {
				stop.abort(new Error('cancelled'));
				stop.signal.throwIfAborted();
			},
		},
	});
	await expect(cancelled).rejects.toThrow('cancelled');
	const noTable = { name: 'a.csv', bytes: Buffer.from('<html>') };
	await expect(ingest(database, [noTable], context, { host })).rejects.toThrow('a web page');
	const [found] = await database.rows(
		"SELECT count(*) AS n FROM duckdb_databases() WHERE database_name LIKE 'part%'",
	);
	expect(found).toEqual({ n: 0 });
});
