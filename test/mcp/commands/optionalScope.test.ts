import { bundledServer, hosted, until } from '../bundle';
import { environment } from '../session';
import { everyScope } from '../../zoho/accounts/scopes';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';

const cli = bundledServer();
const OPTIONAL = 'ZohoCRM.settings.recycle_bin.READ';
const WITHOUT = everyScope.filter((scope) => scope !== OPTIONAL);

let served: ZohoServer;
let zoho: Zoho;

beforeEach(async () => {
	zoho = createZoho({ entries: 100, olderExport: true });
	served = await serveZoho(zoho);
});
afterEach(async () => await served.close());

const client = () => ({ ...environment(zoho, served.url), ZOHO_REFRESH_TOKEN: '' });

test('login offers the optional scope, and goes on without it', async () => {
	const { output, ended } = hosted(cli, ['login'], client(), [zoho.grantCode(WITHOUT)]);
	expect(await ended).toBe(0);
	const scopes = /2\. Scopes: (\S+)/.exec(output.stderr)?.[1];
	expect(scopes).not.toContain(OPTIONAL);
	expect(output.stderr).toContain(`Optional, for list_deleted_records, add: ,${OPTIONAL}`);
	expect(output.stderr).toContain('All scopes were granted, but the optional one');
	const env = { ...client(), ZOHO_REFRESH_TOKEN: output.stdout.trim() };
	const doctor = hosted(cli, ['doctor'], env, []);
	expect(await doctor.ended).toBe(0);
	expect(doctor.output.stdout).toMatch(/^ok +scopes: All scopes are granted/m);
	expect(doctor.output.stdout).toMatch(
		/^note +recycle bin: .*is not granted.*login --recycle-bin/m,
	);
});

test('login --recycle-bin asks for it with the others', async () => {
	const code = zoho.grantCode();
	const { output, ended } = hosted(cli, ['login', '--recycle-bin'], client(), [code]);
	expect(await ended).toBe(0);
	expect(/2\. Scopes: (\S+)/.exec(output.stderr)?.[1]).toContain(OPTIONAL);
	expect(output.stderr).toContain('All scopes were granted.');
	expect(output.stderr).not.toContain('Optional');
});

test('with a browser it is asked for on request alone', async () => {
	for (const args of [[], ['--recycle-bin']]) {
		const login = ['login', '--redirect', '--port', '0', ...args];
		const { child, output, ended } = hosted(cli, login, client());
		await until(() => /oauth\/v2\/auth\S+/.test(output.stderr));
		const address = new URL(/http\S+oauth\/v2\/auth\S+/.exec(output.stderr)?.[0] ?? '');
		expect(address.searchParams.get('scope')?.includes(OPTIONAL)).toBe(args.length > 0);
		await fetch(address);
		expect(await ended).toBe(0);
		child.stdin.end();
	}
});
