import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { htmlPage, throttledRefresh } from '../../zoho/faults';
import { everyScope } from '../../zoho/accounts/scopes';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { staff } from '../../zoho/organization/staff';
import { createZoho, type Zoho, type ZohoSetup } from '../../zoho/zoho';
import { bundledServer, hosted, running, until } from '../bundle';
import { environment } from '../session';

const cli = bundledServer();
let folder: string;
let zoho: Zoho;
let served: ZohoServer;

async function start(setup: ZohoSetup = {}): Promise<Record<string, string>> {
	zoho = createZoho({ olderExport: true, entries: 600, ...setup });
	served = await serveZoho(zoho);
	return environment(zoho, served.url);
}

beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'zoho-login-'))));
afterEach(async () => {
	rmSync(folder, { recursive: true });
	await served?.close();
});

describe('doctor', () => {
	async function diagnosed(env: Record<string, string>, args: string[] = []) {
		const { output, ended } = hosted(cli, ['doctor', '--json', ...args], env, []);
		const code = await ended;
		const checks = output.stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { name: string; state: string; text: string });
		return { code, output, checks: Object.fromEntries(checks.map((it) => [it.name, it])) };
	}

	test('says that it was interrupted, and not that a check has failed, when nobody reads on', async () => {
		const { child, output, ended } = running(cli, ['doctor'], await start(), []);
		await until(() => output.stdout.includes('token'));
		child.stdout?.destroy();
		expect(await ended).toBe(130);
		expect(output.stderr).not.toContain('uncaught');
	});

	test('says what works, and only reads', async () => {
		const { code, checks } = await diagnosed(await start());
		expect(code).toBe(0);
		expect(Object.values(checks).map(({ name, state }) => [name, state])).toEqual([
			['variables', 'ok'],
			['token', 'ok'],
			['scopes', 'ok'],
			['recycle bin', 'ok'],
			['organization', 'ok'],
			['visibility', 'ok'],
			['exports', 'ok'],
			['settings/audit_log', 'note'],
			['file host', 'ok'],
			['clock', 'ok'],
			['credits', 'ok'],
		]);
		const writes = zoho.requests.filter(
			({ method, operation }) => method !== 'GET' && operation !== 'token',
		);
		expect(writes).toEqual([]);
	});

	test('a line for people has the mark, the name and the sentence', async () => {
		const env = await start();
		const { output, ended } = running(cli, ['--check'], env, []);
		expect(await ended).toBe(0);
		expect(output.stdout).toMatch(/^ok +organization: Fernwind Instruments GmbH, time zone/m);
	});

	test.each<
		[string, string, string, (env: Record<string, string>) => Record<string, string> | undefined]
	>([
		[
			'a user who does not see everything',
			'visibility',
			'Administrator profile',
			() => void (zoho.switches.tokenUser = staff.zoe.id),
		],
		[
			'an endpoint that is offered',
			'settings/audit_log',
			'short questions need no export',
			() => void (zoho.switches.settingsAuditLog = 'audit_log'),
		],
		['a wrong secret', 'token', 'client secret', () => ({ ZOHO_CLIENT_SECRET: 'not-the-secret' })],
		[
			'a missing variable',
			'variables',
			'ZOHO_REFRESH_TOKEN not set',
			() => ({ ZOHO_REFRESH_TOKEN: '' }),
		],
		[
			'too many tokens',
			'token',
			'Wait ten minutes',
			() => zoho.faults.add({ on: 'token', ...throttledRefresh() }) ?? undefined,
		],
		[
			'a file host that refuses',
			'file host',
			'ZohoFiles.files.READ',
			() => zoho.faults.add({ on: 'download', ...htmlPage(403) }) ?? undefined,
		],
		[
			'credits that run out',
			'credits',
			'123 of the day',
			() => answerWith({ 'x-api-credits-remaining': '123' }),
		],
		[
			'a clock that is wrong',
			'clock',
			'seconds behind Zoho',
			() => answerWith({ date: new Date(Date.now() + 7_200_000).toUTCString() }),
		],
		[
			'a scope that is missing',
			'scopes',
			'ZohoFiles.files.READ',
			() => {
				const refresh = zoho.grantCode(
					everyScope.filter((scope) => !scope.startsWith('ZohoFiles')),
				);
				const form = new URLSearchParams({
					...zoho.credentials,
					grant_type: 'authorization_code',
					code: refresh,
				});
				const { body } = zoho.answer({
					method: 'POST',
					url: `${served.url}/oauth/v2/token`,
					headers: { 'content-type': 'application/x-www-form-urlencoded' },
					body: form.toString(),
				});
				const { refresh_token } = JSON.parse(Buffer.from(body).toString()) as {
					refresh_token: string;
				};
				return { ZOHO_REFRESH_TOKEN: refresh_token };
			},
		],
	])('%s has its own sentence', async (_, name, sentence, arrange) => {
		const env = await start();
		const { code, checks } = await diagnosed({ ...env, ...arrange(env) });
		expect(checks[name]?.text).toContain(sentence);
		const hasFailed = Object.values(checks).some(({ state }) => state === 'failed');
		expect(code).toBe(hasFailed ? 1 : 0);
	});

	/** Every answer has these headers as well. */
	function answerWith(headers: Record<string, string>): undefined {
		zoho.faults.add({
			on: () => true,
			times: Infinity,
			answer: (_, normal) => ({ ...normal, headers: { ...normal.headers, ...headers } }),
		});
	}

	test('a misspelt setting exits with 2', async () => {
		const { output, ended } = hosted(cli, ['doctor'], { ZOHO_AUDIT_TYPO: '1' }, []);
		expect(await ended).toBe(2);
		expect(output.stderr).toContain('There is no setting ZOHO_AUDIT_TYPO');
	});
});

describe('login', () => {
	function client(env: Record<string, string>) {
		return { ...env, ZOHO_REFRESH_TOKEN: '' };
	}

	test('a code of a self client becomes a refresh token, alone on stdout', async () => {
		const env = await start();
		const { ZOHO_EMULATOR_URL = '' } = env;
		const { client_id, client_secret } = zoho.credentials;
		const code = zoho.grantCode();
		const input = [client_id, client_secret, code];
		const { output, ended } = running(cli, ['login'], { ZOHO_EMULATOR_URL }, input);
		expect(await ended).toBe(0);
		expect(output.stdout).toMatch(/^1000\.\w{32}\.\w{32}\n$/);
		expect(output.stderr).toContain('All scopes were granted.');
		for (const secret of [client_secret, code, output.stdout.trim()]) {
			expect(output.stderr).not.toContain(secret);
		}
		const works = hosted(cli, ['doctor'], { ...env, ZOHO_REFRESH_TOKEN: output.stdout.trim() }, []);
		expect(await works.ended).toBe(0);
	});

	test('missing scopes are named', async () => {
		const env = client(await start());
		const code = zoho.grantCode(everyScope.filter((scope) => !scope.startsWith('ZohoFiles')));
		const { output, ended } = hosted(cli, ['login'], env, [code]);
		expect(await ended).toBe(0);
		expect(output.stderr).toContain(
			'Missing scopes, without which some answers are incomplete: ZohoFiles.files.READ.',
		);
	});

	test('a code that was used is explained, and nothing is on stdout', async () => {
		const env = client(await start());
		const code = zoho.grantCode();
		await hosted(cli, ['login'], env, [code]).ended;
		const { output, ended } = hosted(cli, ['login'], env, [code]);
		expect(await ended).toBe(1);
		expect(output.stdout).toBe('');
		expect(output.stderr).toContain('already used');
		expect(output.stderr).not.toContain(code);
	});

	test('a client that Zoho does not know is explained', async () => {
		const env = { ...client(await start()), ZOHO_CLIENT_ID: '1000.UNKNOWN' };
		const { output, ended } = hosted(cli, ['login'], env, ['1000.x.y']);
		expect(await ended).toBe(1);
		expect(output.stderr).toContain('does not know the client id');
	});

	test('an empty answer is reported, without a request', async () => {
		const env = client(await start());
		const { output, ended } = hosted(cli, ['login'], env, []);
		expect(await ended).toBe(1);
		expect(output.stderr).toContain('Nothing was entered for "Code"');
		expect(zoho.requests).toHaveLength(0);
	});

	test('the token is stored only on request, in a new file for one user', async () => {
		const env = client(await start());
		const file = path.join(folder, 'token');
		const { output, ended } = hosted(cli, ['login', '--save', file], env, [zoho.grantCode()]);
		expect(await ended).toBe(0);
		expect(output.stdout).toBe('');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readFileSync(file, 'utf8')).toMatch(/^1000\./);
		const before = readFileSync(file, 'utf8');
		const again = hosted(cli, ['login', '--save', file], env, [zoho.grantCode()]);
		expect(await again.ended).toBe(1);
		expect(readFileSync(file, 'utf8')).toBe(before);
		const killed = path.join(folder, 'killed');
		writeFileSync(killed, '', { mode: 0o644 });
		await hosted(cli, ['login', '--save', killed], env, [zoho.grantCode()]).ended;
		expect(readFileSync(killed, 'utf8')).toMatch(/^1000\./);
		expect(statSync(killed).mode & 0o777).toBe(0o600);
		const link = path.join(folder, 'link');
		symlinkSync(path.join(folder, 'elsewhere'), link);
		expect(await hosted(cli, ['login', '--save', link], env, []).ended).toBe(1);
		expect(existsSync(path.join(folder, 'elsewhere'))).toBe(false);
		const failing = path.join(folder, 'other');
		await hosted(cli, ['login', '--save', failing], env, ['wrong']).ended;
		expect(existsSync(failing)).toBe(false);
	});

	test('with a browser the code returns to this machine, and only the right state is accepted', async () => {
		const env = client(await start());
		const { child, output, ended } = hosted(cli, ['login', '--redirect', '--port', '0'], env);
		await until(() => /oauth\/v2\/auth\S+/.test(output.stderr));
		const address = /http\S+oauth\/v2\/auth\S+/.exec(output.stderr)?.[0] ?? '';
		const back = new URL(new URL(address).searchParams.get('redirect_uri') ?? '');
		for (const target of ['//', '///callback', '/%', 'http://[', '*', '/callback?state=%zz']) {
			expect(await statusOf(back, target)).toBe(404);
		}
		const forged = await fetch(`${back}?code=forged&state=guessed`);
		expect(forged.status).toBe(404);
		const consented = await fetch(address);
		expect(consented.status).toBe(200);
		expect(await ended).toBe(0);
		expect(output.stdout).toMatch(/^1000\.\w{32}\.\w{32}\n$/);
		child.stdin.end();
	});
});

/** Of a request whose target no URL need be. */
async function statusOf({ hostname, port }: URL, target: string): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const asked = request({ hostname, port, path: target }, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		asked.once('error', reject).end();
	});
}
