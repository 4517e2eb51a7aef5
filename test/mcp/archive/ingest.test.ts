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
