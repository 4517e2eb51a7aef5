import type { DataCenter } from '../dataCenters';
import { InputError } from '../errors';

export type UrlPurpose = 'api' | 'file';

/** `/v2/crm/{zgid}/auditlog/{id}/{file}`: https://www.zoho.com/crm/developer/docs/api/v8/download-export-audit-log-result.html */
const FILE_PATH = /^\/v\d+(?:\.\d+)?\/crm\/[^/]+\/auditlog\/[^/]+\/[^/]+$/;
const API_PATH = /^\/crm\/v[78]\/[^/]/;

/**
 * The URL that may see a token, normalised: what was checked is what is sent. Exact origins of one
 * data center, exact paths; no user info, no other port, no escaped slash.
 * @throws InputError before anything is sent, with the host in its message.
 */
export function allowedUrl(url: string, purpose: UrlPurpose, dataCenter: DataCenter): string {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	if (parsed && isAllowed(parsed, purpose, dataCenter)) return parsed.href;
	const what = purpose === 'file' ? 'download link' : 'request';
	const origins = purpose === 'file' ? dataCenter.files : dataCenter.api;
	throw new InputError(
		`The ${what} leads to ${placeOf(parsed)}, which is not an audit log address of the data center ` +
			`"${dataCenter.name}". Nothing was sent there. Allowed: ${origins.join(', ')}.`,
		{ parameter: purpose === 'file' ? 'downloadLink' : undefined },
	);
}

function isAllowed(url: URL, purpose: UrlPurpose, dataCenter: DataCenter): boolean {
	const origins = purpose === 'file' ? dataCenter.files : dataCenter.api;
	return (
		origins.includes(url.origin) &&
		url.username === '' &&
		url.password === '' &&
		url.hash === '' &&
		!/%2f|%5c|%2e/i.test(url.pathname) &&
		(purpose === 'file' ? FILE_PATH : API_PATH).test(url.pathname)
	);
}

/** The host only: an untrusted path or query must not be in a message. */
function placeOf(url: URL | undefined): string {
	if (!url) return 'something that is not an absolute address';
	return url.host === ''
		? `a ${url.protocol.slice(0, 20)} address`
		: `${url.protocol}//${url.host.slice(0, 100)}`;
}
