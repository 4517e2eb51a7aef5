import { createHash } from 'node:crypto';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { MINUTE } from '../../../shared/durations';
import type { LogEntry } from '../../zoho/log/logEntry';
import { serveZoho } from '../../zoho/serve';
import { createZoho } from '../../zoho/zoho';
import type { Zoho } from '../../zoho/zoho';

/** The emulated Zoho of one run. */
export interface Account {
	readonly zoho: Zoho;
	/** Accounts server, API and file host in one. */
	readonly url: string;
	/** Every token that was ever in a response or is part of the credential. */
	readonly secrets: ReadonlySet<string>;
	/** The number of times a token was renewed. */
	renewals(): number;
	close(): Promise<void>;
}

export async function openAccount(): Promise<Account> {
	const zoho = createZoho({ jobSeconds: 3, olderExport: true });
	leaveOutHoursShownTwice(zoho);
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

/**
 * An entry of the hour that a clock shows twice has no time in a file of several months, and so belongs to every
 * period, in some weeks and at some times of day alone. Here such entries happen just before it.
 */
function leaveOutHoursShownTwice({ log, organization }: Zoho): void {
	const zone = new TimeZone(organization.time_zone);
	const isTwice = (instant: number): boolean =>
		zone.instantsOf(instant + zone.offsetAt(instant)).length > 1;
	const entries = log as LogEntry[];
	entries.forEach((entry, index) => {
		let audited_time = entry.audited_time;
		while (isTwice(audited_time)) audited_time -= MINUTE;
		entries[index] = { ...entry, audited_time };
	});
}

/** What a node stores about its credential, and the type. */
interface CredentialReference {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

export const CREDENTIAL: CredentialReference = {
	id: 'e2eCredential001',
	name: 'Zoho CRM',
	type: 'zohoCrmAuditLogOAuth2Api',
};

/** Decrypted, as n8n imports it: connected without a browser, with an access token that is dead at Zoho. */
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

/** As filled in for read-only access, before the consent. */
export function readOnlyCredential({ url, zoho }: Account): object {
	const { client_id, client_secret } = zoho.credentials;
	const { id, name } = READ_ONLY;
	const urls = { accountsUrl: url, apiUrl: url, filesUrl: url };
	const client = { clientId: client_id, clientSecret: client_secret };
	const data = { dataCenter: 'custom', ...urls, ...client, createExports: false };
	return { ...CREDENTIAL, id, name, data };
}

export const READ_ONLY: CredentialReference = {
	...CREDENTIAL,
	id: 'e2eCredential004',
	name: 'Zoho CRM, read only',
};

/** Before the consent, for a picture of the form. */
export const UNCONNECTED = {
	...CREDENTIAL,
	id: 'e2eCredential002',
	name: 'Zoho CRM, not connected',
	data: {
		grantType: 'authorizationCode',
		dataCenter: 'eu',
		clientId: '1000.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123',
		clientSecret: 'e2e-not-connected',
	},
} as const;

/** Of the mail server; its port is added where it is known. */
export const MAIL_CREDENTIAL: CredentialReference = {
	id: 'e2eCredential006',
	name: 'Mail server',
	type: 'smtp',
};

/** For the chat model in the AI agent example. */
export const MODEL_CREDENTIAL = {
	id: 'e2eCredential003',
	name: 'A model on this machine',
	type: 'openAiApi',
} as const;

/** For the SIEM example. */
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

/** The file of the newest export, downloaded without n8n and without our client. */
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

/**
 * @returns the size.
 * @throws Error unless the response is the file of the newest export.
 */
export async function assertNewestFile(account: Account, response: Response): Promise<string> {
	const received = new Uint8Array(await response.arrayBuffer());
	const original = await newestFile(account);
	if (sha256(received) === sha256(original)) return `${received.length} bytes`;
	throw new Error(`${received.length} bytes instead of the ${original.length} bytes at Zoho`);
}

export const sha256 = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('hex');

/** The matching entries of the emulator's log since a time, newest first. */
export function entriesSince(
	{ log }: Zoho,
	since: number,
	matches: (entry: LogEntry) => boolean,
): LogEntry[] {
	return log.filter((entry) => entry.audited_time >= since && matches(entry)).reverse();
}
