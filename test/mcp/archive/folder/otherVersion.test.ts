import { appendFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { entriesOf, type Session, sessionsWithFolder } from '../../session';
import { type Json, manifestsIn, restated, restatedParts } from './restated';

const switches = { settingsAuditLog: 404 } as const;
const QUESTION = ['get_audit_log', { from: '2026-11-01', to: '2026-11-20', limit: 60 }] as const;
const OFFLINE = { ZOHO_AUDIT_OFFLINE: 'true' };
const NOTE = 'The Parquet files were made by another version';

let folder = '';
const opened = sessionsWithFolder((path) => (folder = path));

async function start(variables: Record<string, string> = {}): Promise<Session> {
	return await opened({ switches }, { ZOHO_AUDIT_ARCHIVE: folder, ...variables });
}

async function answerOf(variables: Record<string, string> = {}) {
	const one = await start(variables);
	const answer = await one.call(...QUESTION);
	await one.app.archive.settled();
	return answer;
}

const parquet = (): string[] =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.parquet'))
		.sort();

/** A part's files under other names. */
function renamed(part: Json, name: (table: string, digest: string) => string): Json[] {
	return (part['files'] as { stored: string; size: number; sha256: string }[]).map((file) => {
		const [id = '', table = '', rest = ''] = file.stored.split('-');
		const stored = `${id}-${name(table, rest.slice(0, 16))}`;
		renameSync(path.join(folder, file.stored), path.join(folder, stored));
		return { ...file, stored };
	});
}

/** As another version may have written what it says of rows, and which files can be compared. */
const VERSIONS: Readonly<Record<string, [change: (part: Json) => unknown, compared: number]>> = {
	'an earlier one, whose reading had less': [
		({ reading, ...part }) => {
			const { assumedOwner: _, ...less } = reading as Json;
			return { ...part, schema: 2, reading: less };
		},
		2,
	],
	'another schema, otherwise the same': [(part) => ({ ...part, schema: 5 }), 2],
	'the same number, and a field of another type': [(part) => ({ ...part, rows: 'many' }), 2],
	'other names of tables': [
		(part) => ({
			...{ export_id: part['export_id'], schema: 5 },
			files: renamed(part, (table, digest) => `${table}rows-${digest}.parquet`),
		}),
		2,
	],
	'one file of another database': [
		(part) => {
			const [first, second] = renamed(part, (table) => `${table}.duckdb`);
			rmSync(path.join(folder, String(second?.['stored'])));
			return { ...part, schema: 5, files: [first] };
		},
		1,
	],
	'files in another place': [
		({ files, export_id: id }) => {
			const [entries, texts] = files as Json[];
			return { export_id: id, schema: 'next', tables: { entries, more: [{ texts }] } };
		},
		2,
	],
	'no id where it was': [({ export_id: id, ...part }) => ({ of: [id], ...part }), 2],
	'no files': [
		({ files: _, ...part }) => {
			for (const name of parquet()) rmSync(path.join(folder, name));
			return { ...part, schema: 5, files: [] };
		},
		0,
	],
};

test.each(Object.entries(VERSIONS))(
	'rows that another version has kept are read anew from the files: %s',
	async (_, [change, compared]) => {
		const expected = entriesOf(await answerOf());
		restatedParts(folder, change);
		const before = parquet();
		const others = readdirSync(folder);
		const checked = await verifyFolder(folder);
		expect(checked.findings).toEqual([]);
		expect(checked.remarks).toEqual([
			`The Parquet files of 1 exports were made by another version, which names ${compared} of them with their SHA-256.`,
		]);
		const offline = await answerOf(OFFLINE);
		expect(entriesOf(offline)).toEqual(expected);
		expect(offline.text.split(NOTE)).toHaveLength(2);
		expect(offline.text).toContain('sync of this version makes them anew.');
		expect(readdirSync(folder)).toEqual(others);
		// An edited file is found as if this version had made it.
		if (compared > 0) {
			appendFileSync(path.join(folder, before[0] ?? readFirst()), 'x');
			expect((await verifyFolder(folder)).findings).toHaveLength(1);
		}
		const writer = await answerOf();
		expect(entriesOf(writer)).toEqual(expected);
		expect(writer.text).toContain('They are made anew.');
		const next = await start();
		const again = await next.call(...QUESTION);
		expect([entriesOf(again), again.text.includes(NOTE)]).toEqual([expected, false]);
		await ArchiveFolder.open(folder, 'write');
		expect(await verifyFolder(folder)).toMatchObject({ findings: [], remarks: [] });
		expect(parquet()).toHaveLength(2);
		expect(readdirSync(folder).filter((name) => name.endsWith('.duckdb'))).toEqual([]);
	},
);

const readFirst = (): string => readdirSync(folder).find((name) => name.endsWith('.duckdb')) ?? '';

test('files that another version names without digests are not compared, which is said, and never removed', async () => {
	const expected = entriesOf(await answerOf());
	restatedParts(folder, ({ export_id: id, files }) => ({
		export_id: id,
		tables: Object.fromEntries((files as Json[]).map(({ stored }) => [stored, { rows: 1 }])),
		index: `${String(id)}-words.bin`,
	}));
	const [id = ''] = parquet()[0]?.split('-') ?? [];
	const index = `${id}-words.bin`;
	writeFileSync(path.join(folder, index), '');
	const kept = parquet();
	const remarks = [...kept, index].map((name) => `${name} is named by another version, without`);
	const compare = async (): Promise<void> => {
		const found = await verifyFolder(folder);
		expect(found.findings).toEqual([]);
		for (const remark of remarks) {
			expect(found.remarks).toContainEqual(expect.stringContaining(remark));
		}
	};
	await compare();
	await ArchiveFolder.open(folder, 'write');
	expect(parquet()).toEqual(kept);
	expect(entriesOf(await answerOf())).toEqual(expected);
	const writer = await ArchiveFolder.open(folder, 'write');
	expect((await writer.part(id))?.current).toBeDefined();
	expect(parquet()).toEqual(expect.arrayContaining(kept));
	await writer.removeBefore(Date.parse('2030-01-01T00:00:00Z'), 'sync --keep 30d', 0);
	expect(readdirSync(folder)).toEqual(expect.arrayContaining([...kept, index]));
	expect(await writer.all()).toEqual([]);
});

test('content of another kind leaves the exports as they are, and its files', async () => {
	const expected = entriesOf(await answerOf());
	const kept = `4876876000000990000-9-${'0'.repeat(16)}.csv`;
	writeFileSync(path.join(folder, kept), '');
	restated(folder, (manifest) => ({ ...manifest, words: { [kept]: [1, null] }, note: 'x' }));
	expect(entriesOf(await answerOf(OFFLINE))).toEqual(expected);
	await ArchiveFolder.open(folder, 'write');
	expect(readdirSync(folder)).toContain(kept);
	expect(await verifyFolder(folder)).toMatchObject({
		findings: [],
		remarks: [expect.stringContaining(`${kept} is named by another version`)],
	});
});

test('a manifest in a newer form says that the server is to be updated, and nothing is written or removed', async () => {
	await answerOf();
	const last = manifestsIn(folder).at(-1) ?? '';
	const left = `4876876000000990000-entries-${'0'.repeat(16)}.parquet`;
	writeFileSync(path.join(folder, left), '');
	restated(folder, (manifest) => {
		if (!('part' in manifest)) return manifest;
		const { number } = manifest;
		return { archive: 'zoho-crm-audit-log-archive/2', number, rows: { in: left } };
	});
	const before = readdirSync(folder);
	const sentence = `${last} was made by a newer version of this server (zoho-crm-audit-log-archive/2), so update it`;
	for (const variables of [{}, OFFLINE]) {
		const answer = await answerOf(variables);
		expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining(sentence)]);
	}
	expect(readdirSync(folder)).toEqual(before);
	const { findings } = await verifyFolder(folder);
	expect(findings[0]).toBe(`${sentence}.`);
	expect(findings).toContain(`${left} is in no manifest that can be read.`);
});

test.each([
	['an export without its start', 'export', (one: Json) => ({ ...one, started_at: null })],
	['an export whose file has no digest', 'export', (one: Json) => ({ ...one, files: [{}] })],
	['a part with a file elsewhere', 'part', elsewhere('../../etc/passwd')],
	['a part with a file in a folder', 'part', elsewhere('more/a.parquet')],
	['a part with a file on another drive', 'part', elsewhere('C:a.parquet')],
	['a part with the folder itself', 'part', elsewhere('..')],
])('what no version writes is refused: %s', async (_, kind, change) => {
	await answerOf();
	restated(folder, (manifest) =>
		kind in manifest ? { ...manifest, [kind]: change(manifest[kind] as Json) } : manifest,
	);
	const answer = await answerOf(OFFLINE);
	expect([answer.isError, answer.text]).toEqual([
		true,
		expect.stringMatching(
			kind === 'part' ? /names a file outside of the folder/ : /\d{8}\.json is no manifest/,
		),
	]);
	expect((await verifyFolder(folder)).findings).not.toEqual([]);
});

function elsewhere(stored: string): (part: Json) => Json {
	return (part) => ({ ...part, schema: 9, more: { stored, size: 1, sha256: '0'.repeat(64) } });
}
