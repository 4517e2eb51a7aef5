import { csvFilesIn } from '../../../shared/files/exportFile';
import type { SkippedMember } from '../../../shared/files/rows/unreadRows';
import { bytesOf, host } from '../../oracles/read';
import { type Member, zipFile } from '../../oracles/zipFile';

const CSV = bytesOf('Time,Action,Module\na,b,c\n');
const log: Member = { name: 'AuditLog_1.csv', content: CSV };
const member = (name: string, content: string | Uint8Array): Member => ({
	name,
	content: bytesOf(content),
});

async function read(members: readonly Member[], padding = 0) {
	const bytes = Buffer.concat([zipFile({ members }), Buffer.alloc(padding, padding % 2 ? ' ' : 0)]);
	const skipped: SkippedMember[] = [];
	const onSkipped = (each: SkippedMember): void => void skipped.push(each);
	const names: string[] = [];
	for await (const { name } of csvFilesIn({ name: 'a.zip', bytes }, { ...host, onSkipped }))
		names.push(name);
	return {
		names,
		skipped: skipped.map(({ name, holds, isLoss }) => `${name}: ${holds}${isLoss ? '!' : ''}`),
	};
}

test.each([
	[
		member('__MACOSX/._AuditLog_1.csv', Uint8Array.of(0, 5, 0x16, 7)),
		'._AuditLog_1.csv: metadata of macOS',
	],
	[member('README', 'Hello, this is the log.\nIt has, as you see, rows.\n'), 'README: a text'],
	[member('README', 'Made by Jane, of Acme\nSee the docs, page 1\n'), 'README: a text!'],
	[member('a.pdf', '%PDF-1.7\n'), 'a.pdf: a PDF'],
	[member('b.csv', '%PDF-1.7\n'), 'b.csv: a PDF!'],
	[member('empty', ''), 'empty: nothing'],
	[member('AuditLog_2.csv', ' \n'), 'AuditLog_2.csv: nothing!'],
	[member('AuditLog_2.csv', '<html>Sign in'), 'AuditLog_2.csv: a web page!'],
	[member('error', '{"code":"X"}'), 'error: a JSON answer!'],
	[member('noise', Uint8Array.of(1, 0xff, 2, 0x80)), 'noise: no text that can be read!'],
])('%# what is no CSV is skipped and reported beside one', async (other, said) => {
	expect(await read([log, other])).toEqual({ names: ['AuditLog_1.csv'], skipped: [said] });
	await expect(read([other])).rejects.toThrow('The archive a.zip holds no CSV, but ');
});

test('a member that says that there are no entries holds none, and is no damage', async () => {
	const none = member('AuditLog_2.csv', '"No records found."\r\n');
	const skipped = ['AuditLog_2.csv: a sentence that there are no entries'];
	expect(await read([log, none])).toEqual({ names: ['AuditLog_1.csv'], skipped });
	expect(await read([none])).toEqual({ names: [], skipped });
	const other = member('AuditLog_2.csv', 'No records found, because the export failed.\r\n');
	expect((await read([log, other])).names).toHaveLength(2);
});

test.each(['AuditLog', '.DS_Store', 'README.txt', '__MACOSX/._x'])(
	'a CSV is read whatever its name: %s',
	async (name) => {
		expect((await read([{ name, content: CSV }])).names).toHaveLength(1);
		const header = 'Done By,Action,Module,Audited Time\n';
		expect((await read([log, member(name, header)])).names).toHaveLength(2);
	},
);

test.each([1, 2, 511, 512, 100_000])(
	'%i bytes of padding after the end change nothing',
	async (padding) => {
		expect(await read([log], padding)).toEqual({ names: ['AuditLog_1.csv'], skipped: [] });
	},
);

test('anything else after the end is refused', async () => {
	const bytes = Buffer.concat([zipFile({ members: [log] }), Buffer.from('  x  ')]);
	const reading = async (): Promise<void> => {
		for await (const _ of csvFilesIn({ name: 'a.zip', bytes }, host)) break;
	};
	await expect(reading()).rejects.toThrow('its end is missing');
});
