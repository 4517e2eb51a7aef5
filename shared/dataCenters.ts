import { InputError } from './errors';

/** One Zoho data center. Everything but `name` is an exact origin: scheme and host, no path. */
export interface DataCenter {
	readonly id: string;
	readonly name: string;
	/** Where tokens are issued. */
	readonly accounts: string;
	/** Where the CRM API answers; the first one is the production environment. */
	readonly api: readonly [string, ...string[]];
	/** Where exported files lie. */
	readonly files: readonly string[];
	/** Where people open records; null when it is not known. */
	readonly web: string | null;
}

/**
 * Accounts server, API domain and web domain, as Zoho lists them. Listed and never built from one
 * another: Canada has two domains, Australia and China have suffixes of two labels.
 * https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html,
 * https://www.zoho.com/accounts/protocol/oauth/multi-dc.html; the hosts of the United Arab Emirates
 * and the United Kingdom come from pages of other Zoho products.
 */
const TABLE = [
	['us', 'United States', 'accounts.zoho.com', 'zohoapis.com', 'zoho.com'],
	['eu', 'Europe', 'accounts.zoho.eu', 'zohoapis.eu', 'zoho.eu'],
	['in', 'India', 'accounts.zoho.in', 'zohoapis.in', 'zoho.in'],
	['au', 'Australia', 'accounts.zoho.com.au', 'zohoapis.com.au', 'zoho.com.au'],
	['jp', 'Japan', 'accounts.zoho.jp', 'zohoapis.jp', 'zoho.jp'],
	['ca', 'Canada', 'accounts.zohocloud.ca', 'zohoapis.ca', 'zohocloud.ca'],
	['cn', 'China', 'accounts.zoho.com.cn', 'zohoapis.com.cn', 'zoho.com.cn'],
	['sa', 'Saudi Arabia', 'accounts.zoho.sa', 'zohoapis.sa', 'zoho.sa'],
	['ae', 'United Arab Emirates', 'accounts.zoho.ae', 'zohoapis.ae', 'zoho.ae'],
	['uk', 'United Kingdom', 'accounts.zoho.uk', 'zohoapis.uk', 'zoho.uk'],
] as const;

/** Production, sandbox and developer edition: the environments of Zoho's own SDK. */
const API_HOSTS = ['www', 'sandbox', 'developer'] as const;

/**
 * Zoho's pages name `download` and `download-accl` for exports, and `files` for the same file server
 * in the data centers where `download` is not listed.
 * https://www.zoho.com/workdrive/developer/docs/api/v1/download-file.html
 */
const FILE_HOSTS = ['download', 'download-accl', 'files'] as const;

/** `files-accl` is to `files` what `download-accl` is to `download`, and was seen in these alone. */
const FILES_ACCL = ['sa', 'ae'];

export const DATA_CENTERS: readonly DataCenter[] = TABLE.map(([id, name, accounts, api, web]) => ({
	id,
	name,
	accounts: `https://${accounts}`,
	api: API_HOSTS.map((host) => `https://${host}.${api}`) as [string, ...string[]],
	files: [...FILE_HOSTS, ...(FILES_ACCL.includes(id) ? ['files-accl'] : [])].map(
		(host) => `https://${host}.${web}`,
	),
	web: `https://crm.${web}`,
}));

/** Zoho's `location` names and the suffixes people know from their browser's address. */
const ALIASES: Readonly<Record<string, string>> = { com: 'us', 'com.au': 'au', 'com.cn': 'cn' };

/** @throws InputError when there is no such data center. */
export function dataCenterById(id: string): DataCenter {
	const normalized = id.trim().toLowerCase();
	const known = Object.hasOwn(ALIASES, normalized) ? ALIASES[normalized] : normalized;
	const found = DATA_CENTERS.find((dataCenter) => dataCenter.id === known);
	if (found) return found;
	const ids = DATA_CENTERS.map((dataCenter) => dataCenter.id).join(', ');
	throw new InputError(
		// Without the text: it may be a secret that was pasted into the wrong line.
		`Zoho has no such data center. Use one of ${ids}, or custom.`,
		{ parameter: 'dataCenter' },
	);
}

/**
 * Hosts given by hand, for an environment that is not in the table and for the emulator.
 * https only; http is allowed on this machine's loopback.
 * @throws InputError when one of them is not such an address.
 */
export function customDataCenter(urls: {
	readonly accountsUrl: string;
	readonly apiUrl: string;
	readonly filesUrl: string;
	/** Where people open records; records have no links without it. */
	readonly webUrl?: string | undefined;
}): DataCenter {
	return {
		id: 'custom',
		name: 'Custom',
		accounts: originOf(urls.accountsUrl, 'accountsUrl'),
		api: [originOf(urls.apiUrl, 'apiUrl')],
		files: [originOf(urls.filesUrl, 'filesUrl')],
		web: urls.webUrl ? originOf(urls.webUrl, 'webUrl') : null,
	};
}

/** @throws InputError when the emulator's address is not on loopback. */
export function emulatorDataCenter(url: string): DataCenter {
	const origin = originOf(url, 'emulatorUrl');
	if (!isLoopback(new URL(origin).hostname)) {
		throw new InputError(
			'The emulator answers on this machine only: use an address such as http://127.0.0.1:8080.',
			{ parameter: 'emulatorUrl' },
		);
	}
	return customDataCenter({ accountsUrl: origin, apiUrl: origin, filesUrl: origin });
}

function originOf(url: string, parameter: string): string {
	const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : undefined;
	const plain = parsed && (parsed.pathname === '/' || parsed.pathname === '') && !parsed.search;
	if (parsed && plain && parsed.username === '' && parsed.password === '' && isSafe(parsed)) {
		return parsed.origin;
	}
	throw new InputError(
		`The address${parsed ? ` "${withoutSecrets(url)}"` : ''} cannot be used for ${parameter}. Give https, a host and ` +
			'nothing after it, for example https://www.zohoapis.eu; http is for 127.0.0.1 only.',
		{ parameter },
	);
}

function isSafe(url: URL): boolean {
	return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether a host, as in an address, is this machine. */
export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function withoutSecrets(url: string): string {
	return url
		.slice(0, 80)
		.replace(/\/\/[^/@]*@/, '//')
		.replace(/[?#].*$/, '');
}
