import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';
import { forbiddenExport } from '../n8n/workflows';
import { READ_ONLY } from '../n8n/zohoAccount';
import type { Account } from '../n8n/zohoAccount';

/** A person connects a credential: n8n sends to Zoho, Zoho sends back to n8n, n8n fetches the token. */
export async function connect(checks: Checks, n8n: Server, { zoho }: Account): Promise<void> {
	await checks.check(
		'A credential that may only read is connected by the way over Zoho',
		async () => {
			const { data: link } = (await n8n.get(`/rest/oauth2-credential/auth?id=${READ_ONLY.id}`)) as {
				data: string;
			};
			const consent = await fetch(link, { redirect: 'manual' });
			const back = new URL(consent.headers.get('location') ?? '');
			if (!back.searchParams.has('accounts-server'))
				throw new Error(`Zoho sends to ${back.pathname}`);
			const page = await n8n.page(back.pathname + back.search);
			if (!/connected|success/i.test(page)) throw new Error(page.slice(0, 400));
			return back.pathname;
		},
	);

	await checks.check(
		'Its first use names the scope that is missing, and makes nothing',
		async () => {
			const created = () => zoho.requests.filter((it) => it.operation === 'createExport').length;
			const before = created();
			const response = await fetch(n8n.url + forbiddenExport.address);
			const [item] = (await response.json()) as { error?: string }[];
			const scope = 'ZohoCRM.settings.audit_logs.CREATE';
			if (!item?.error?.includes(scope)) throw new Error(JSON.stringify(item));
			if (created() !== before) throw new Error('Zoho was asked all the same');
			return item.error;
		},
	);
}
