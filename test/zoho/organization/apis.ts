import type { Account } from '../account';
import { json, noContent } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { invalidParameter } from '../timeline/paging';

interface Operation {
	readonly method: string;
	readonly oauth_scope: string;
	readonly min_credits: number;
	readonly max_credits: number;
}

const operation = (method: string, oauth_scope: string): Operation => ({
	method,
	oauth_scope,
	min_credits: 1,
	max_credits: 1,
});

const read = 'ZohoCRM.settings.audit_logs.READ';

const apis: ReadonlyArray<readonly [string, readonly Operation[]]> = [
	[
		'settings/audit_log_export',
		[operation('GET', read), operation('POST', 'ZohoCRM.settings.audit_logs.CREATE')],
	],
	['settings/audit_log_export/{id}', [operation('GET', read)]],
	['settings/audit_log', [operation('GET', read)]],
	['settings/modules', [operation('GET', 'ZohoCRM.settings.modules.READ')]],
	['users', [operation('GET', 'ZohoCRM.users.READ')]],
	['users/{id}', [operation('GET', 'ZohoCRM.users.READ')]],
	['org', [operation('GET', 'ZohoCRM.org.READ')]],
	['{module}/{id}/__timeline', [operation('GET', 'ZohoCRM.modules.READ')]],
	['__apis', [operation('GET', 'ZohoCRM.apis.READ')]],
];

/**
 * GET __apis: the APIs of this user and organization, with scopes and credits. Shape and filters
 * are those of Zoho's OpenAPI description; the comparator is `equals` here, `equal` in exports.
 */
export function listApis(account: Account, request: ZohoRequest, version: string): ZohoAnswer {
	const text = new URL(request.url).searchParams.get('filters');
	const test = text === null ? () => true : filter(text);
	if (!test) return invalidParameter('filters');
	const offered = typeof account.switches.settingsAuditLog === 'string';
	const __apis = apis
		.filter(([path]) => path !== 'settings/audit_log' || offered)
		.map(([path, operations]) => ({
			path: `/crm/${version}/${path}`,
			operation_types: operations.filter(test),
		}))
		.filter((api) => api.operation_types.length > 0);
	return __apis.length === 0 ? noContent() : json(200, { __apis });
}

function filter(text: string): ((operation: Operation) => boolean) | null {
	let parsed: { field?: { api_name?: unknown }; comparator?: unknown; value?: unknown } | null;
	try {
		parsed = JSON.parse(text) as typeof parsed;
	} catch {
		return null;
	}
	const { field, comparator, value } = parsed ?? {};
	const key = (
		{ 'operation_types.method': 'method', 'operation_types.oauth_scope': 'oauth_scope' } as const
	)[String(field?.api_name)];
	if (!key || typeof value !== 'string') return null;
	if (comparator === 'equals') return (it) => it[key] === value;
	if (comparator === 'contains') return (it) => it[key].includes(value);
	return null;
}
