import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Archive } from '../../../../mcp/archive/archive';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string): string => path.join(folder, name);

/** Two exports, of which the second one has the newest manifest. */
async function archive(): Promise<ArchiveFolder> {
	const writer = await ArchiveFolder.open(folder, 'write');
	for (const id of ['1', '2']) {
		const files = [{ name: 'a.csv', bytes: Buffer.from(`Done By\nAna ${id}`) }];
		const startedAt = '2026-05-22T00:00:00+02:00';
		await writer.keep({ id, startedAt, createdById: null, criteria: null, files });
	}
	return writer;
}

function edit(name: string, change: (text: string) => string): void {
	writeFileSync(inFolder(name), change(readFileSync(inFolder(name), 'utf8')));
}

const export3 = {
	...{ id: '3', startedAt: '2026-05-23T00:00:00+02:00', createdById: null, criteria: null },
	files: [{ name: 'a.csv', bytes: Buffer.from('Done By\nAna 3') }],
};

test.each([
	['the newest manifest is missing', () => rmSync(inFolder('00000002.json'))],
	[
		'the newest manifest is missing and its name was edited',
		() => {
			rmSync(inFolder('00000002.json'));
			edit('head.json', (text) => `${text.trimEnd()} `);
		},
	],
	[
		'the newest manifest was edited, and its name as well',
		() => {
			edit('00000002.json', (text) => text.replace('2026-05-22', '2026-05-21'));
			edit('head.json', (text) => `${text.trimEnd()} `);
		},
	],
	['the name of the newest manifest was edited', () => edit('head.json', () => '')],
])(
	'what was edited stays as it is, and is found, when a process opens the folder for writing: %s',
	async (_, tamper) => {
		await archive();
		tamper();
		const before = await verifyFolder(folder);
		expect(before.findings).not.toEqual([]);
		const names = readdirSync(folder);
		const writer = await ArchiveFolder.open(folder, 'write');
		await writer.keep(export3).catch(() => undefined);
		expect(readdirSync(folder)).toEqual(expect.arrayContaining(names));
		expect((await verifyFolder(folder)).findings).toEqual(expect.arrayContaining(before.findings));
	},
);

test('an export that is not kept for that says why', async () => {
	await archive();
	rmSync(inFolder('00000002.json'));
	const open = ArchiveFolder.open(folder, 'write');
	const server = new Archive(1_000_000, async () => await open, folder);
	await server.keep('3', async () => await Promise.resolve(export3));
	expect(server.whyUnkept('3')).toBe('00000002.json is missing, which head.json names');
});

test('no file is removed that is called after no export, whatever a part of another version names', async () => {
	await archive();
	const stored = '2026-report.xlsx';
	writeFileSync(inFolder(stored), 'mine');
	const file = { stored, size: 4, sha256: createHash('sha256').update('mine').digest('hex') };
	append({ part: { export_id: '1', schema: 9, files: [file] } });
	append({ part: { export_id: '1', schema: 9, files: [] } });
	await ArchiveFolder.open(folder, 'write');
	expect(readdirSync(folder)).toContain(stored);
});

/** A manifest after the others, as another version might have written it. */
function append(content: object): void {
	const head = JSON.parse(readFileSync(inFolder('head.json'), 'utf8')) as {
		readonly number: number;
		readonly sha256: string;
	};
	const number = head.number + 1;
	const rest = { number, before: head.sha256, ...content };
	const text = JSON.stringify({ archive: 'zoho-crm-audit-log-archive/1', ...rest });
	writeFileSync(inFolder(`${String(number).padStart(8, '0')}.json`), text);
	const sha256 = createHash('sha256').update(text).digest('hex');
	edit('head.json', () => `${JSON.stringify({ number, sha256 })}\n`);
}
