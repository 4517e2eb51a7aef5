import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bundledServer } from '../bundle';

const cli = bundledServer();
const start = (...words: string[]) =>
	// As for someone who has no account at all.
	spawn(process.execPath, [cli, 'emulator', ...words], { env: {} });

async function ended(...words: string[]): Promise<[number | null, string, string]> {
	const child = start(...words);
	const [out, err]: [string[], string[]] = [[], []];
	child.stdout.on('data', (text: Buffer) => out.push(String(text)));
	child.stderr.on('data', (text: Buffer) => err.push(String(text)));
	const [code] = (await once(child, 'close')) as [number | null];
	return [code, out.join(''), err.join('')];
}

test('the emulator answers with the credentials that it prints, until it is interrupted', async () => {
	const child = start('--job-seconds', '0', '--switch', 'csvTitles=german', '--entries', '50');
	try {
		const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
		const { url, client_id, client_secret, refresh_token } = JSON.parse(line) as Record<
			string,
			string
		>;
		const grant = { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
		const renewed = await fetch(`${url}/oauth/v2/token`, {
			method: 'POST',
			body: new URLSearchParams(grant as Record<string, string>),
		});
		const { access_token: token } = (await renewed.json()) as { access_token: string };
		const authorization = `Zoho-oauthtoken ${token}`;
		const org = await fetch(`${url}/crm/v8/org`, { headers: { authorization } });
		expect(await org.json()).toHaveProperty('org');
	} finally {
		child.kill('SIGTERM');
	}
	expect(await once(child, 'close')).toEqual([0, null]);
});

test('a switch or an argument that there is not ends it with a sentence', async () => {
	const [code, out, err] = await ended('--switch', 'csvTitels=german');
	expect([code, out]).toEqual([2, '']);
	expect(err).toMatch(/^There is no switch "csvTitels"\. There are: csvColumns, csvTitles, /);
	const [other, , message] = await ended('--prot', '1');
	expect(other).toBe(2);
	expect(message).toMatch(/--prot/);
});

test('its help names the switches as they are by default', async () => {
	const [code, out] = await ended('--help');
	expect(code).toBe(0);
	expect(out).toMatch(/--switch NAME=VALUE/);
	expect(out).toMatch(/^ {2}csvTitles=english$/m);
});
