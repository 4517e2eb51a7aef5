import { createHash } from 'node:crypto';
import { serverFault } from '../../zoho/faults';
import { staff } from '../../zoho/organization/staff';
import { entriesOf, NOON, operationsOf, type ToolAnswer, type Session, session } from '../session';

let it: Session;

async function start(...args: Parameters<typeof session>): Promise<void> {
	it = await session(...args);
}

afterEach(async () => {
	await it.close();
});

function jobIn(answer: ToolAnswer): Record<string, unknown> & { export_id: string } {
	return answer.result['export'] as Record<string, unknown> & { export_id: string };
}

test('an export is created, waited for, listed and read', async () => {
	await start();
	const created = await it.call('create_export', { from: 'last month', module: 'Deals' });
	expect(jobIn(created)).toMatchObject({ status: 'scheduled', created_by: 'Marta Quill' });
	const { export_id } = jobIn(created);
	expect(created.result.notes.join()).toContain(`get_export with export_id "${export_id}"`);

	const finished = await it.call('get_export', { export_id, wait_seconds: 30 });
	expect(jobIn(finished)).toMatchObject({
		status: 'finished',
		period: { from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' },
	});
	const listed = await it.call('list_exports', {});
	expect(listed.result).toMatchObject({ total_matched: 1, exports: [{ export_id }] });

	const read = await it.call('download_export', { export_id, preview_entries: 2 });
	const deals = it.zoho.log.filter(
		({ record, audited_time }) =>
			record?.module.api_name === 'Deals' &&
			audited_time >= Date.parse('2026-09-30T22:00:00Z') &&
			audited_time < Date.parse('2026-10-31T23:00:00Z'),
	);
	expect(read.result).toMatchObject({ status: 'ready', total_matched: deals.length, returned: 2 });
	expect(read.result['columns']).toContain('Audited Time');
	expect(entriesOf(read)[0]).toMatchObject({ module: 'Deals' });
	const [file] = read.result['files'] as { name: string; size: number; sha256: string }[];
	const url = it.zoho.requests.find(({ operation }) => operation === 'download')?.url ?? '';
	const token = it.zoho.accessToken();
	const bytes = it.zoho.answer({
		method: 'GET',
		url,
		headers: { authorization: `Zoho-oauthtoken ${token}` },
		body: '',
	}).body;
	expect(file).toEqual({
		uri: `zoho-audit://exports/${export_id}/AuditLog.csv`,
		name: 'AuditLog.csv',
		mime_type: 'text/csv',
		entries: deals.length,
		size: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
	});
});

test('without any argument the whole log is requested, without a body', async () => {
	await start({ days: 400, entries: 600 });
	const created = await it.call('create_export', { time_zone: 'Asia/Tokyo' });
	expect(jobIn(created)).toMatchObject({ covers: 'the whole log' });
	const { export_id } = jobIn(created);
	const read = await it.call('download_export', { export_id, wait_seconds: 30 });
	expect(read.result['total_matched']).toBe(600);
});

test('an export of several files in an archive is read completely', async () => {
	await start({ rowsPerFile: 300 });
	const { export_id } = jobIn(await it.call('create_export', {}));
	const read = await it.call('download_export', { export_id, wait_seconds: 30 });
	expect(read.result).toMatchObject({
		total_matched: it.zoho.log.length,
		files: Array.from({ length: 7 }, (_, index) => ({
			name: `AuditLog_${index + 1}.csv`,
			entries: index < 6 ? 300 : 200,
			archive: 'AuditLog_001.zip',
		})),
	});
});

test('a manifest is made only on request', async () => {
	await start({ rowsPerFile: 300 });
	const { export_id } = jobIn(await it.call('create_export', {}));
	const args = { export_id, wait_seconds: 30 };
	const without = await it.call('download_export', args);
	expect(without.text).not.toContain('manifest');
	// As runtimes send it that only pass strings.
	const proved = await it.call('download_export', { ...args, manifest: 'True' });
	expect(proved.result['manifest']).toMatchObject({
		rows: it.zoho.log.length,
		exports: [{ export_id, rows_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }],
	});
	const { manifest: _, ...rest } = proved.result;
	expect(rest).toEqual(without.result);
});

test('the preview has the newest entries, and the period spans all of them, as in get_audit_log', async () => {
	await start({ rowsPerFile: 300 });
	const { export_id } = jobIn(await it.call('create_export', {}));
	const read = await it.call('download_export', { export_id, preview_entries: 50 });
	const newest = await it.call('get_audit_log', { export_id, limit: 50 });
	expect(entriesOf(read)).toEqual(entriesOf(newest));
	const oldest = await it.call('get_audit_log', {
		export_id,
		limit: 1,
		order: 'oldest',
		detail: 'full',
	});
	const { from } = read.result['period'] as { from: string };
	expect(from).toBe(entriesOf(oldest)[0]?.['time']);
	const none = await it.call('download_export', { export_id, preview_entries: 0 });
	expect(none.result).toMatchObject({ returned: 0, period: read.result['period'] });
});

test('an export that is still running is reported as preparing', async () => {
	await start({ jobSeconds: 600 });
	const { export_id } = jobIn(await it.call('create_export', { from: '7d' }));
	const read = await it.call('download_export', { export_id, wait_seconds: 5 });
	expect(read.result).toMatchObject({ status: 'preparing', export_id });
	const current = await it.call('get_export', { export_id, wait_seconds: 0 });
	expect(jobIn(current)).toMatchObject({ status: 'in_progress' });
	expect(current.result.notes[0]).toContain('wait_seconds 50');
});

test('a failed export is reported as failed by every tool', async () => {
	await start({ switches: { jobOutcome: 'failed' } });
	const { export_id } = jobIn(await it.call('create_export', { from: '7d' }));
	const current = await it.call('get_export', { export_id, wait_seconds: 20 });
	expect(jobIn(current)).toMatchObject({ status: 'failed', zoho_status: 'failed' });
	const read = await it.call('download_export', { export_id });
	expect(read.result).toMatchObject({ status: 'failed', export: { export_id } });
});

test('an expired export is reported as expired, one without expiry is not', async () => {
	await start({ switches: { expiryDays: 7 } });
	const { export_id } = jobIn(await it.call('create_export', { from: '7d' }));
	await it.call('get_export', { export_id });
	it.clock.now += 8 * 86_400_000;
	const current = await it.call('list_exports', { status: 'expired' });
	expect(current.result).toMatchObject({ total_matched: 1, exports: [{ status: 'expired' }] });
	const read = await it.call('download_export', { export_id });
	expect(read.text).toMatch(/no longer usable.*create_export/);
	it.zoho.switches.expiryDays = null;
	const listed = await it.call('list_exports', { status: 'finished' });
	expect(listed.result['total_matched']).toBe(1);
});

test.each([204, 400] as const)('no export yet is not an error (%i)', async (noContent) => {
	await start({ switches: { noContent } });
	const listed = await it.call('list_exports');
	expect(listed.result).toMatchObject({ exports: [], total_matched: 0 });
	expect(listed.result.notes[0]).toContain('create_export');
});

test('the export in the way is named, with its user and how to wait for it', async () => {
	await start({ jobSeconds: 600, switches: { tokenUser: staff.jonas.id } });
	const { export_id } = jobIn(await it.call('create_export', { from: '7d' }));
	it.zoho.switches.tokenUser = null;
	const refused = await it.call('create_export', { from: '30d' });
	expect(refused.isError).toBe(true);
	expect(refused.text).toContain(`the export ${export_id} of Jonas Feder`);
	expect(refused.text).toContain(`get_export with export_id "${export_id}" and wait_seconds 50`);
});

test('a name that two users share returns both as candidates, and nothing is created', async () => {
	await start();
	const ambiguous = await it.call('create_export', { from: '7d', user: 'Anna Müller' });
	expect(ambiguous.result['candidates']).toMatchObject([
		{ user: 'Anna Müller', user_id: staff.annaOfSales.id },
		{ user: 'Anna Müller', user_id: staff.annaOfSupport.id },
	]);
	expect(operationsOf(it.zoho)).not.toContain('createExport');
	const [first] = ambiguous.result['candidates'] as { user_id: string }[];
	const created = await it.call('create_export', { from: '7d', user: first?.user_id });
	expect(jobIn(created)).toMatchObject({ status: 'scheduled' });
});

test('an export that was created despite an error is found and not created twice', async () => {
	await start();
	it.zoho.faults.add({ on: 'createExport', ...serverFault({ acted: true }) });
	const created = await it.call('create_export', { from: '7d' });
	expect(created.isError).toBe(false);
	const listed = await it.call('list_exports');
	expect(listed.result['total_matched']).toBe(1);
});

test('progress rises while an export is waited for', async () => {
	await start({ jobSeconds: 40 });
	const { export_id } = jobIn(await it.call('create_export', { from: '7d' }));
	const reported: number[] = [];
	const onprogress = ({ progress }: { progress: number }) => reported.push(progress);
	await it.call('get_export', { export_id, wait_seconds: 50 }, { onprogress });
	expect(reported.length).toBeGreaterThan(0);
	expect(it.clock.now - NOON).toBeGreaterThan(30_000);
});
