import type { Checks } from '../host/checks';
import type { OutboundProxy } from '../host/outboundProxy';
import type { Account } from '../n8n/zohoAccount';

/** What has to hold for everything that was sent and printed in the whole run. */
export async function checkSecrecy(
	checks: Checks,
	account: Account,
	proxy: OutboundProxy,
	output: string,
): Promise<void> {
	const { requests } = account.zoho;

	await checks.check('No token was in the URL of a request', () => {
		// The emulator keeps the names of such parameters and hides their values.
		const secret = /[?&](access_token|refresh_token|token|code|client_secret)=|Bearer|oauthtoken/i;
		const leak = requests.find(({ url }) => secret.test(url));
		if (leak) throw new Error(leak.url);
		return `${requests.length} requests`;
	});

	await checks.check('Every token was sent to Zoho as a Bearer header', () => {
		// Calls of the accounts server carry no token: they fetch one.
		const calls = requests.filter(({ operation }) => !['token', 'authorize'].includes(operation));
		const other = calls.find(({ prefix }) => prefix !== 'Bearer');
		if (other) throw new Error(`${other.method} ${other.url}: ${other.prefix}`);
		return `${calls.length} requests`;
	});

	await checks.check('n8n printed no secret', () => {
		const leak = [...account.secrets].find((secret) => output.includes(secret));
		if (leak) throw new Error(`a secret of ${leak.length} characters`);
		return `${account.secrets.size} secrets, ${output.length} characters`;
	});

	await checks.check('n8n contacted no host but this machine', () => {
		const hosts = [...new Set(proxy.requestedHosts)];
		if (hosts.length > 0) throw new Error(hosts.join(', '));
	});
}
