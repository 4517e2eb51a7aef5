import type { ZohoRequest } from './answers';

export type Operation =
	| 'token'
	| 'authorize'
	| 'revoke'
	| 'getAuditLog'
	| 'createExport'
	| 'listExports'
	| 'getExport'
	| 'download'
	| 'users'
	| 'org'
	| 'modules'
	| 'timeline'
	| 'recycleBin'
	| 'apis'
	| 'unknown';

export interface Route {
	readonly operation: Operation;
	readonly host: 'accounts' | 'api' | 'files';
	/** The required scopes, from the page of each call in Zoho's documentation. */
	readonly scopes: readonly string[];
	/** Parameters in the path: a module, an id. */
	readonly parts: readonly string[];
	/** `v7` or `v8`. The export came with v7; nothing newer than v8 is documented. */
	readonly version: string;
	/** Null when the operation checks the method. */
	readonly method: 'GET' | 'POST' | null;
}

const create = 'ZohoCRM.settings.audit_logs.CREATE';
const read = 'ZohoCRM.settings.audit_logs.READ';

/** Identifies a call by its path and, for exports, its method. */
export function routeOf(request: ZohoRequest): Route {
	const { pathname } = new URL(request.url);
	const route = (operation: Operation, rest: Partial<Route> = {}): Route => ({
		operation,
		host: 'api',
		scopes: [],
		parts: [],
		version: 'v8',
		method: 'GET',
		...rest,
	});
	const accounts = { host: 'accounts', method: null } as const;
	switch (pathname) {
		case '/oauth/v2/token':
			return route('token', accounts);
		case '/oauth/v2/token/revoke':
			return route('revoke', accounts);
		case '/oauth/v2/auth':
			return route('authorize', accounts);
	}
	if (pathname.startsWith('/oauth/')) return route('unknown', accounts);
	if (pathname.startsWith('/v2/crm/')) {
		return route('download', { host: 'files', scopes: ['ZohoFiles.files.READ'], method: null });
	}

	const [, version, path = ''] = /^\/crm\/(v7|v8)\/(.+)$/.exec(pathname) ?? [];
	if (version === undefined) return route('unknown');
	const [first = '', second, third, ...more] = path.split('/').map(decoded);
	if (more.length > 0) return route('unknown');
	if (third === '__timeline' && second) {
		const scopes = [`ZohoCRM.modules.${first}.READ`];
		return route('timeline', { version, scopes, parts: [first, second] });
	}
	if (first === 'settings' && second === 'audit_log_export') {
		if (third) return route('getExport', { version, scopes: [read], parts: [third] });
		if (request.method !== 'POST') return route('listExports', { version, scopes: [read] });
		return route('createExport', { version, scopes: [create], method: 'POST' });
	}
	if (first === 'users' && third === undefined) {
		const parts = second === undefined ? [] : [second];
		return route('users', { version, scopes: ['ZohoCRM.users.READ'], parts });
	}
	switch (path) {
		case 'settings/audit_log':
			return route('getAuditLog', { version, scopes: [read] });
		case 'settings/modules':
			return route('modules', { version, scopes: ['ZohoCRM.settings.modules.READ'] });
		case 'settings/recycle_bin':
			return route('recycleBin', { version, scopes: ['ZohoCRM.settings.recycle_bin.READ'] });
		case 'org':
			return route('org', { version, scopes: ['ZohoCRM.org.READ'] });
		case '__apis':
			return route('apis', { version, scopes: ['ZohoCRM.apis.READ'] });
		default:
			return route('unknown');
	}
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
