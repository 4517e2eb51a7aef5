import { createHash } from 'node:crypto';
import {
	appendFileSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Database } from '../../../../mcp/archive/database';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { entriesOf, type Session, sessionsWithFolder, type ToolAnswer } from '../../session';

const switches = { settingsAuditLog: 404 } as const;
const PERIOD = { from: '2026-11-01', to: '2026-11-20' } as const;
const FIRST = ['get_audit_log', { ...PERIOD, limit: 200, detail: 'full' }] as const;
const CALLS: readonly (readonly [string, Record<string, unknown>])[] = [
	FIRST,
	['get_audit_log', { ...PERIOD, user: 'Ana', text: 'e' }],
	['get_audit_log', { ...PERIOD, record: 'a', order: 'oldest' }],
	['summarize_audit_log', { ...PERIOD, group_by: ['user', 'action'] }],
	['summarize_audit_log', { ...PERIOD, group_by: ['record'] }],
	['summarize_audit_log', { ...PERIOD, group_by: ['module', 'day', 'hour'] }],
];

let folder = '';
const opened = sessionsWithFolder((path) => (folder = path));

async function start(variables: Record<string, string> = {}, setup = {}): Promise<Session> {
	return await opened({ switches, ...setup }, { ZOHO_AUDIT_ARCHIVE: folder, ...variables });
}

/** A process whose exports are in the folder, with their parts. */
async function filled(setup = {}): Promise<Session> {
	const one = await start({}, setup);
	await one.call(...FIRST);
	await one.app.archive.settled();
	return one;
}

async function answers(of: Session): Promise<ToolAnswer['result'][]> {
	const all = [];
	for (const call of CALLS) {
		const answer = await of.call(...call);
		expect(answer.isError).toBe(false);
		all.push(answer.result);
	}
	await of.app.archive.settled();
	return all;
}

/** Where it has rows: `part_` in memory, because it has read the files, `kept_` in the folder. */
async function tables(of: Session): Promise<string[]> {
	const sql = 'SELECT DISTINCT database_name AS name FROM duckdb_databases()';
	const names = (await of.app.archive.database.rows(sql)).map(({ name }) => String(name));
	return names.flatMap((name) => /^(?:part|kept)_/.exec(name)?.[0] ?? []);
}

const parts = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.parquet'));
const OFFLINE = { ZOHO_AUDIT_OFFLINE: 'true' };

test('a new process answers everything from the parts as from the files, which it does not read', async () => {
	const expected = await answers(await filled());
	expect(parts()).toHaveLength(2);
	for (const name of parts()) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
	const next = await start();
	expect(await answers(next)).toEqual(expected);
	expect(await tables(next)).toEqual(['kept_']);
	expect((await verifyFolder(folder)).findings).toEqual([]);
});

test('what of the files is no row is reported from the parts too', async () => {
	const setup = { switches: { ...switches, csvFooter: ['Total: 7'] } };
	const expected = await answers(await filled(setup));
	const next = await start({}, setup);
	expect(await answers(next)).toEqual(expected);
	expect(await tables(next)).toEqual(['kept_']);
});

test.each([
	['is missing', (file: string) => rmSync(file)],
	['ends early', (file: string) => truncateSync(file, 200)],
	['was lengthened', (file: string) => appendFileSync(file, 'x')],
	[
		'was edited so that it can be read',
		(file: string) => {
			const text = readFileSync(file, 'latin1').replace('DuckDB version', 'DuckXB version');
			writeFileSync(file, Buffer.from(text, 'latin1'));
		},
	],
])(
	'a part that %s is not used: the files are, a note says so, and it is made anew',
	async (_, damage) => {
		await filled();
		const before = parts();
		damage(path.join(folder, before[0] ?? ''));
		const findings = (await verifyFolder(folder)).findings;
		expect(findings).toEqual([expect.stringContaining(before[0] ?? '')]);
		const reader = await start(OFFLINE);
		const noted = await reader.call(...FIRST);
		expect(noted.text).toContain('is not as it was kept');
		expect(noted.text).not.toContain('made anew');
		expect(await tables(reader)).toEqual(['part_']);
		const next = await start();
		const answer = await next.call(...FIRST);
		expect(entriesOf(answer)).toEqual(entriesOf(noted));
		expect(answer.text).toContain('It is made anew.');
		await next.app.archive.settled();
		// The one before is removed by the next that opens the folder.
		await ArchiveFolder.open(folder, 'write');
		expect(parts()).toHaveLength(2);
		expect((await verifyFolder(folder)).findings).toEqual([]);
		const last = await start();
		expect((await last.call(...FIRST)).text).not.toContain('not as it was kept');
		expect(await tables(last)).toEqual(['kept_']);
	},
);

test('a process goes on when another one has made a part anew', async () => {
	await filled();
	const reader = await start(OFFLINE);
	const before = await answers(reader);
	const [file] = parts();
	appendFileSync(path.join(folder, file ?? ''), 'x');
	const other = await start();
	await answers(other);
	await ArchiveFolder.open(folder, 'write');
	expect(await answers(reader)).toEqual(before);
});

test('a process uses the other files that another one has put in the place of a part', async () => {
	const it = await start();
	const expected = await answers(it);
	const used = await start(OFFLINE);
	expect(await answers(used)).toEqual(await answers(await start(OFFLINE)));
	const writer = await ArchiveFolder.open(folder, 'write');
	const [id = ''] = (await writer.all()).map((one) => one.id);
	const before = await writer.part(id);
	const kept = before?.current;
	if (!kept) throw new Error('no part');
	const database = new Database(folder);
	await writer.keepPart(id, before, async () => {
		const files = [];
		for (const { stored } of kept.files) {
			const [, table] = stored.split('-');
			const made = path.join(folder, `${id}-${table}-${'0'.repeat(16)}.parquet`);
			// The same rows otherwise written.
			await database.run(
				`COPY (SELECT * FROM read_parquet('${path.join(folder, stored)}')) TO '${made}' (FORMAT parquet, COMPRESSION gzip)`,
			);
			const bytes = readFileSync(made);
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			const name = `${id}-${table}-${sha256.slice(0, 16)}.parquet`;
			renameSync(made, path.join(folder, name));
			files.push({ stored: name, size: bytes.length, sha256 });
		}
		return { ...kept, files };
	});
	await database.close();
	await ArchiveFolder.open(folder, 'write');
	expect(parts()).toHaveLength(2);
	expect(parts()).not.toContain(kept.files[0]?.stored);
	expect(await answers(it)).toEqual(expected);
	expect((await used.call(...FIRST)).isError).toBe(false);
	expect(await tables(used)).toEqual(['kept_']);
});

test('what was read with other settings is not used, and not replaced', async () => {
	await filled();
	const before = parts();
	const other = await start({ ZOHO_AUDIT_FILE_TIME_ZONE: 'Asia/Tokyo' });
	await answers(other);
	expect(await tables(other)).toEqual(['part_']);
	expect(parts()).toEqual(before);
});

test('the database reaches the folder and nothing else', async () => {
	const { app } = await filled();
	const { database } = app.archive;
	const [file] = parts();
	const inside = path.join(folder, file ?? '');
	expect(await database.rows(`SELECT count(*) AS n FROM read_parquet('${inside}')`)).toHaveLength(
		1,
	);
	for (const sql of [
		"SELECT * FROM read_text('/etc/hostname')",
		`SELECT * FROM read_text('${folder}/../${path.basename(folder)}-other')`,
		"COPY (SELECT 1) TO '/tmp/outside.csv'",
		"SET allowed_directories = ['/']",
	]) {
		await expect(database.run(sql)).rejects.toThrow(/disabled/);
	}
});
