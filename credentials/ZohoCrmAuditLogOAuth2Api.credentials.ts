import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { DATA_CENTERS } from '../shared/dataCenters';
import { SCOPES } from '../shared/http/crmApi';

/** n8n evaluates the URLs itself, so the table is part of an expression. */
const accounts = JSON.stringify(
	Object.fromEntries(DATA_CENTERS.map(({ id, accounts: origin }) => [id, origin])),
);
/** People copy addresses with the slash that browsers add. */
const customUrl = '($self["accountsUrl"] || "").trim().replace(/[/]+$/, "")';
const accountsUrl = `{{ (${accounts})[$self["dataCenter"]] || ${customUrl} }}`;

const readScopes = [
	SCOPES.readAuditLog,
	SCOPES.download,
	SCOPES.users,
	SCOPES.organization,
	SCOPES.modules,
].join(',');

/** Releases write their own repository here: .ci/pack.mjs */
const GUIDE =
	'https://github.com/n8n-nodes-zoho-crm-audit-log/n8n-nodes-zoho-crm-audit-log/blob/HEAD/docs/zoho-setup.md';

/** The scopes, depending on three options; n8n evaluates it when the credential is connected. */
const scope = [
	`{{ $self["createExports"] === false ? "" : "${SCOPES.createExport}," }}`,
	`{{ $self["readRecordHistory"] === false ? "" : "${SCOPES.records}," }}`,
	// A credential from before this option has no value for it, and stays as it is.
	`{{ $self["readRecycleBin"] === true ? "${SCOPES.recycleBin}," : "" }}`,
	readScopes,
].join('');

const byName = [...DATA_CENTERS].sort((a, b) => a.name.localeCompare(b.name));

/** A link to a step of our own set-up guide, for people who are at that step. */
function guide(step: string, text: string): string {
	return `<a href="${GUIDE}#${step}" target="_blank">${text}</a>`;
}

const onlyCustom = { show: { dataCenter: ['custom'] } };

export class ZohoCrmAuditLogOAuth2Api implements ICredentialType {
	name = 'zohoCrmAuditLogOAuth2Api';

	displayName = 'Zoho CRM Audit Log OAuth2 API';

	extends = ['oAuth2Api'];

	icon: Icon = {
		light: 'file:../nodes/ZohoCrmAuditLog/zohoCrmAuditLog.svg',
		dark: 'file:../nodes/ZohoCrmAuditLog/zohoCrmAuditLog.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-zoho-crm-audit-log/n8n-nodes-zoho-crm-audit-log/blob/HEAD/docs/zoho-setup.md#n8n';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Data Center',
			name: 'dataCenter',
			type: 'options',
			default: 'us',
			description: `Where the Zoho account is hosted: see the ending of the address at which you open Zoho CRM, as in crm.zoho.eu. ${guide('which-data-center', 'More')}.`,
			options: [
				...byName.map(({ id, name, web }) => ({
					name: `${name} (${String(web).replace('https://', '')})`,
					value: id,
				})),
				{ name: 'Custom', value: 'custom' },
			],
		},
		{
			displayName: 'Accounts URL',
			name: 'accountsUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://accounts.zoho.eu',
			description: 'Where tokens are issued. HTTP is accepted for 127.0.0.1 only.',
			displayOptions: onlyCustom,
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://www.zohoapis.eu',
			description: 'Where the CRM API answers. HTTP is accepted for 127.0.0.1 only.',
			displayOptions: onlyCustom,
		},
		{
			displayName: 'Files URL',
			name: 'filesUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://download.zoho.eu',
			description: 'Where exported files are downloaded from. HTTP is accepted for 127.0.0.1 only.',
			displayOptions: onlyCustom,
		},
		{
			displayName: 'Web URL',
			name: 'webUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://crm.zoho.eu',
			description:
				'Where people open Zoho CRM, for links to records. Without it, entries have no links.',
			displayOptions: onlyCustom,
		},
		{
			displayName: 'Allow Creating Exports',
			name: 'createExports',
			type: 'boolean',
			default: true,
			description:
				'Whether to ask Zoho for permission to create exports. Without it, only existing exports can be downloaded. Connect again after a change.',
		},
		{
			displayName: 'Allow Reading Record History',
			name: 'readRecordHistory',
			type: 'boolean',
			default: true,
			description:
				'Whether to ask Zoho for permission to read records. Their timelines need it, and are the only source of old and new values. Connect again after a change.',
		},
		{
			displayName: 'Allow Reading the Recycle Bin',
			name: 'readRecycleBin',
			type: 'boolean',
			default: false,
			description:
				'Whether to ask Zoho for permission to list deleted records, which only the operation Get Deleted Records needs. Nothing is ever restored. Connect again after a change.',
		},
		{
			displayName: 'Pseudonym Key',
			name: 'pseudonymSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. the output of: openssl rand -hex 32',
			description:
				'Only for the option Personal Data: Pseudonyms. At least 32 characters, known only to people who may know the names. With another key, people get other pseudonyms.',
		},
		{
			displayName: `Scopes: ${readScopes.replaceAll(',', ', ')}; with exports ${SCOPES.createExport}; with record history ${SCOPES.records}; with the recycle bin ${SCOPES.recycleBin}. ${guide('the-scopes-and-what-each-is-for', 'What each is for')}. Register a client at Zoho first: ${guide('n8n', 'step by step')}. Shown as connected, but refused: ${guide('when-zoho-refuses', 'why')}.`,
			name: 'scopes',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `=${accountsUrl}/oauth/v2/auth`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `=${accountsUrl}/oauth/v2/token`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `=${scope}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// Zoho issues a refresh token for offline access only, and when connecting again only with this prompt.
			default: 'access_type=offline&prompt=consent',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			// Where n8n's HTTP Request node may send the token. n8n's own default would be any host.
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'none',
		},
	];
}
