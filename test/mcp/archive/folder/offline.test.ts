import {
	chmodSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ArchiveFolder } from '../../../../mcp/archive/folder/archiveFolder';
import { verifyFolder } from '../../../../mcp/archive/folder/verifyFolder';
import { partialName } from '../../../../mcp/archive/savedFiles';
import type { DownloadedExport } from '../../../../shared/exports/downloadedExport';
import { DAY, HOUR } from '../../../../shared/durations';
import { entriesOf, NOON, operationsOf, type Session, sessionsWithFolder } from '../../session';

const switches = { settingsAuditLog: 404 } as const;
const QUESTION = { from: '2026-11-01', to: '2026-11-20', limit: 200, detail: 'full' } as const;

let folder = '';
const opened = sessionsWithFolder((path) => (folder = path));

/** A process with the folder as its archive, and a Zoho that has no exports yet. */
async function start(variables: Record<string, string> = {}): Promise<Session> {
	const one = await opened({ switches }, { ZOHO_AUDIT_ARCHIVE: folder, ...variables });
	const call: Session['call'] = async (...args) => {
		const answer = await one.call(...args);
		await one.app.archive.settled();
		return answer;
	};
	return { ...one, call };
}

const offline = async (): Promise<Session> => await start({ ZOHO_AUDIT_OFFLINE: 'true' });

/** The only one of its kind. */
function named(pattern: RegExp): string {
	const [name, ...others] = readdirSync(folder).filter((some) => pattern.test(some));
	if (name === undefined || others.length > 0) throw new Error(`${others.length} others`);
	return path.join(folder, name);
}
const FILE = /^\d+-1-/;
const parts = (): string[] =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.parquet'))
		.map((name) => path.join(folder, name));
const MANIFEST = /^0{7}1\.json$/;

test('what one process exported answers another one, which makes no export and downloads nothing', async () => {
	const first = await (await start()).call('get_audit_log', QUESTION);
	const second = await start();
	const answer = await second.call('get_audit_log', QUESTION);
	expect(entriesOf(answer)).toEqual(entriesOf(first));
	expect(entriesOf(answer).length).toBeGreaterThan(10);
	expect(answer.result['scope']).toEqual(first.result['scope']);
	const operations = operationsOf(second.zoho);
	expect(operations).not.toContain('createExport');
	expect(operations).not.toContain('download');
});

test('offline every tool answers from the folder, and nothing at all is sent', async () => {
	const online = await start();
	const calls = [
		['get_audit_log', QUESTION],
		['summarize_audit_log', { from: '2026-11-01', to: '2026-11-20', group_by: ['user', 'day'] }],
		['get_record_history', { record: 'Acme', from: '2026-11-01', to: '2026-11-20' }],
	] as const;
	const expected = [];
	for (const [tool, args] of calls) expected.push(await online.call(tool, args));
	const reader = await offline();
	for (const [index, [tool, args]] of calls.entries()) {
		const answer = await reader.call(tool, args);
		expect(answer.isError).toBe(false);
		if (tool === 'get_record_history') continue;
		const { notes: _, ...result } = answer.result;
		expect(expected[index]?.result).toMatchObject(result);
	}
	const [id] = (await reader.call('list_exports')).result['exports'] as { export_id: string }[];
	expect(id).toBeDefined();
	const { tools } = await reader.client.listTools();
	expect(tools.map(({ name }) => name)).not.toContain('create_export');
	expect(reader.zoho.requests).toEqual([]);
});

test('offline a page goes on in another process', async () => {
	await (await start()).call('get_audit_log', QUESTION);
	const args = { ...QUESTION, limit: 7 };
	const first = await (await offline()).call('get_audit_log', args);
	const cursor = first.result['next_cursor'];
	expect(cursor).toBeDefined();
	const second = await (await offline()).call('get_audit_log', { ...args, cursor });
	const whole = await (await offline()).call('get_audit_log', { ...QUESTION, limit: 14 });
	expect([...entriesOf(first), ...entriesOf(second)]).toEqual(entriesOf(whole));
});

test('offline an answer says what of the period the folder does not hold', async () => {
	await (await start()).call('get_audit_log', QUESTION);
	const reader = await offline();
	const answer = await reader.call('get_audit_log', { ...QUESTION, from: '2026-10-20' });
	expect(answer.result['scope']).toMatchObject({ complete: false });
	expect(answer.text).toContain(
		'The archive holds nothing from 2026-10-19T22:00:00.000Z to 2026-10-31T23:00:00.000Z.',
	);
	const none = await reader.call('get_audit_log', { from: '2026-09-01', to: '2026-09-02' });
	expect(none.isError).toBe(true);
	expect(none.text).toContain('It holds entries from 2026-11-01T00:00:00+01:00 to');
	// No call of the same comes to more.
	expect(none.text).toMatch(/Change the argument and call again\.$/);
});

test('the whole log is exported once, also for questions about its oldest days', async () => {
	const it = await start();
	const args = { from: '2023-01-01', to: 'now', limit: 1 };
	await it.call('get_audit_log', args);
	const first = operationsOf(it.zoho).filter((operation) => operation === 'createExport');
	await it.call('summarize_audit_log', { from: '2023-01-01', to: 'now' });
	await it.call('get_audit_log', { from: '2023-11-24', to: 'now', limit: 3 });
	const all = operationsOf(it.zoho).filter((operation) => operation === 'createExport');
	expect(all).toEqual(first);
});

test('Zoho is asked for what is missing alone, and nothing is lost or twice at the seam', async () => {
	const it = await start();
	await it.call('get_audit_log', { from: '2026-10-01', to: 'now', limit: 1 });
	it.clock.now += 2 * DAY + 3 * HOUR;
	const page = { limit: 200, order: 'oldest', detail: 'full' };
	const args = { ...page, from: '2026-10-01', to: 'now', wait_seconds: 20 };
	const ids: unknown[] = [];
	let cursor: unknown;
	do {
		const answer = await it.call('get_audit_log', { ...args, cursor });
		if (answer.result['status'] === 'preparing') continue;
		ids.push(...entriesOf(answer).map((entry) => entry['event_id']));
		cursor = answer.result['next_cursor'];
		expect(answer.result['scope']).toMatchObject({ complete: true });
	} while (cursor !== undefined);
	const from = Date.parse('2026-10-01T00:00:00+02:00');
	const truth = it.zoho.log.filter(
		({ audited_time: time }) => time >= from && time < it.clock.now - HOUR,
	);
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids.length).toBeGreaterThanOrEqual(truth.length);
	const [, second, ...others] = await (await ArchiveFolder.open(folder, 'read')).all();
	expect(others).toEqual([]);
	const { value } = second?.criteria as { value: string[] };
	expect(Date.parse(value[0] ?? '')).toBeGreaterThan(NOON - HOUR);
});

test('an export of another user is not read, because others may see more or less', async () => {
	await (await start()).call('get_audit_log', QUESTION);
	const own = await ArchiveFolder.open(folder, 'read');
	const [kept] = await own.all();
	const download = await own.find(kept?.id ?? '');
	const elsewhere = `${folder}-other`;
	await (
		await ArchiveFolder.open(elsewhere, 'write')
	).keep({ ...(download as DownloadedExport), createdById: '1' });
	rmSync(folder, { recursive: true });
	renameSync(elsewhere, folder);
	const other = await start();
	expect((await other.call('get_audit_log', QUESTION)).isError).toBe(false);
	expect(operationsOf(other.zoho)).toContain('createExport');
	const reader = await offline();
	expect((await reader.call('get_audit_log', QUESTION)).text).toContain('nothing from');
});

test('everything in it is for its owner alone', async () => {
	await (await start()).call('get_audit_log', QUESTION);
	const names = readdirSync(folder);
	expect(names.filter((name) => name.endsWith('.partial'))).toEqual([]);
	expect(names).toContain('names.json');
	for (const name of names) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
	chmodSync(folder, 0o755);
	const answer = await (await start()).call('get_audit_log', QUESTION);
	expect(answer.text).toContain('chmod 700');
});

test('a link in place of the folder or of a file is not followed', async () => {
	await (await start()).call('get_audit_log', QUESTION);
	const file = named(FILE);
	renameSync(file, `${file}.elsewhere`);
	symlinkSync(`${file}.elsewhere`, file);
	expect((await (await offline()).call('get_audit_log', QUESTION)).text).toContain('is a link');
	const link = `${folder}-link`;
	symlinkSync(folder, link);
	const linked = await start({ ZOHO_AUDIT_ARCHIVE: link });
	expect((await linked.call('get_audit_log', QUESTION)).text).toContain('is a link');
	rmSync(link);
});

test('a file that was edited is never read, and one that was removed is missed, each by its name', async () => {
	const first = await (await start()).call('get_audit_log', QUESTION);
	const file = named(FILE);
	const bytes = readFileSync(file);
	bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
	writeFileSync(file, bytes);
	// The rows are in the part, whose digest is right.
	expect(entriesOf(await (await offline()).call('get_audit_log', QUESTION))).toEqual(
		entriesOf(first),
	);
	expect((await verifyFolder(folder)).findings).toEqual([
		`${path.basename(file)} is not as its manifest has it.`,
	]);
	for (const part of parts()) rmSync(part);
	const edited = await (await offline()).call('get_audit_log', QUESTION);
	expect([edited.isError, edited.text]).toEqual([
		true,
		expect.stringContaining(path.basename(file)),
	]);
	writeFileSync(file, bytes.subarray(1));
	expect((await (await offline()).call('get_audit_log', QUESTION)).text).toContain(
		path.basename(file),
	);
	rmSync(file);
	expect((await (await offline()).call('get_audit_log', QUESTION)).text).toContain('ENOENT');
});

test('what a killed process left is neither an export nor in the way', async () => {
	const first = await (await start()).call('get_audit_log', QUESTION);
	const manifest = named(MANIFEST);
	const text = readFileSync(manifest);
	for (const name of ['00000001.json', '00000002.json', 'head.json'])
		rmSync(path.join(folder, name));
	const partial = path.join(folder, partialName(path.basename(manifest)));
	writeFileSync(partial, text.subarray(0, 40));
	const second = await start();
	const answer = await second.call('get_audit_log', QUESTION);
	expect(entriesOf(answer)).toEqual(entriesOf(first));
	expect(operationsOf(second.zoho)).toContain('createExport');
	expect(readFileSync(manifest)).toEqual(text);
	expect(readdirSync(folder)).not.toContain(path.basename(partial));
});

test('an entry without a time is shown once, also where two windows are read from its export', async () => {
	const archive = await ArchiveFolder.open(folder, 'write');
	const facts = { createdById: '48768761000', criteria: null, organizations: [] };
	const csv = (...rows: string[]) => [
		{
			name: 'a.csv',
			bytes: Buffer.from(['Done By,Action,Module,Record Name,Audited Time', ...rows].join('\n')),
		},
	];
	const row = (name: string, time: string): string => `Ana,updated,Deals,${name},${time}`;
	await archive.keep({
		...{ ...facts, id: '1', startedAt: '2026-11-20T00:00:00Z' },
		files: csv(
			row('lost', 'never'),
			row('early', '2023-01-01T10:00:00Z'),
			row('late', '2026-11-19T10:00:00Z'),
		),
	});
	// It holds some days that are older than the three years of the other.
	const value = ['2023-10-01T00:00:00+00:00', '2023-12-01T23:59:59+00:00'];
	await archive.keep({
		...{ ...facts, id: '2', startedAt: '2024-01-01T00:00:00Z' },
		criteria: { field: { api_name: 'audited_time' }, comparator: 'between', value },
		files: csv(row('middle', '2023-10-10T10:00:00Z')),
	});
	const answer = await (
		await offline()
	).call('get_audit_log', { from: '2022-12-01', to: '2026-11-20', order: 'oldest' });
	const names = entriesOf(answer).map(({ record }) => record);
	expect(names).toEqual(['early', 'middle', 'late', 'lost']);
	expect(answer.result['total_matched']).toBe(4);
});
