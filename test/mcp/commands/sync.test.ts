import {
	appendFileSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ArchiveFolder } from '../../../mcp/archive/folder/archiveFolder';
import { verifyFolder } from '../../../mcp/archive/folder/verifyFolder';
import { readConfig } from '../../../mcp/config/config';
import { commandLine } from '../../../mcp/config/commandLine';
import { htmlPage } from '../../zoho/faults';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho, type ZohoSetup } from '../../zoho/zoho';
import { runs } from '../../runs';
import { restatedParts } from '../archive/folder/restated';
import { bundledServer, hosted, running, until } from '../bundle';
import { environment, session } from '../session';

jest.setTimeout(180_000);
/** Pauses are so much shorter where nothing is about a process. */
const SPEED = 20;
const DAYS_MS = 86_400_000;
const cli = bundledServer();
let folder = '';
let zoho: Zoho;
let served: ZohoServer | undefined;

async function start(setup: ZohoSetup = {}): Promise<Record<string, string>> {
	zoho = createZoho({ entries: 600, days: 380, jobSeconds: 0, ...setup });
	served = await serveZoho(zoho);
	return environment(zoho, served.url);
}

beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'archive-'))));
afterEach(async () => {
	await served?.close();
	served = undefined;
	rmSync(folder, { recursive: true, force: true });
});

const argsSince = (days: number): string[] => {
	const since = new Date(Date.now() - days * DAYS_MS).toISOString();
	return ['sync', '--archive', folder, '--since', since];
};

async function synced(env: Record<string, string>, args: string[]) {
	const { output, ended } = hosted(cli, args, env, [], SPEED);
	return { code: await ended, ...output };
}

/** How many entries the folder holds of these days, without any connection; and whether it has all days. */
async function heldOf(days: number): Promise<{ total: unknown; lacks: boolean }> {
	const reader = await session(
		{ now: () => Date.now() },
		{ ZOHO_AUDIT_ARCHIVE: folder, ZOHO_AUDIT_OFFLINE: 'true' },
	);
	reader.clock.now = Date.now();
	const from = new Date(Date.now() - days * DAYS_MS).toISOString();
	const answer = await reader.call('summarize_audit_log', { from, group_by: ['day'] });
	await reader.close();
	const lacks = answer.isError || answer.text.includes('The archive holds nothing');
	return { total: answer.result['total_matched'], lacks };
}

/** Written by a process that was killed before the manifest: the next one removes it. */
const isLeft = (line: string): boolean =>
	/^\d+-(\d+|entries|texts)-[0-9a-f]{16}\.\w+ is in no manifest\.$/.test(line);

const created = (): number =>
	zoho.requests.filter(({ operation }) => operation === 'createExport').length;

test('everything of the period is in the folder, in windows, and a second time only what is new', async () => {
	const env = await start();
	const { code, stdout, stderr } = await synced(env, argsSince(399));
	expect([code, stderr]).toEqual([0, expect.stringContaining('0 of 3 windows')]);
	expect(stdout).toMatch(/^Complete from .* of 3 windows added/);
	expect(await heldOf(398)).toEqual({ total: zoho.log.length, lacks: false });
	const before = created();
	// Zoho's times are whole seconds: within the same one there is nothing new.
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	const again = await synced(env, argsSince(399));
	expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('of 1 windows added')]);
	expect(created()).toBe(before + 1);
	expect(await heldOf(398)).toEqual({ total: zoho.log.length, lacks: false });
});

test('the rows are kept in Parquet, and --rebuild makes them anew', async () => {
	const env = await start();
	await synced(env, argsSince(399));
	const parquet = (): string[] =>
		readdirSync(folder)
			.filter((name) => name.endsWith('.parquet'))
			.sort();
	const before = parquet();
	expect(before).toHaveLength(6);
	for (const name of before) appendFileSync(path.join(folder, name), 'x');
	expect((await verifyFolder(folder)).findings).toHaveLength(6);
	expect((await synced(env, [...argsSince(399), '--rebuild'])).code).toBe(0);
	await ArchiveFolder.open(folder, 'write');
	expect((await verifyFolder(folder)).findings).toEqual([]);
	expect(parquet().length).toBeGreaterThanOrEqual(6);
	expect(await heldOf(398)).toEqual({ total: zoho.log.length, lacks: false });
});

test('rows that another version has made, or none has, are made anew by the next one', async () => {
	const env = await start();
	await synced(env, argsSince(399));
	restatedParts(folder, (part) => ({ ...part, schema: 1_000, rows: null }));
	const made = await synced(env, argsSince(399));
	// One of the three may be the one that is read again for the newest seconds, and is made with these.
	const line = /^Made anew: the Parquet files of [23] exports\.$/m;
	expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(line)]);
	expect((await synced(env, argsSince(399))).stdout).not.toContain('Made anew');
	await ArchiveFolder.open(folder, 'write');
	expect(await verifyFolder(folder)).toMatchObject({ findings: [], remarks: [] });
	restatedParts(folder, (part) => ({ ...part, schema: 3 }));
	const rebuilt = await synced(env, [...argsSince(399), '--rebuild']);
	expect([rebuilt.code, rebuilt.stdout]).toEqual([0, expect.stringContaining('Made anew')]);
	expect(await heldOf(398)).toEqual({ total: zoho.log.length, lacks: false });
});

test('rows of an edited file are not made, those of the others are, and it ends with 1', async () => {
	const env = await start();
	await synced(env, argsSince(399));
	const file = readdirSync(folder).find((name) => /^\d+-1-/.test(name)) ?? '';
	const bytes = readFileSync(path.join(folder, file));
	bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
	writeFileSync(path.join(folder, file), bytes);
	const { code, stdout, stderr } = await synced(env, [...argsSince(399), '--rebuild']);
	expect([code, stdout]).toEqual([
		1,
		expect.stringMatching(/^Made anew: the Parquet files of [23] /),
	]);
	expect(stderr).toMatch(/The export \d+: The archive is not read: \S+ is not as it was kept/);
});

test('without a folder or without access it says so, and asks nothing', async () => {
	const env = await start();
	expect(await synced(env, ['sync'])).toMatchObject({
		code: 2,
		stderr: 'Name the folder of the archive: --archive DIR.\n',
	});
	expect((await synced({}, ['sync', '--archive', folder])).stderr).toContain('ZOHO_CLIENT_ID');
	expect(zoho.requests).toEqual([]);
});

test('a problem of Zoho ends it with one sentence, and the next one goes on', async () => {
	const env = await start();
	zoho.faults.add({ on: 'download', times: Infinity, ...htmlPage() });
	const { code, stdout, stderr } = await synced(env, argsSince(100));
	expect([code, stdout]).toEqual([1, '']);
	expect(stderr.trim().split('\n')).toHaveLength(2);
	zoho.faults.clear();
	expect((await synced(env, argsSince(100))).code).toBe(0);
});

test('killed at any moment and begun again, the folder holds the log, nothing twice and nothing else, and is verified', async () => {
	// Zoho gives ten tokens in ten minutes.
	let ahead = 0;
	const env = await start({ entries: 2_000, now: () => Date.now() + ahead });
	for (let kill = 0; kill < runs(5); kill++) {
		const count = kill % 2 === 0 ? 1 : 3;
		const processes = Array.from({ length: count }, () => running(cli, argsSince(399), env, []));
		const timers = processes.map(({ child }) =>
			setTimeout(() => child.kill('SIGKILL'), 300 + Math.random() * 4_000),
		);
		for (const { ended } of processes) await ended;
		timers.forEach(clearTimeout);
		expect((await verifyFolder(folder)).findings.filter((line) => !isLeft(line))).toEqual([]);
		ahead += 11 * 60_000;
	}
	const last = await synced(env, argsSince(399));
	expect([last.code, last.stderr]).toEqual([0, expect.stringContaining(' windows')]);
	expect(await heldOf(398)).toEqual({ total: zoho.log.length, lacks: false });
	const { findings, remarks, exports } = await verifyFolder(folder);
	expect([findings, remarks]).toEqual([[], []]);
	expect(exports).toBeGreaterThanOrEqual(3);
});

test('a duration and a date that cannot be read are refused with what is allowed', () => {
	const read =
		(...args: string[]) =>
		() =>
			readConfig({}, commandLine(['sync', '--archive', folder, ...args]));
	for (const args of [
		['--every', '0m'],
		['--every', 'soon'],
		['--since', 'yesterday'],
		['--keep', '0y'],
		['--keep', '29d'],
		['--keep', 'forever'],
	]) {
		expect(read(...args)).toThrow();
	}
	expect(read('--every', '15m', '--since', '2026-01-31')()).toMatchObject({
		everyMs: 900_000,
		since: Date.parse('2026-01-31T00:00:00Z'),
	});
});

test('--keep removes what is older, whole, and does not export it again', async () => {
	const env = await start();
	await synced(env, argsSince(399));
	const keep = [...argsSince(399), '--keep', '100d'];
	const { code, stdout } = await synced(env, keep);
	expect([code, stdout]).toEqual([
		0,
		expect.stringContaining('Removed: 1 exports with nothing since'),
	]);
	const made = created();
	expect((await synced(env, keep)).stdout).not.toContain('Removed');
	// Of the seconds since, if there were any.
	expect(created() - made).toBeLessThanOrEqual(1);
	const { findings, remarks } = await verifyFolder(folder);
	expect([findings, remarks]).toEqual([[], [expect.stringContaining('(sync --keep 100d)')]]);
	expect((await heldOf(99)).lacks).toBe(false);
	expect((await heldOf(398)).lacks).toBe(true);
});

test('--keep names what another version has left of an export', async () => {
	const env = await start();
	await synced(env, argsSince(399));
	restatedParts(folder, ({ export_id: id }) => ({
		export_id: id,
		index: `${String(id)}-index.bin`,
	}));
	const ids = (await (await ArchiveFolder.open(folder, 'read')).all()).map(({ id }) => id);
	for (const id of ids) writeFileSync(path.join(folder, `${id}-index.bin`), '');
	const { stderr } = await synced(env, [...argsSince(399), '--keep', '100d']);
	const left = stderr.split('\n').filter((line) => line.startsWith('Not removed: '));
	expect(left).toEqual([
		expect.stringMatching(
			/^Not removed: \d+-index\.bin, which is called as files of a removed export are/,
		),
	]);
});

test('--keep counts years by the calendar', () => {
	const { keep } = readConfig({}, commandLine(['sync', '--archive', folder, '--keep', '3y']));
	expect(keep?.before(Date.parse('2026-11-28T10:00:00Z'))).toBe(Date.parse('2023-11-28T10:00:00Z'));
});

test('--import asks Zoho nothing, and what it cannot take makes it end with 1', async () => {
	const from = mkdtempSync(path.join(tmpdir(), 'nightly-'));
	const args = ['sync', '--archive', folder, '--import', from];
	expect(await synced({}, args)).toMatchObject({
		code: 0,
		stdout: 'Imported: 0 exports, 0 were there before, 0 not taken.\n',
	});
	writeFileSync(path.join(from, 'note.json'), '{}');
	expect(await synced({}, args)).toMatchObject({
		code: 1,
		stderr: 'note.json is not the manifest of a download.\n',
	});
	rmSync(from, { recursive: true });
});

test('a running server brings the folder up to now by itself, one export at a time, and leaves nothing running', async () => {
	const env = { ...(await start({ days: 100 })), ZOHO_AUDIT_SYNC_MINUTES: '1' };
	const { child, output, ended } = running(cli, ['--archive', folder], env);
	await until(() => readdirSync(folder).some((name) => name.endsWith('.parquet')));
	expect(output.stdout).toBe('');
	child.stdin?.end();
	expect(await ended).toBe(0);
	const requests = zoho.requests.length;
	await new Promise((resolve) => setTimeout(resolve, 500));
	expect(zoho.requests).toHaveLength(requests);
	await ArchiveFolder.open(folder, 'write');
	expect((await verifyFolder(folder)).findings).toEqual([]);
});

test('a server that may not export, or has no folder, does not begin to bring it up', () => {
	const read = (variables: Record<string, string>) => () =>
		readConfig({ ZOHO_AUDIT_SYNC_MINUTES: '15', ...variables });
	const problem = 'it needs --archive DIR, and neither --offline nor --read-only';
	const wrong: Record<string, string>[] = [
		{},
		{ ZOHO_AUDIT_ARCHIVE: folder, ZOHO_AUDIT_READ_ONLY: 'true' },
		{ ZOHO_AUDIT_ARCHIVE: folder, ZOHO_AUDIT_OFFLINE: 'true' },
	];
	for (const variables of wrong) expect(read(variables)).toThrow(problem);
	expect(read({ ZOHO_AUDIT_ARCHIVE: folder })().syncMinutes).toBe(15);
});
