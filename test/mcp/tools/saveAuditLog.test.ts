import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { verify } from '../../../mcp/commands/verify';
import { parsed } from '../../shared/report/parsed';
import { type Session, session } from '../session';

let it: Session;
let folder: string;

beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'answers-'))));
afterEach(async () => {
	await it.close();
	rmSync(folder, { recursive: true, force: true });
});

const QUESTION = { module: 'Deals', action: 'updated', from: '2026-09-01', to: '2026-11-15' };

type SavedFile = { name: string; saved_to: string; entries: number; size: number; sha256: string };

function filesIn({ result }: { result: Record<string, unknown> }): SavedFile[] {
	return result['files'] as SavedFile[];
}

/** The same, counted in the emulator's own log. */
function expected(): number {
	const [from, to] = ['2026-09-01T00:00:00+02:00', '2026-11-16T00:00:00+01:00'].map(Date.parse);
	return it.zoho.log.filter(
		({ record, action, audited_time }) =>
			record?.module.api_name === 'Deals' &&
			action === 'updated' &&
			audited_time >= (from ?? 0) &&
			audited_time < (to ?? 0),
	).length;
}

async function verified(...words: string[]): Promise<[number, string]> {
	const lines: string[] = [];
	const code = await verify(words, (line) => lines.push(line));
	return [code, lines.join('\n')];
}

/** Every page as it would be put together by a host that reads no files. */
async function pages(args: object): Promise<string[]> {
	const texts: string[] = [];
	let cursor: unknown;
	do {
		const { result } = await it.call('save_audit_log', {
			...args,
			as: 'text',
			...(cursor !== undefined && { cursor }),
		});
		texts.push(result['text'] as string);
		cursor = result['next_cursor'];
	} while (cursor !== undefined);
	return texts;
}

test.each(['csv', 'ndjson'] as const)(
	'the answer is one %s file in the folder, and its manifest proves it without anything else',
	async (format) => {
		it = await session({}, { ZOHO_AUDIT_DOWNLOAD_DIR: folder });
		const answer = await it.call('save_audit_log', { ...QUESTION, format });
		expect(answer.result).toMatchObject({ status: 'ready', total_matched: expected() });
		const [file, manifest] = filesIn(answer);
		expect(readdirSync(folder).sort()).toEqual([file?.name, manifest?.name].sort());
		const bytes = readFileSync(file?.saved_to ?? '');
		expect(file).toMatchObject({ size: bytes.length, entries: expected() });
		expect(file?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
		const rows =
			format === 'csv'
				? (parse(bytes, { columns: true, bom: true }) as Record<string, string>[])
				: bytes
						.toString()
						.trim()
						.split('\n')
						.map((line) => JSON.parse(line) as Record<string, string>);
		expect(rows).toHaveLength(expected());
		expect(new Set(rows.map(({ event_id }) => event_id)).size).toBe(rows.length);
		expect(rows.every(({ module, action }) => module === 'Deals' && action === 'updated')).toBe(
			true,
		);
		const times = rows.map(({ audited_time = '' }) => audited_time);
		expect(times).toEqual([...times].sort().reverse());
		expect(JSON.parse(readFileSync(manifest?.saved_to ?? '', 'utf8'))).toMatchObject({
			manifest: 'zoho-crm-audit-log-answer/1',
			filter: { modules: ['Deals'], actions: ['updated'] },
			file: { name: file?.name, sha256: file?.sha256 },
			entries: expected(),
			complete: true,
			read_by: { name: 'Marta Quill' },
		});
		expect(await verified(manifest?.saved_to ?? '')).toEqual([
			0,
			`Verified: every file byte for byte, ${expected()} rows.`,
		]);
	},
);

test('a saved answer that somebody edits, removes or adds to is no longer verified', async () => {
	it = await session({}, { ZOHO_AUDIT_DOWNLOAD_DIR: folder });
	const [file, manifest] = filesIn(await it.call('save_audit_log', QUESTION));
	const [at, proof] = [file?.saved_to ?? '', manifest?.saved_to ?? ''];
	const bytes = readFileSync(at);
	writeFileSync(at, Buffer.concat([bytes.subarray(0, -3), Buffer.from('x\r\n')]));
	const [code, text] = await verified(proof);
	expect([code, text]).toEqual([1, expect.stringMatching(/is not the one of the manifest/)]);
	rmSync(at);
	expect(await verified(proof)).toEqual([1, expect.stringMatching(/is missing/)]);
	writeFileSync(at, bytes);
	expect(await verified(proof, at, proof)).toEqual([
		1,
		expect.stringMatching(/Not in the manifest/),
	]);
});

test('the same question saves one file, and another filter another one', async () => {
	it = await session({}, { ZOHO_AUDIT_DOWNLOAD_DIR: folder });
	const question = { module: 'Deals', action: 'updated', from: '2026-10' };
	const [first] = filesIn(await it.call('save_audit_log', question));
	const [again] = filesIn(await it.call('save_audit_log', { ...question, user: '' }));
	expect(again).toEqual(first);
	const [other] = filesIn(await it.call('save_audit_log', { ...question, action: 'added' }));
	expect(other?.name).not.toBe(first?.name);
	expect(readdirSync(folder)).toHaveLength(4);
});

test('hosts that read no files get every entry once, as pages that can be read by themselves', async () => {
	it = await session({}, { ZOHO_AUDIT_MAX_RESULT_CHARS: '6000' });
	const all = await pages(QUESTION);
	expect(all.length).toBeGreaterThan(1);
	const rows = all.flatMap((text) => parse(text, { columns: true }) as Record<string, string>[]);
	expect(rows).toHaveLength(expected());
	expect(new Set(rows.map(({ event_id }) => event_id)).size).toBe(expected());
	const lines = (await pages({ ...QUESTION, format: 'ndjson' })).join('').trim().split('\n');
	expect(lines.map((line) => (JSON.parse(line) as { event_id: string }).event_id)).toEqual(
		rows.map(({ event_id }) => event_id),
	);
});

test('pages are those of the file, and stay within the budget', async () => {
	it = await session({}, { ZOHO_AUDIT_DOWNLOAD_DIR: folder, ZOHO_AUDIT_MAX_RESULT_CHARS: '5000' });
	const [file] = filesIn(await it.call('save_audit_log', QUESTION));
	const saved = parse(readFileSync(file?.saved_to ?? ''), { columns: true, bom: true }) as object[];
	const answer = await it.call('save_audit_log', { ...QUESTION, as: 'text' });
	expect(answer.text.length).toBeLessThanOrEqual(5_000);
	expect(answer.result.notes[0]).toMatch(/^Entries 1–\d+ of .*next_cursor/);
	const rows = (await pages(QUESTION)).flatMap(
		(text) => parse(text, { columns: true }) as object[],
	);
	expect(rows).toEqual(saved);
});

test.each([{}, { ZOHO_AUDIT_SOURCE: 'export' }])(
	'a report is a page with the numbers of the log, verified like any other answer (%j)',
	async (variables) => {
		it = await session(
			{ switches: { settingsAuditLog: 'data' } },
			{ ZOHO_AUDIT_DOWNLOAD_DIR: folder, ...variables },
		);
		const answer = await it.call('save_audit_log', { ...QUESTION, format: 'report' });
		const [file, manifest] = filesIn(answer);
		expect(file?.name).toMatch(/\.html$/);
		const html = readFileSync(file?.saved_to ?? '', 'utf8');
		const { figures } = parsed(html);
		expect(figures.get('Entries')).toBe(expected().toLocaleString('en'));
		expect(file?.entries).toBe(expected());
		expect(html).toContain('<h1>1 Sep 2026 – 15 Nov 2026</h1>');
		expect(html).toContain('<li>Module: <bdi dir="auto">Deals</bdi></li>');
		const [code, output] = await verified(manifest?.saved_to ?? '', file?.saved_to ?? '');
		expect([code, output]).toEqual([0, expect.stringContaining('Verified')]);
	},
);

test('a report is no page of text, and says what is', async () => {
	it = await session();
	for (const as of [undefined, 'text']) {
		const refused = await it.call('save_audit_log', { ...QUESTION, format: 'report', as });
		expect(refused.text).toMatch(/A report is a file.*set format to "csv".*report writes one/);
	}
	expect(it.zoho.requests).toEqual([]);
});

test('a report has the findings of the review, with the entries they name', async () => {
	it = await session({}, { ZOHO_AUDIT_SOURCE: 'export', ZOHO_AUDIT_DOWNLOAD_DIR: folder });
	const [file] = filesIn(await it.call('save_audit_log', { from: '30d', format: 'report' }));
	const { tables } = parsed(readFileSync(file?.saved_to ?? '', 'utf8'));
	const rules = ['mass_delete', 'export_before_leaving', 'raised_rights'];
	const { result } = await it.call('review_audit_log', { from: '30d', rules });
	const found = result['findings'] as { rule: string; count: number; event_ids: string[] }[];
	expect(found.map(({ rule }) => rule)).toContain('mass_delete');
	const [rows = [], cited = []] = ['Findings', 'Entries that findings name'].map((it) =>
		tables.get(it),
	);
	for (const { rule, count, event_ids } of found) {
		const title = `${rule.charAt(0).toUpperCase()}${rule.slice(1).replaceAll('_', ' ')}`;
		const row = rows.find((it) => it[0] === title && it[4] === String(count));
		expect([rule, row?.[0]]).toEqual([rule, title]);
		const ids = (row?.[5] ?? '').split(', ').map((number) => cited[Number(number) - 1]?.[7]);
		expect(ids).toEqual(event_ids.slice(0, 5));
	}
});

test('a report says what nobody is called', async () => {
	it = await session({}, { ZOHO_AUDIT_SOURCE: 'export', ZOHO_AUDIT_DOWNLOAD_DIR: folder });
	const question = { user: 'Nobody Atall', from: '30d', format: 'report' };
	const [file] = filesIn(await it.call('save_audit_log', question));
	const notes = readFileSync(file?.saved_to ?? '', 'utf8').split('What this covers')[1] ?? '';
	expect(notes).toContain('Nobody Atall');
});

test('a file needs the folder, and the refusal names what works without one', async () => {
	it = await session();
	const refused = await it.call('save_audit_log', { ...QUESTION, as: 'file' });
	expect([refused.isError, refused.text]).toEqual([
		true,
		expect.stringMatching(/no download folder .*as "text"/),
	]);
	expect(it.zoho.requests).toEqual([]);
});

test('what may not leave is in no file and in no page', async () => {
	it = await session(
		{ switches: { csvColumns: 'guessed' } },
		{ ZOHO_AUDIT_FIELD_VALUES: 'never', ZOHO_AUDIT_SOURCE: 'export' },
	);
	const [first] = it.zoho.log;
	const changes = [{ api_name: 'Stage', field_label: 'Stage', old: 'canary-a', new: 'canary-b' }];
	it.zoho.record({ record: first?.record, field_history: changes } as never);
	it.clock.now += 120_000;
	for (const format of ['csv', 'ndjson']) {
		const text = (await pages({ from: '2d', format })).join('');
		expect(text).toContain('Stage');
		expect(text).not.toContain('canary');
	}
});

test('a saved export has its manifest beside it, which verifies at once', async () => {
	it = await session({ rowsPerFile: 300 }, { ZOHO_AUDIT_DOWNLOAD_DIR: folder });
	const created = await it.call('create_export', {});
	const { export_id } = created.result['export'] as { export_id: string };
	const { result } = await it.call('download_export', { export_id, wait_seconds: 30 });
	const proof = path.join(folder, `${export_id}.manifest.json`);
	expect(result['manifest_saved_to']).toBe(proof);
	expect(await verified(proof)).toEqual([
		0,
		`Verified: every file byte for byte, ${it.zoho.log.length} rows.`,
	]);
});

test('a text that a spreadsheet would run is written as text', async () => {
	it = await session({}, { ZOHO_AUDIT_DOWNLOAD_DIR: folder });
	const [first] = it.zoho.log;
	const record = { ...first?.record, name: '=cmd|calc' };
	it.zoho.record({ record } as never);
	it.clock.now += 120_000;
	const [file] = filesIn(await it.call('save_audit_log', { record: 'cmd|calc', from: '1d' }));
	const text = readFileSync(file?.saved_to ?? '', 'utf8');
	expect(text).toContain("'=cmd");
	expect(text).not.toMatch(/(^|,)"?=cmd/m);
});
