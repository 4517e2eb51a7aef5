import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { EventIds } from '../../../shared/entries/eventIds';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { readEntries } from '../../../shared/reading/readEntries';
import { context } from '../../bench/context';
import { zipFile } from '../../oracles/zipFile';
import { counts, entriesOf as read, HEADER } from './entriesOf';

test('a row becomes an entry in the words of the timeline, with everything else under raw', async () => {
	const text =
		'Done By,Action,Module,Record Name,Related Module,Related Name,Account Name,Audited Time,Record ID,Field,Old Value,New Value,Pipeline\r\n' +
		'Ana Lopez,updated,Deal,"Acme, ""big""",Contacts,王芳,Acme,05/21/2026 12:49 PM,4876876001,Stage,Open,Closed Won,Standard\r\n';
	expect(await read([text])).toEqual([
		{
			event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
			audited_time: '2026-05-21T12:49:00-04:00',
			action: 'updated',
			source: null,
			module: 'Deals',
			done_by: { id: '48768761000', name: 'Ana Lopez' },
			record: { id: '4876876001', name: 'Acme, "big"' },
			related_module: 'Contacts',
			related_record: { id: null, name: '王芳' },
			account_name: 'Acme',
			field_history: [{ api_name: null, field_label: 'Stage', old: 'Open', new: 'Closed Won' }],
			record_url: 'https://crm.zoho.com/crm/org20001/tab/Potentials/4876876001',
			raw: {
				'Done By': 'Ana Lopez',
				Action: 'updated',
				Module: 'Deal',
				'Record Name': 'Acme, "big"',
				'Related Module': 'Contacts',
				'Related Name': '王芳',
				'Account Name': 'Acme',
				'Audited Time': '05/21/2026 12:49 PM',
				'Record ID': '4876876001',
				Field: 'Stage',
				'Old Value': 'Open',
				'New Value': 'Closed Won',
				Pipeline: 'Standard',
			},
		},
	]);
	const [lean] = await read([text], {}, { withRaw: false });
	expect(lean).not.toHaveProperty('raw');
});

test('headers that are empty, doubled, __proto__ or constructor are own properties of raw', async () => {
	const [entry] = await read(['Time,,,__proto__,constructor,X,X\n2026-05-21T12:49Z,a,b,c,d,e,f\n']);
	const raw = entry?.raw ?? {};
	expect(Object.entries(raw)).toEqual([
		['Time', '2026-05-21T12:49Z'],
		['', 'a'],
		[' (2)', 'b'],
		['__proto__', 'c'],
		['constructor', 'd'],
		['X', 'e'],
		['X (2)', 'f'],
	]);
	expect(Object.getPrototypeOf(raw)).toBe(Object.prototype);
	expect({}).not.toHaveProperty('c');
});

test('a file with a header alone has no entries; one without a time column is refused and shows its header', async () => {
	expect(await read([`${HEADER}\n`])).toEqual([]);
	await expect(read(['Done By,Acción\na,b\n'])).rejects.toThrow('Its header is: Done By, Acción.');
	await expect(read([''])).rejects.toThrow('nothing in place of the file');
});

test('a row whose time cannot be read is kept whatever the period, without a time, and counted', async () => {
	const text = `${HEADER}\nAna,updated,Deals,x,31/12/2026 1:00 PM\nBen,updated,Deals,x,05/21/2026 1:00 PM\n`;
	const entries = await read([text], { from: '2026-06-01T00:00:00Z' });
	expect(entries.map(({ audited_time }) => audited_time)).toEqual([null]);
	expect(counts).toMatchObject({ read: 2, withoutTime: 1 });
});

test('a row that another part of the filter drops is not counted as one without a time', async () => {
	const text = `${HEADER}\nAna,updated,Deals,x,31/12/2026 1:00 PM\n`;
	expect(await read([text], { actions: ['deleted'] })).toEqual([]);
	expect(counts).toMatchObject({ read: 1, withoutTime: 0 });
});

test.each<[AuditLogFilter, string[]]>([
	[{ users: ['ana'] }, ['1', '3']],
	[{ users: ['48768761001'] }, ['2']],
	[{ modules: ['Potentials'] }, ['1', '2']],
	[{ actions: ['owner_reassigned', 'DELETED'] }, ['2', '3']],
	[{ record: 'second' }, ['2']],
	[{ text: 'LEADS third' }, ['3']],
	[{ from: '2026-05-21T12:50:00-04:00' }, ['2', '3']],
	[{ from: '2026-05-21T12:49:30-04:00', to: '2026-05-21T12:51:00-04:00' }, ['1', '2']],
	[{ users: ['ana'], actions: ['deleted'], text: '"third"' }, ['3']],
])('the filter %j keeps rows %j', async (filter, kept) => {
	const text =
		'No,Done By,Action,Module,Record Name,Audited Time\n' +
		'1,Ana Lopez,updated,Deals,first,05/21/2026 12:49 PM\n' +
		'2,Ben Ito,Owner Reassigned,Deal,"sec""ond second",05/21/2026 12:50 PM\n' +
		'3,Ana Lopez,deleted,Leads,"a ""third""",05/21/2026 12:51 PM\n';
	const entries = await read([text], filter);
	expect(entries.map(({ raw }) => raw?.['No'])).toEqual(kept);
});

test('user ids in the file tell users apart, whatever their names', async () => {
	const text =
		'Done By,User ID,Audited Time\nAna Lopez,7,2026-05-21T12:49Z\nAna Lopez,,2026-05-21T12:49Z\n';
	expect((await read([text])).map(({ done_by }) => done_by?.id)).toEqual(['7', '48768761000']);
	expect(await read([text], { users: ['48768761000'] })).toHaveLength(1);
});

test('a kept entry keeps its own row alive and not the rows around it', async () => {
	const lines = Array.from(
		{ length: 60_000 },
		(_, row) => `Ana,updated,Deals,A record with a rather long name ${row},05/21/2026 1:00 PM`,
	);
	const text = Buffer.from([HEADER, ...lines].join('\n'));
	const before = heapUsed();
	// One in a hundred, spread over the whole file.
	const kept = await read([text], { record: '77' }, { withRaw: false });
	const bytes = (heapUsed() - before) / kept.length;
	expect(kept.length).toBeGreaterThan(600);
	expect(bytes).toBeLessThan(1_500);
});

test('a cancelled reading ends with the reason, in the middle of a file', async () => {
	const cancel = new AbortController();
	const reason = new Error('enough');
	const text = `${HEADER}\n${'Ana,updated,Deals,x,05/21/2026 1:00 PM\n'.repeat(5000)}`;
	cancel.abort(reason);
	await expect(read([text], {}, { signal: cancel.signal })).rejects.toBe(reason);
	const packed = zipFile({ members: [{ name: 'a.csv', content: Buffer.from(text) }] });
	await expect(read([packed], {}, { signal: cancel.signal })).rejects.toBe(reason);
});

test('nothing of a damaged file is given, even when the damage is at its end', async () => {
	const text = `${HEADER}\n${'Ana,updated,Deals,x,05/21/2026 1:00 PM\n'.repeat(5000)}Ana,"upd`;
	const seen: unknown[] = [];
	const reading = async (): Promise<void> => {
		const batches = readEntries([{ name: 'a.csv', bytes: Buffer.from(text) }], {
			...{ filter: entryFilter({}, context), context, ids: new EventIds(), counts, withRaw: false },
			...{ sleep: async () => undefined, ticks: () => performance.now() },
		});
		for await (const batch of batches) seen.push(batch);
	};
	await expect(reading()).rejects.toThrow(
		'The file a.csv is damaged: a quote is never closed (line 5002, byte 195051). Download the export again.',
	);
	expect(seen).toEqual([]);
});

function heapUsed(): number {
	setFlagsFromString('--expose-gc');
	runInNewContext('gc')();
	return process.memoryUsage().heapUsed;
}

test('a cell of half a megabyte, for which memory moves, changes nothing for the rows around it', async () => {
	const row = (number: number, name: string): string =>
		`Ana Lopez,updated,Leads,${name} ${number},05/21/2026 0${1 + (number % 9)}:4${number % 10} PM\n`;
	const long = 'x'.repeat(500_000);
	const rows = Array.from({ length: 300 }, (_, number) =>
		row(number, number % 50 === 20 ? long : number % 3 === 0 ? 'wanted' : 'other'),
	);
	const plain = rows.map((line) => line.replace(long, 'short'));
	const names = (entries: readonly AuditLogEntry[]): (string | undefined)[] =>
		entries.map(({ record }) => record?.name?.replace(long, 'short'));
	for (const filter of [{}, { text: 'leads' }, { text: 'wanted' }, { record: 'wanted' }]) {
		const expected = names(await read([`${HEADER}\n${plain.join('')}`], filter));
		expect(names(await read([`${HEADER}\n${rows.join('')}`], filter))).toEqual(expected);
	}
});
