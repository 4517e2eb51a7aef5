import type { Checks } from '../host/checks';
import type { Outside } from '../host/outboundProxy';
import type { Account } from '../n8n/zohoAccount';

/** What has to be true of all that was sent and printed in the whole run. */
export async function lookBack(
	checks: Checks,
	account: Account,
	outside: Outside,
	printed: string,
): Promise<void> {
	const { requests } = account.zoho;

	await checks.check('No token was in the address of a request', () => {
		// The emulator keeps the names of such parameters and hides their values.
		const secret = /[?&](access_token|refresh_token|token|code|client_secret)=|Bearer|oauthtoken/i;
		const told = requests.find(({ url }) => secret.test(url));
		if (told) throw new Error(told.url);
		return `${requests.length} requests`;
	});

	await checks.check('Every token went to Zoho as a bearer in the header', () => {
		// To its accounts server n8n brings no token: it fetches one.
		const calls = requests.filter(({ operation }) => !['token', 'authorize'].includes(operation));
		const other = calls.find(({ prefix }) => prefix !== 'Bearer');
		if (other) throw new Error(`${other.method} ${other.url}: ${other.prefix}`);
		return `${calls.length} requests`;
	});

	await checks.check('No secret is in what n8n printed', () => {
		const told = [...account.secrets].find((secret) => printed.includes(secret));
		if (told) throw new Error(`a secret of ${told.length} characters`);
		return `${account.secrets.size} secrets, ${printed.length} characters`;
	});

	await checks.check('n8n asked for no host but this machine', () => {
		if (outside.asked.length > 0) throw new Error([...new Set(outside.asked)].join(', '));
	});
}
