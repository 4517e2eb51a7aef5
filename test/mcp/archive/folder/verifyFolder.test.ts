import {
	appendFileSync,
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { SCHEMA } from '../../../../mcp/archive/folder/keptPart';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { partialName } from '../../../../mcp/archive/savedFiles';
import { verify } from '../../../../mcp/commands/verify';
import { partOf } from '../../../parts';
import { runs } from '../../../runs';

jest.setTimeout(600_000);
let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LIMIT = Date.parse('2023-05-22T00:00:00Z');
const inFolder = (name: string): string => path.join(folder, name);
const csv = (id: number, file: number) => ({
	name: `${file}.csv`,
	bytes: Buffer.from(`Done By,Audited Time\nAna,day ${id} ${file}\n`),
});

/** Its rows in Parquet, as far as a look at the digests goes. */
async function keepPart(writer: ArchiveFolder, id: string): Promise<void> {
	const unread = { count: 0, named: [], skipped: [], footers: [], headers: [] };
	await writer.keepPart(id, undefined, async () => {
		const files = ['entries', 'texts'].map((table) => {
			const bytes = Buffer.from(`${table} of ${id}, ${'x'.repeat(60)}`);
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			const stored = `${id}-${table}-${sha256.slice(0, 16)}.parquet`;
			writeFileSync(inFolder(stored), bytes, { mode: 0o600 });
			return { stored, size: bytes.length, sha256 };
		});
		const facts = { schema: SCHEMA, read_as: '', reading: null, rows: 1, days: [], csvs: [] };
		return { export_id: id, ...facts, unread, files };
	});
}

/** Some days with one or two files each, kept by several processes; some in Parquet, and one removed as old. */
async function archiveOf(days: number): Promise<void> {
	for (const name of readdirSync(folder)) rmSync(inFolder(name), { recursive: true });
	const writers = await Promise.all(
		[1, 2].map(async () => await ArchiveFolder.open(folder, 'write')),
	);
	const facts = { createdById: '1', criteria: null, startedAt: '2026-05-22T00:00:00Z' };
	await Promise.all(
		Array.from({ length: days }, async (_, day) => {
			const files = Array.from({ length: 1 + (day % 2) }, (__, file) => csv(day, file));
			await writers[day % 2]?.keep({ ...facts, id: `${100 + day}`, files });
		}),
	);
	const [one] = writers;
	if (days > 3 && one) {
		await keepPart(one, '101');
		await one.keep({ ...facts, id: '99', startedAt: '2020-05-22T00:00:00Z', files: [csv(99, 0)] });
		await keepPart(one, '99');
		await keepPart(one, '102');
		expect(await one.removeBefore(LIMIT, 'sync --keep 3y', LIMIT + 1)).toEqual(['99']);
	}
	await writers[0]?.names.keep('/users', { status: 200, text: '{"users":[]}' });
}

const templates = mkdtempSync(path.join(tmpdir(), 'archives-'));
afterAll(() => rmSync(templates, { recursive: true }));

/** The same, made once. */
async function copyOf(days: number): Promise<void> {
	const template = path.join(templates, String(days));
	if (!existsSync(template)) {
		await archiveOf(days);
		cpSync(folder, template, { recursive: true });
	}
	rmSync(folder, { recursive: true });
	cpSync(template, folder, { recursive: true });
}

type Pick = (names: readonly string[]) => string;

/** Each changes the folder and says which names have to be found, one of them at least. */
const TAMPERINGS: Readonly<Record<string, (pick: Pick, at: number) => string[]>> = {
	edited(pick, at) {
		const name = pick(readdirSync(folder));
		const bytes = readFileSync(inFolder(name));
		const place = Math.floor(at * bytes.length);
		bytes[place] = (bytes[place] ?? 0) ^ (1 + Math.floor(at * 255));
		writeFileSync(inFolder(name), bytes);
		return [name];
	},
	shortened(pick, at) {
		const name = pick(readdirSync(folder));
		truncateSync(inFolder(name), Math.floor(at * readFileSync(inFolder(name)).length));
		return [name];
	},
	lengthened(pick) {
		const name = pick(readdirSync(folder).filter((some) => !some.endsWith('.json')));
		appendFileSync(inFolder(name), '\nAna,day 9\n');
		return [name];
	},
	swapped(pick) {
		const name = pick(readdirSync(folder));
		const other = pick(readdirSync(folder).filter((some) => some !== name));
		renameSync(inFolder(name), inFolder('between'));
		renameSync(inFolder(other), inFolder(name));
		renameSync(inFolder('between'), inFolder(other));
		return [name, other];
	},
	removed(pick) {
		// The answers about names change, and no manifest has them.
		const name = pick(readdirSync(folder).filter((some) => some !== 'names.json'));
		rmSync(inFolder(name));
		return [name];
	},
	'a day removed, with its manifest'(pick) {
		const name = pick(manifests());
		for (const { stored } of filesIn(name)) rmSync(inFolder(stored));
		rmSync(inFolder(name));
		return [name];
	},
	'a day removed, the others numbered anew'(pick) {
		const all = manifests();
		const name = pick(all.slice(0, -1));
		for (const { stored } of filesIn(name)) rmSync(inFolder(stored));
		all.slice(all.indexOf(name) + 1).forEach((later, index) => {
			renameSync(inFolder(later), inFolder(all[all.indexOf(name) + index] ?? ''));
		});
		return all.slice(all.indexOf(name));
	},
	added(pick, at) {
		const name = pick(readdirSync(folder));
		const names = ['note.txt', '00000099.json', `100-9-${'a'.repeat(16)}.csv`, '.hidden'];
		const added = names[Math.floor(at * names.length)] ?? '';
		copyFileSync(inFolder(name), inFolder(added));
		return [added];
	},
	'a folder added'() {
		mkdirSync(inFolder('more'));
		return ['more'];
	},
	linked(pick) {
		const name = pick(readdirSync(folder));
		renameSync(inFolder(name), `${folder}-elsewhere`);
		symlinkSync(`${folder}-elsewhere`, inFolder(name));
		return [name];
	},
	'a file and its digest edited'(pick) {
		const name = pick(manifests().filter((some) => exportIn(some)));
		const text = readFileSync(inFolder(name), 'utf8');
		writeFileSync(inFolder(name), text.replace('"created_by_id": "1"', '"created_by_id": "2"'));
		return [name];
	},
};

function manifests(): string[] {
	return readdirSync(folder)
		.filter((name) => /^\d{8}\.json$/.test(name))
		.sort();
}

interface Parsed {
	readonly export?: { readonly files: { stored: string }[] };
	readonly part?: Parsed['export'];
}

function exportIn(manifest: string): Parsed['export'] {
	return (JSON.parse(readFileSync(inFolder(manifest), 'utf8')) as Parsed).export;
}

function filesIn(manifest: string): { stored: string }[] {
	const { export: one, part } = JSON.parse(readFileSync(inFolder(manifest), 'utf8')) as Parsed;
	return ((one ?? part)?.files ?? []).filter(({ stored }) => existsSync(inFolder(stored)));
}

test('whatever was edited, swapped, removed or added is found, with its name', async () => {
	const part = partOf(0.999);
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...Object.keys(TAMPERINGS)),
			fc.integer({ min: 2, max: 6 }),
			fc.array(part, { minLength: 3, maxLength: 3 }),
			async (kind, days, parts) => {
				rmSync(`${folder}-elsewhere`, { force: true });
				await copyOf(days);
				let next = 0;
				const pick: Pick = (all) => all[Math.floor((parts[next++] ?? 0) * all.length)] ?? '';
				const names = TAMPERINGS[kind]?.(pick, parts[2] ?? 0) ?? [];
				const { findings } = await verifyFolder(folder);
				expect(names.filter((name) => findings.some((line) => line.includes(name)))).not.toEqual(
					[],
				);
			},
		),
		// The name of the newest manifest, which says the same without its line end.
		{ numRuns: runs(40), examples: [['shortened', 2, [0.72, 0, 0.99]]] },
	);
	rmSync(`${folder}-elsewhere`, { force: true });
});

test('nothing is found where nothing was changed, also where processes were killed', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 8 }),
			fc.boolean(),
			fc.boolean(),
			async (days, isLeft, isBehind) => {
				await archiveOf(days);
				if (isLeft) writeFileSync(inFolder(partialName('00000009.json')), '{');
				if (isBehind && days === 1) rmSync(inFolder('head.json'));
				else if (isBehind) {
					const head = readFileSync(inFolder('head.json'), 'utf8');
					const last = manifests().at(-1) ?? '';
					const { before } = JSON.parse(readFileSync(inFolder(last), 'utf8')) as {
						before: string;
					};
					const { number } = JSON.parse(head) as { number: number };
					const text = `${JSON.stringify({ number: number - 1, sha256: before })}\n`;
					writeFileSync(inFolder('head.json'), text);
				}
				const found = await verifyFolder(folder);
				expect([found.findings, found.exports]).toEqual([[], days]);
				expect(manifests()[0]).toBe('00000001.json');
			},
		),
		{ numRuns: runs(10) },
	);
});

async function output(): Promise<[number, string]> {
	const lines: string[] = [];
	const code = await verify([folder], (line) => lines.push(line));
	return [code, lines.join('\n')];
}

test('the command says what is wrong, or which digest stands for all of it', async () => {
	expect(await output()).toEqual([2, expect.stringContaining('There is no export')]);
	await archiveOf(3);
	expect(await output()).toEqual([
		0,
		expect.stringMatching(
			/^The newest manifest is 00000003\.json, SHA-256 [0-9a-f]{64}\.\nVerified: 3 exports, 4 files, byte for byte\.$/,
		),
	]);
	rmSync(inFolder('00000003.json'));
	rmSync(inFolder('00000002.json'));
	const [code, text] = await output();
	expect(code).toBe(1);
	expect(text).toContain('Missing: 00000002.json, 00000003.json.');
	expect(text).toMatch(/Not verified\.$/);
});

test('one manifest that was edited is named alone', async () => {
	await archiveOf(5);
	const name = inFolder('00000003.json');
	writeFileSync(name, readFileSync(name, 'utf8').replace(/"before": "./, '"before": "x'));
	expect((await verifyFolder(folder)).findings).toEqual([
		'00000003.json is not as 00000004.json has it: it was edited.',
	]);
});

test('what was removed because it was old is said with when and why, and nothing is missed', async () => {
	await archiveOf(5);
	const { findings, remarks, exports } = await verifyFolder(folder);
	expect([findings, exports]).toEqual([[], 5]);
	expect(remarks).toEqual([
		expect.stringMatching(
			/^\d{8}\.json: 1 exports with nothing since 2023-05-22T00:00:00\.000Z were removed at 2023-05-22T00:00:00\.001Z \(sync --keep 3y\)\.$/,
		),
	]);
	expect(readdirSync(folder).filter((name) => name.startsWith('99-'))).toEqual([]);
	const again = await ArchiveFolder.open(folder, 'write');
	expect(await again.removeBefore(LIMIT, 'sync --keep 3y', LIMIT)).toEqual([]);
	expect(await again.find('99')).toBeUndefined();
});

test('an export whose removal a killed process had only written down is removed by the next one', async () => {
	await archiveOf(5);
	const name = readdirSync(folder).find((some) => some.startsWith('100-')) ?? '';
	const bytes = readFileSync(inFolder(name));
	const one = await ArchiveFolder.open(folder, 'write');
	await one.removeBefore(Date.parse('2026-05-22T00:00:00Z'), 'sync --keep 30d', LIMIT);
	writeFileSync(inFolder(name), bytes);
	const { findings, remarks } = await verifyFolder(folder);
	expect([findings, remarks]).toEqual([
		[],
		expect.arrayContaining([`${name} is to be removed, and is still there.`]),
	]);
	await ArchiveFolder.open(folder, 'write');
	expect(readdirSync(folder).filter((some) => /^\d+-/.test(some))).toEqual([]);
	// Zoho may still have it, and it is kept like any other.
	const facts = { createdById: '1', criteria: null, startedAt: '2026-05-22T00:00:00Z' };
	await one.keep({ ...facts, id: '100', files: [csv(100, 0)] });
	expect((await one.all()).map(({ id }) => id)).toEqual(['100']);
	expect((await verifyFolder(folder)).findings).toEqual([]);
});

test('an export that was removed while its rows were read leaves no rows', async () => {
	await archiveOf(2);
	const writer = await ArchiveFolder.open(folder, 'write');
	const other = await ArchiveFolder.open(folder, 'write');
	await other.removeBefore(Date.parse('2026-05-22T00:00:00Z'), 'sync --keep 30d', LIMIT);
	await keepPart(writer, '100');
	expect(readdirSync(folder).filter((some) => some.endsWith('.parquet'))).toEqual([]);
	expect((await verifyFolder(folder)).findings).toEqual([]);
});

test('the next process names the newest manifest, where one was killed before it did', async () => {
	await archiveOf(2);
	rmSync(inFolder('head.json'));
	await ArchiveFolder.open(folder, 'write');
	expect(await verifyFolder(folder)).toMatchObject({ findings: [], remarks: [] });
	expect(readdirSync(folder)).toContain('head.json');
});
