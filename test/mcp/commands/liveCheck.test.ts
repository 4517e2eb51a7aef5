import { throttledRefresh } from '../../zoho/faults';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho, type ZohoSetup } from '../../zoho/zoho';
import { bundledServer, hosted, running, until } from '../bundle';
import { canariesOf, renamedAnswer } from '../liveCheck/canaries';
import { environment } from '../session';

jest.setTimeout(60_000);
/** Pauses are so much shorter where nothing is about a process. */
const SPEED = 20;
const cli = bundledServer();
let zoho: Zoho;
let served: ZohoServer | undefined;

async function start(setup: ZohoSetup = {}): Promise<Record<string, string>> {
	zoho = createZoho({ olderExport: true, ownExport: true, entries: 600, jobSeconds: 1, ...setup });
	served = await serveZoho(zoho);
	return environment(zoho, served.url);
}

afterEach(async () => {
	await served?.close();
	served = undefined;
});

interface Line {
	readonly name: string;
	readonly state: string;
	readonly assumed: string;
	readonly came: string;
	readonly places: readonly string[];
}

function linesIn(stdout: string): Line[] {
	return stdout
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Line);
}

test('the report is on stdout and the progress on stderr; as the emulator is, it exits with 0', async () => {
	const { output, ended } = running(cli, ['live-check'], await start(), []);
	expect(await ended).toBe(0);
	expect(output.stdout).toMatch(
		/^zoho-crm-audit-log-mcp \S+, live-check read-only, data center custom/,
	);
	expect(output.stdout).toMatch(
		/\nsame {4}empty list\n {8}assumed: 204 without a body\n {8}came: {4}HTTP 204\n {8}in: {6}shared\/http\/crmApi.ts isNothing, test\/zoho\/switches.ts noContent\n/,
	);
	expect(output.stdout).not.toContain('request 3');
	expect(output.stderr).toContain('request 3: org');
	expect(output.stderr).toMatch(
		/\d+ as assumed, 0 in another known way, 0 in a new way, \d+ not seen/,
	);
	const writes = zoho.requests.filter(({ method }) => method !== 'GET');
	expect(writes.map(({ operation }) => operation)).toEqual(['token']);
});

test('a difference exits with 1, and is in the JSON as well', async () => {
	const env = await start({ switches: { csvEncoding: 'utf-8-bom' } });
	const { output, ended } = hosted(cli, ['live-check', '--json'], env, [], SPEED);
	expect(await ended).toBe(1);
	const lines = linesIn(output.stdout);
	const different = lines.filter(({ state }) => state === 'variant' || state === 'new');
	expect(different).toEqual([
		{
			name: 'CSV: encoding',
			state: 'variant',
			assumed: 'UTF-8 without a byte order mark',
			came: 'UTF-8 with a byte order mark',
			places: ['shared/files/utf8.ts toUtf8'],
			switches: ['csvEncoding'],
		},
	]);
});

test('with --create it makes two exports and looks at them', async () => {
	const env = await start();
	const { output, ended } = hosted(cli, ['live-check', '--json', '--create'], env, [], SPEED);
	expect(await ended).toBe(0);
	const states = Object.fromEntries(linesIn(output.stdout).map((line) => [line.name, line.state]));
	expect(states).toMatchObject({
		'create: while one runs': 'same',
		'create: an export without entries': 'same',
	});
});

test.each<[string, string[], Record<string, string>, RegExp]>([
	['a missing variable', [], { ZOHO_REFRESH_TOKEN: '' }, /^ZOHO_REFRESH_TOKEN not set/],
	['a wrong secret', [], { ZOHO_CLIENT_SECRET: 'wrong' }, /There is no token: CredentialError/],
	['--create where nothing may be created', ['--create'], { ZOHO_AUDIT_READ_ONLY: '1' }, /refused/],
	[
		'a record that is none',
		['--record', 'Deals'],
		{},
		/--record has a value that is not allowed: use a module and/,
	],
	['an argument that there is not', ['--tools', 'x'], {}, /live-check does not take --tools/],
])('%s exits with 2, with one sentence on stderr', async (_, args, env, sentence) => {
	const all = { ...(await start()), ...env };
	const { output, ended } = hosted(cli, ['live-check', ...args], all, [], SPEED);
	expect(await ended).toBe(2);
	expect(output.stderr).toMatch(sentence);
	expect(output.stdout).not.toContain('assumed');
	expect(zoho.requests.filter(({ operation }) => operation !== 'token')).toEqual([]);
});

test('when Zoho gives no token for ten minutes it says so and exits with 2', async () => {
	const env = await start();
	zoho.faults.add({ on: 'token', ...throttledRefresh() });
	const { output, ended } = hosted(cli, ['live-check'], env, [], SPEED);
	expect(await ended).toBe(2);
	expect(output.stderr).toContain('There is no token: UnavailableError');
});

test('Ctrl-C ends it, with what was seen on stdout', async () => {
	const env = await start({
		switches: { jobOutcome: 'stuck' },
		ownExport: false,
		olderExport: false,
	});
	const { child, output, ended } = running(cli, ['live-check', '--create'], env, []);
	await until(() => output.stderr.includes('waiting for an export'));
	child.kill('SIGINT');
	expect(await ended).toBe(130);
	expect(output.stdout).toContain('create: while one runs');
	expect(output.stderr).toContain('Stopped. An export that was created goes on in Zoho.');
	const sent = zoho.requests.length;
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(zoho.requests).toHaveLength(sent);
});

test('when its output is closed it ends as if it was stopped, and says no difference', async () => {
	const { child, output, ended } = running(cli, ['live-check'], await start(), []);
	await until(() => output.stdout.includes('assumed'));
	child.stdout?.destroy();
	expect(await ended).toBe(130);
	expect(output.stderr).not.toContain('uncaught');
});

test.each([['text'], ['--json']])(
	'no secret and nothing of the organization is in either stream, as %s',
	async (form) => {
		const env = await start({ switches: { bearerOnFiles: false } });
		await served?.close();
		served = await serveZoho({
			setOrigins: (origins) => zoho.setOrigins(origins),
			answer: (request) => renamedAnswer(request.url, zoho.answer(request)),
		});
		const args = ['live-check', '--create', '--record', 'Deals/7610000000000800010'];
		const own = { ...env, ZOHO_EMULATOR_URL: served.url };
		const all = form === '--json' ? [...args, form] : args;
		const { output, ended } = hosted(cli, all, own, [], SPEED);
		expect(await ended).toBe(1);
		const text = (output.stdout + output.stderr).toLowerCase();
		expect(canariesOf(zoho).filter((piece) => text.includes(piece))).toEqual([]);
		expect(text).not.toMatch(/zqxj|1000\.[0-9a-f]|127\.0\.0\.1|fernwind/);
	},
);

test('--demo shows what a report looks like, without an account', async () => {
	const { output, ended } = hosted(cli, ['live-check', '--demo'], {}, [], SPEED);
	expect(await ended).toBe(0);
	expect(output.stdout).toContain('came:    HTTP 204');
});

test('times in an hour that the clock shows twice are left empty, and are no difference', async () => {
	const env = { ZOHO_AUDIT_NOW: '2026-11-28T03:07:00Z' };
	const { output, ended } = hosted(cli, ['live-check', '--demo'], env, [], SPEED);
	expect(await ended).toBe(0);
	expect(output.stdout).toMatch(/0 of 2000 cannot be read, \d are in an hour that the clock shows/);
});
