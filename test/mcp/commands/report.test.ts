import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addCanaries, CANARY, canaryName } from '../../canaries';
import { parsed } from '../../shared/report/parsed';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { staff } from '../../zoho/organization/staff';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { bundledServer, hosted } from '../bundle';
import { environment } from '../session';

jest.setTimeout(120_000);
/** Pauses are so much shorter where nothing is about a process. */
const SPEED = 20;
const cli = bundledServer();
let folder = '';
let zoho: Zoho;
let served: ZohoServer | undefined;

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'report-'));
	zoho = createZoho({ entries: 800, days: 40 });
	served = await serveZoho(zoho);
});
afterEach(async () => {
	await served?.close();
	rmSync(folder, { recursive: true, force: true });
});

async function reported(...args: readonly string[]) {
	return await reportedWith({}, ...args);
}

async function reportedWith(variables: Record<string, string>, ...args: readonly string[]) {
	const env = { ...environment(zoho, served?.url ?? ''), TZ: 'UTC', ...variables };
	const { output, ended } = hosted(cli, ['report', ...args], env, [], SPEED);
	return { code: await ended, ...output };
}

test('a period is written as a page with the numbers of the log, for this user alone', async () => {
	const out = path.join(folder, 'report.html');
	const from = new Date(Date.now() - 20 * 86_400_000);
	const to = new Date(Date.now() - 86_400_000);
	const times = ['--from', from.toISOString(), '--to', to.toISOString()];
	const { code, stdout, stderr } = await reported(...times, '--module', 'Deals', '--out', out);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	const expected = zoho.log.filter(
		({ audited_time, record }) =>
			record?.module.api_name === 'Deals' && audited_time >= +from && audited_time < +to,
	).length;
	expect(stdout).toContain(`${out}: ${expected} entries.`);
	expect(parsed(readFileSync(out, 'utf8')).figures.get('Entries')).toBe(String(expected));
	if (process.platform !== 'win32') expect(statSync(out).mode & 0o777).toBe(0o600);
	// Cron writes the same file again.
	expect((await reported(...times, '--out', out)).code).toBe(0);
});

test.each([
	[[], 2, 'Name the file to write: --out report.html.'],
	[['--from', 'the day of the fox', '--out', 'OUT'], 1, 'the day of the fox'],
	[['--tools', 'x', '--out', 'OUT'], 2, 'report does not take --tools'],
	[['--out', path.join('OUT', 'no', 'such', 'folder')], 1, 'There is no file or folder'],
])('%j ends with %i and a sentence, and writes nothing', async (args, code, sentence) => {
	const out = path.join(folder, 'report.html');
	const ended = await reported(...args.map((arg) => arg.replace('OUT', out)));
	expect(ended.code).toBe(code);
	expect(ended.stderr).toContain(sentence);
	expect(ended.stdout).toBe('');
	expect(existsSync(out)).toBe(false);
});

test('what a report lacks is said beside its name as well, with what it covers', async () => {
	zoho.switches.tokenUser = staff.zoe.id;
	const out = path.join(folder, 'report.html');
	const { code, stdout } = await reported('--from', '2d', '--out', out);
	expect(code).toBe(0);
	expect(stdout).toMatch(
		/: \d+ entr(y|ies)\. NOT complete: the report says why\.\nIt covers \d+ entr/,
	);
	expect(stdout).toMatch(/read from an export\. Zoho began to gather the entries at/);
	expect(stdout).toMatch(/\n- .*Standard/);
	const [, ...lines] = stdout.trim().split('\n- ');
	const html = readFileSync(out, 'utf8');
	for (const line of lines) expect(html).toContain(line.slice(0, 40));
});

test('no name leaves in a report where people are hidden', async () => {
	addCanaries(zoho, Date.now() - 3_600_000);
	const out = path.join(folder, 'report.html');
	const times = ['--from', new Date(Date.now() - 86_400_000).toISOString(), '--out', out];
	expect((await reported(...times)).code).toBe(0);
	expect(readFileSync(out, 'utf8')).toMatch(CANARY);
	const hidden = {
		ZOHO_AUDIT_NAMES: 'pseudonym',
		ZOHO_AUDIT_PSEUDONYM_KEY: 'a-key-that-nobody-guesses-0123456789',
	};
	for (const filter of [[], ['--user', canaryName(0)]]) {
		expect((await reportedWith(hidden, ...times, ...filter)).code).toBe(0);
		expect(readFileSync(out, 'utf8')).not.toMatch(CANARY);
		expect(readFileSync(out, 'utf8')).toMatch(/person-[0-9a-f]{16}/);
	}
});
