import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';
import { forbiddenExport } from '../n8n/workflows';
import { READ_ONLY } from '../n8n/zohoAccount';
import type { Account } from '../n8n/zohoAccount';

/** Connects a credential as a user does: n8n leads to Zoho, Zoho back to n8n, and n8n fetches the token. */
export async function checkConnecting(
	checks: Checks,
	n8n: Server,
	{ zoho }: Account,
): Promise<void> {
	await checks.check('A read-only credential can be connected by the consent at Zoho', async () => {
		const link = await consentLink(n8n, READ_ONLY.id);
		const consent = await fetch(link, { redirect: 'manual' });
		const back = new URL(consent.headers.get('location') ?? '');
		if (!back.searchParams.has('accounts-server')) {
			throw new Error(`Zoho redirects to ${back.pathname}`);
		}
		const page = await n8n.page(back.pathname + back.search);
		if (!/connected|success/i.test(page)) throw new Error(page.slice(0, 400));
		return back.pathname;
	});

	await checks.check('Its first use names the missing scope, and creates nothing', async () => {
		const created = () => zoho.requests.filter((it) => it.operation === 'createExport').length;
		const before = created();
		const response = await fetch(n8n.url + forbiddenExport.address);
		const [item] = (await response.json()) as { error?: string }[];
		const scope = 'ZohoCRM.settings.audit_logs.CREATE';
		if (!item?.error?.includes(scope)) throw new Error(JSON.stringify(item));
		if (created() !== before) throw new Error('Zoho was called all the same');
		return item.error;
	});
}

/** The address that the button Connect opens. */
export async function consentLink(n8n: Server, credentialId: string): Promise<string> {
	const answer = await n8n.get(`/rest/oauth2-credential/auth?id=${credentialId}`);
	return (answer as { data: string }).data;
}
