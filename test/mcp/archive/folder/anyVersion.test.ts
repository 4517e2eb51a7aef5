import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { SCHEMA } from '../../../../mcp/archive/folder/keptPart';
import { mentionedIn } from '../../../../mcp/archive/folder/statedPart';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { runs } from '../../../runs';
import { restatedParts } from './restated';

jest.setTimeout(600_000);
const ID = '4876876000000990001';
const template = mkdtempSync(path.join(tmpdir(), 'archive-'));
let folder = '';
beforeAll(async () => {
	const writer = await ArchiveFolder.open(template, 'write');
	const facts = { createdById: '1', criteria: null, startedAt: '2026-05-22T00:00:00Z' };
	for (const id of [ID, '100']) {
		const files = [{ name: 'a.csv', bytes: Buffer.from(`Done By\n${id}\n`) }];
		await writer.keep({ ...facts, id, files });
	}
	await keepPart(writer, template);
});
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** As this version would, in place of what there is. */
async function keepPart(writer: ArchiveFolder, where: string): Promise<void> {
	await writer.keepPart(ID, await writer.part(ID), async () => {
		const files = ['entries', 'texts'].map((table) => stored(where, `${ID}-${table}`, 'parquet'));
		const unread = { count: 0, named: [], skipped: [], footers: [], headers: [] };
		const facts = { read_as: '', reading: null, rows: 1, days: [], csvs: [], unread };
		return { export_id: ID, schema: SCHEMA, ...facts, files };
	});
}

function stored(where: string, name: string, ending: string) {
	const bytes = Buffer.from(`${name}.${ending}`);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const file = { stored: `${name}-${sha256.slice(0, 16)}.${ending}`, size: bytes.length, sha256 };
	writeFileSync(path.join(where, file.stored), bytes);
	return file;
}

type Files = readonly ReturnType<typeof stored>[];

/** Where another version may list its files. */
const PLACES: Readonly<Record<string, (files: Files) => object>> = {
	files: (files) => ({ files }),
	'one each': (files) => Object.fromEntries(files.map((file, index) => [`file${index}`, file])),
	deep: (files) => ({ tables: files.map((file) => ({ in: { more: [file] } })) }),
	'with more': (files) => ({ files: files.map((file) => ({ ...file, rows: 7, crc: null })) }),
};
const NAMES: Readonly<Record<string, (files: Files) => object>> = {
	none: () => ({}),
	texts: (files) => ({ index: files.map((file) => file.stored) }),
	keys: (files) => ({ index: Object.fromEntries(files.map((file) => [file.stored, 1])) }),
	'other digests': (files) => ({ list: files.map((file) => ({ stored: file.stored, md5: 'x' })) }),
};
const TABLES = ['entries', 'rows', 'texts', 'words', 'index'];
const ENDINGS = ['parquet', 'duckdb', 'bin'];

test('whatever another version says of rows, the evidence stays, its files stay, and this one can follow it', async () => {
	const question = fc.record({
		shape: fc.dictionary(fc.string({ maxLength: 9 }), fc.jsonValue({ maxDepth: 3 }), {
			maxKeys: 5,
		}),
		schema: fc.oneof(fc.integer(), fc.constant(SCHEMA), fc.string(), fc.constant(undefined)),
		hasId: fc.boolean(),
		listed: fc.uniqueArray(fc.constantFrom(...TABLES), { maxLength: 4 }),
		named: fc.uniqueArray(fc.constantFrom(...TABLES), { maxLength: 2 }),
		ending: fc.constantFrom(...ENDINGS),
		place: fc.constantFrom(...Object.keys(PLACES)),
		how: fc.constantFrom(...Object.keys(NAMES)),
		edited: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(question, async (it) => {
			rmSync(folder, { recursive: true });
			cpSync(template, folder, { recursive: true });
			for (const name of readdirSync(folder).filter((some) => some.endsWith('.parquet'))) {
				rmSync(path.join(folder, name));
			}
			const listed = it.listed.map((table) => stored(folder, `${ID}-${table}`, it.ending));
			const named =
				it.how === 'none' ? [] : it.named.map((name) => stored(folder, `${ID}-${name}`, 'idx'));
			const part = {
				...it.shape,
				...{ ...(it.hasId && { export_id: ID }), schema: it.schema },
				...(!it.hasId && { of: ID }),
				...PLACES[it.place]?.(listed),
				...NAMES[it.how]?.(named),
			};
			restatedParts(folder, () => part);
			const all = readdirSync(folder).sort();
			const clean = await verifyFolder(folder);
			expect([clean.findings, clean.exports, clean.files]).toEqual([[], 2, 2 + listed.length]);
			for (const { stored: name } of named) {
				expect(clean.remarks).toContainEqual(expect.stringContaining(`${name} is named by`));
			}
			const reader = await ArchiveFolder.open(folder, 'read');
			expect((await reader.all()).map(({ id }) => id)).toEqual([ID, '100']);
			expect((await reader.find(ID))?.files.map(({ bytes }) => String(bytes))).toEqual([
				`Done By\n${ID}\n`,
			]);
			expect((await reader.part(ID))?.current).toBeUndefined();
			const writer = await ArchiveFolder.open(folder, 'write');
			expect(readdirSync(folder).sort()).toEqual(all);
			const [first] = listed;
			if (first && it.edited) {
				writeFileSync(path.join(folder, first.stored), 'edited');
				const { findings } = await verifyFolder(folder);
				expect(findings).toEqual([`${first.stored} is not as its manifest has it.`]);
			}
			await keepPart(writer, folder);
			await ArchiveFolder.open(folder, 'write');
			const after = await verifyFolder(folder);
			expect([after.findings, after.files]).toEqual([[], 4]);
			expect((await writer.part(ID))?.current).toBeDefined();
			const names = readdirSync(folder);
			expect(names).toEqual(expect.arrayContaining(named.map((file) => file.stored)));
			// What could be compared was known, and is gone, unless this version's file has the same name.
			const left = listed.filter((file) => names.includes(file.stored));
			expect(left.filter(({ stored: name }) => !/-(entries|texts)-.*parquet$/.test(name))).toEqual(
				[],
			);
		}),
		{ numRuns: runs(40) },
	);
});

test('what is nested more deeply than calls may be is read to its end', () => {
	const text = `${'['.repeat(200_000)}"${ID}-words.bin"${']'.repeat(200_000)}`;
	expect(mentionedIn('00000001.json', JSON.parse(text)).names).toEqual([`${ID}-words.bin`]);
});
