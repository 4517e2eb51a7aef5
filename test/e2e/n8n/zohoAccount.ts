import { createHash } from 'node:crypto';
import type { LogEntry } from '../../zoho/log/logEntry';
import { serveZoho } from '../../zoho/serve';
import { createZoho } from '../../zoho/zoho';
import type { Zoho } from '../../zoho/zoho';

/** The emulated Zoho of one run, and what is to be known of it. */
export interface Account {
	readonly zoho: Zoho;
	/** Accounts server, API and file host in one. */
	readonly url: string;
	/** Every token that ever was in an answer or is part of the credential. */
	readonly secrets: ReadonlySet<string>;
	/** How often a token was renewed. */
	renewals(): number;
	close(): Promise<void>;
}

export async function openAccount(): Promise<Account> {
	const zoho = createZoho({ jobSeconds: 3, olderExport: true });
	const { client_secret, refresh_token } = zoho.credentials;
	const secrets = new Set([client_secret, refresh_token]);
	const { url, close } = await serveZoho({
		setOrigins: (origins) => zoho.setOrigins(origins),
		answer(request) {
			const answer = zoho.answer(request);
			if (zoho.requests.at(-1)?.operation === 'token' && answer.status === 200) {
				const { access_token } = JSON.parse(Buffer.from(answer.body).toString());
				if (typeof access_token === 'string') secrets.add(access_token);
			}
			return answer;
		},
	});
	const renewals = () => zoho.requests.filter(({ operation }) => operation === 'token').length;
	return { zoho, url, secrets, renewals, close };
}

/** What is to be known of a credential to choose it. */
interface Chosen {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

export const CREDENTIAL: Chosen = {
	id: 'e2eCredential001',
	name: 'Zoho CRM',
	type: 'zohoCrmAuditLogOAuth2Api',
};

/** Decrypted, as n8n imports it: connected without a browser, with an access token Zoho has forgotten. */
export function staleCredential({ url, zoho }: Account): object {
	const { client_id, client_secret, refresh_token } = zoho.credentials;
	return {
		...CREDENTIAL,
		data: {
			grantType: 'authorizationCode',
			dataCenter: 'custom',
			accountsUrl: url,
			apiUrl: url,
			filesUrl: url,
			clientId: client_id,
			clientSecret: client_secret,
			oauthTokenData: {
				access_token: '1000.forgotten',
				refresh_token,
				token_type: 'Bearer',
				api_domain: url,
			},
		},
	};
}

/** As a person fills it in who may read only, before the consent. */
export function readOnlyCredential({ url, zoho }: Account): object {
	const { client_id, client_secret } = zoho.credentials;
	const { id, name } = READ_ONLY;
	const urls = { accountsUrl: url, apiUrl: url, filesUrl: url };
	const client = { clientId: client_id, clientSecret: client_secret };
	const data = { dataCenter: 'custom', ...urls, ...client, createExports: false };
	return { ...CREDENTIAL, id, name, data };
}

export const READ_ONLY: Chosen = {
	...CREDENTIAL,
	id: 'e2eCredential004',
	name: 'Zoho CRM, read only',
};

/** As it is before the consent, for a look at the form. */
export const UNCONNECTED = {
	...CREDENTIAL,
	id: 'e2eCredential002',
	name: 'Zoho CRM, not connected',
	data: { dataCenter: 'eu' },
} as const;

/** Of the chat model in the example for an AI agent. */
export const MODEL_CREDENTIAL = {
	id: 'e2eCredential003',
	name: 'A model on this machine',
	type: 'openAiApi',
} as const;

/** What the SIEM in the example for one wants to be told. */
export const SIEM_CREDENTIAL = {
	id: 'e2eCredential005',
	name: 'A SIEM on this machine',
	type: 'httpHeaderAuth',
	data: { name: 'Authorization', value: 'ApiKey e2e' },
} as const;

interface Jobs {
	readonly audit_log_export: readonly {
		readonly job_end_time: string;
		readonly download_links: readonly string[] | null;
	}[];
}

/** Asked of Zoho without n8n and without our client. */
export async function newestFile({ zoho, url }: Account): Promise<Uint8Array> {
	const headers = { authorization: `Bearer ${zoho.accessToken()}` };
	const list = await fetch(`${url}/crm/v8/settings/audit_log_export`, { headers });
	const { audit_log_export: jobs } = (await list.json()) as Jobs;
	const [newest] = jobs
		.filter(({ download_links }) => download_links)
		.sort((a, b) => Date.parse(b.job_end_time) - Date.parse(a.job_end_time));
	const [link = ''] = newest?.download_links ?? [];
	return new Uint8Array(await (await fetch(link, { headers })).arrayBuffer());
}

export const sha256 = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('hex');

/** Entries of the truth since a time that satisfy a condition, newest first. */
export function entriesSince(
	{ log }: Zoho,
	since: number,
	wanted: (entry: LogEntry) => boolean,
): LogEntry[] {
	return log.filter((entry) => entry.audited_time >= since && wanted(entry)).reverse();
}
