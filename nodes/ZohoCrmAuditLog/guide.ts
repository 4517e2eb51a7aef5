/** Our own set-up guide. Releases write their own repository here: .ci/pack.mjs */
const GUIDE =
	'https://github.com/n8n-nodes-zoho-crm-audit-log/n8n-nodes-zoho-crm-audit-log/blob/HEAD/docs/zoho-setup.md';

/** What to do when Zoho refuses a connection. */
export const REFUSALS = `${GUIDE}#when-zoho-refuses`;

/** What each scope is for. */
export const SCOPES_GUIDE = `${GUIDE}#the-scopes-and-what-each-is-for`;
