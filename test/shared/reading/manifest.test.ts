import { createHash } from 'node:crypto';
import AdmZip from 'adm-zip';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Manifest } from '../../../shared/reading/manifest';
import { verifyManifest } from '../../../shared/reading/verifyManifest';
import { InputError } from '../../../shared/errors';
import { EXPORT_CAP } from '../../../shared/exports/exportCap';
import type { ExportFile } from '../../../shared/files/exportFile';
import type { ZohoSetup } from '../../zoho/zoho';
import { staff } from '../../zoho/organization/staff';
import { europe } from '../host';

// Nothing here is measured, and the machine may have other work.
jest.setTimeout(60_000);

const host = {
	sleep: async () => undefined,
	ticks: () => 0,
	zohoNow: () => 0,
	exportCap: EXPORT_CAP,
	dataCenter: 'eu',
};
const iso = { csvTimeFormat: 'iso8601' } as const;
const sha = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** An export of everything, and its manifest. */
async function download(setup: ZohoSetup = {}, settings: Parameters<typeof europe>[1] = {}) {
	const house = europe({ jobSeconds: 0, entries: 700, ...setup }, settings);
	const { client } = house;
	const { job } = await client.createExport({});
	const ended = await client.waitForExport(job.id, { waitSeconds: 60 });
	if (ended.state !== 'finished') throw new Error('not finished');
	const downloaded = await client.downloadExport(ended);
	const reading = client.readEntries([downloaded]);
	const manifest = await reading.manifest?.();
	if (!manifest) throw new Error('no manifest');
	return { ...house, job: ended, files: downloaded.files, manifest };
}

/** What a manifest says of rows, computed apart: another CSV reader, another SHA-256. */
function tallyOf(csvs: readonly Uint8Array[]): { rows: number; sha256: string } {
	const names: Record<string, string> = {
		'Done By': 'done_by',
		'Audited Time': 'audited_time',
		Action: 'action',
		Module: 'module',
		'Record Name': 'record',
		'Related Module': 'related_module',
		'Related Name': 'related_record',
		'Account Name': 'account_name',
	};
	const lines = csvs.flatMap((csv) => {
		const rows = parse(Buffer.from(csv), { columns: true }) as Record<string, string>[];
		return rows.map((row) => {
			const cells = Object.entries(row)
				.filter(([, text]) => text !== '')
				.map(([name, text]): [string, string] => {
					const column = names[name] ?? '';
					const isTime = column === 'audited_time';
					return [column, isTime ? new Date(text).toISOString() : text];
				});
			return `${JSON.stringify(cells.sort(([a], [b]) => (a < b ? -1 : 1)))}\n`;
		});
	});
	let digests = '';
	for (let from = 0; from < lines.length; from += 10_000) {
		digests += sha(lines.slice(from, from + 10_000).join(''));
	}
	return { rows: lines.length, sha256: sha(digests) };
}

describe('the manifest of a download', () => {
	test('says what was asked of whom, what came, and proves it', async () => {
		const { manifest, files, zoho, job } = await download({ switches: iso });
		const times = zoho.log.map(({ audited_time }) => audited_time);
		const facts = {
			rows: 700,
			rows_without_time: 0,
			first_time: new Date(Math.min(...times)).toISOString(),
			last_time: new Date(Math.max(...times)).toISOString(),
			at_cap: false,
		};
		expect(manifest).toMatchObject({
			manifest: 'zoho-crm-audit-log/1',
			data_center: 'eu',
			read_by: { id: staff.marta.id, name: staff.marta.full_name },
			sees_everything: true,
			period: { from: null, to: null },
			filter: {},
			rows_refused: 0,
			complete: true,
			notes: [],
			...facts,
		});
		expect(manifest.exports).toEqual([
			{
				export_id: job.id,
				started_at: job.job_start_time,
				created_by_id: staff.marta.id,
				criteria: null,
				window: null,
				times: expect.objectContaining({ time_zone: staff.marta.time_zone }) as object,
				columns: null,
				files: files.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: sha(bytes) })),
				...facts,
				rows_refused: 0,
				rows_sha256: tallyOf(files.map(({ bytes }) => bytes)).sha256,
			},
		]);
	});

	test('digests rows in blocks of 10,000, through all files of an archive', async () => {
		const { manifest, files } = await download({
			entries: 23_456,
			rowsPerFile: 9_000,
			switches: iso,
		});
		const csvs = new AdmZip(Buffer.from(files[0]?.bytes ?? [])).getEntries();
		const { rows, sha256 } = tallyOf(csvs.map((entry) => entry.getData()));
		expect(manifest.exports[0]).toMatchObject({ rows, rows_sha256: sha256 });
		expect(rows).toBe(23_456);
	});

	test('is the same for other quotes, line ends, columns, packing and format of times', async () => {
		const plain = await download({ switches: iso });
		for (const [switches, rowsPerFile] of [
			[{ csvQuotes: 'always', csvLineEnd: '\n', csvDelimiter: ';' }, 100_000],
			[{ csvEncoding: 'utf-16le' }, 100_000],
			[{}, 100],
			[{ csvTimeFormat: 'yyyy-MM-dd HH:mm:ss' }, 100_000],
		] as const) {
			const declaredTimes = { dateFormat: 'yyyy-MM-dd HH:mm:ss' };
			const other = await download(
				{ rowsPerFile, switches: { ...iso, ...switches } },
				{ declaredTimes },
			);
			expect(other.manifest.exports[0]?.rows_sha256).toBe(plain.manifest.exports[0]?.rows_sha256);
		}
	});

	test('tells what may be missing: the cap, and rights', async () => {
		const cap = { entries: 300, entriesPerFile: 30 };
		const cut = await download({ rowsPerExport: 300, rowsPerFile: 30 }, { exportCap: cap });
		expect(cut.manifest).toMatchObject({ rows: 300, at_cap: true, complete: false });
		expect(cut.manifest.notes.join()).toContain('ends at 300 entries');
		const some = await download({ switches: { tokenUser: staff.zoe.id } });
		expect(some.manifest).toMatchObject({ sees_everything: false, complete: false });
		expect(some.manifest.rows).toBeLessThan(700);
	});

	test('counts rows whose time cannot be read', async () => {
		const { manifest } = await download({ switches: { csvTimeFormat: "d. MMMM yyyy 'um' H" } });
		expect(manifest).toMatchObject({ rows: 700, rows_without_time: 700, first_time: null });
	});

	test('of a long period has a part for each of its exports, and all rows once', async () => {
		const cap = { entries: 400, entriesPerFile: 40 };
		const { client, zoho, time } = europe(
			{ entries: 1_700, days: 400, rowsPerExport: 400, rowsPerFile: 40, switches: iso },
			{ exportCap: cap },
		);
		const from = new Date(time.now() - 401 * 86_400_000).toISOString();
		const answer = await client.getAuditLog({ from }, { source: 'export', waitSeconds: 3_600 });
		if (answer.state !== 'ready') throw new Error('not ready');
		const manifest = await answer.manifest?.();
		expect(manifest).toMatchObject({ rows: zoho.log.length, complete: true, at_cap: false });
		const windows = manifest?.exports.map(({ window }) => window) ?? [];
		expect(windows[0]?.from).toBe(from);
		windows.slice(1).forEach((window, index) => expect(window?.from).toBe(windows[index]?.to));
		expect(manifest?.exports.every(({ rows }) => rows < 400)).toBe(true);
	});
});

describe('verify', () => {
	let manifest: Manifest;
	let files: readonly ExportFile[];
	beforeAll(async () => {
		({ manifest, files } = await download({ rowsPerFile: 100 }));
	});
	const asText = (): Uint8Array => new TextEncoder().encode(JSON.stringify(manifest));
	const changed = (change: (bytes: Buffer) => Buffer): ExportFile[] =>
		files.map(({ name, bytes }) => ({ name, bytes: change(Buffer.from(bytes)) }));

	test('finds an archived file as it was, whatever it is called now', async () => {
		const renamed = files.map(({ bytes }) => ({ name: '2026-q3.zip', bytes }));
		for (const given of [files, renamed]) {
			expect(await verifyManifest(asText(), given, host)).toEqual({
				verified: true,
				same_rows: true,
				rows: 700,
				rows_refused: 0,
				findings: [],
			});
		}
	});

	test('finds one changed byte, wherever it is', async () => {
		const length = files[0]?.bytes.length ?? 0;
		await fc.assert(
			fc.asyncProperty(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
				const given = changed((bytes) => {
					bytes[at] = (bytes[at] ?? 0) ^ by;
					return bytes;
				});
				const found = await verifyManifest(manifest, given, host);
				expect(found.verified).toBe(false);
				expect(found.findings.join()).toMatch(/is not the one of the manifest/);
			}),
			{ numRuns: 40 },
		);
	});

	test('tells the same rows in another packing from other rows', async () => {
		const again = new AdmZip();
		const members = new AdmZip(Buffer.from(files[0]?.bytes ?? [])).getEntries();
		for (const entry of members) again.addFile(entry.entryName, entry.getData());
		const name = files[0]?.name ?? '';
		const packed = await verifyManifest(manifest, [{ name, bytes: again.toBuffer() }], host);
		expect(packed).toMatchObject({ verified: false, same_rows: true, rows: 700 });
		const short = new AdmZip();
		for (const entry of members.slice(1)) short.addFile(entry.entryName, entry.getData());
		const cut = await verifyManifest(manifest, [{ name, bytes: short.toBuffer() }], host);
		expect(cut).toMatchObject({ verified: false, same_rows: false });
		expect(cut.findings.join(' ')).toContain('600 of 700');
	});

	test('finds one changed letter of a row, though there are as many rows as before', async () => {
		const other = new AdmZip();
		const [first, ...members] = new AdmZip(Buffer.from(files[0]?.bytes ?? [])).getEntries();
		const text = first?.getData().toString() ?? '';
		const lie = text.replace(/\n[^,]/, '\n#');
		expect(lie).not.toBe(text);
		other.addFile(first?.entryName ?? '', Buffer.from(lie));
		for (const entry of members) other.addFile(entry.entryName, entry.getData());
		const given = [{ name: files[0]?.name ?? '', bytes: other.toBuffer() }];
		const found = await verifyManifest(manifest, given, host);
		expect(found).toMatchObject({ verified: false, same_rows: false, rows: 700 });
		expect(found.findings.join(' ')).toMatch(/rows of export \d+ are not those of the manifest/);
	});

	test('names what is missing and what does not belong there', async () => {
		const none = await verifyManifest(manifest, [], host);
		expect(none.findings[0]).toMatch(/^The file AuditLog_001\.zip \(SHA-256 \w{64}\) is missing/);
		const other = { name: 'other.csv', bytes: new TextEncoder().encode('Time\n') };
		const more = await verifyManifest(manifest, [...files, other], host);
		expect(more).toMatchObject({ verified: false, same_rows: true });
		expect(more.findings).toEqual(['Not in the manifest: other.csv.']);
	});

	test.each([
		[{}],
		[{ manifest: 'other/1', exports: [] }],
		[new TextEncoder().encode('{')],
		[null],
	])('%j is no manifest', async (value) => {
		await expect(verifyManifest(value, files, host)).rejects.toBeInstanceOf(InputError);
	});
});
