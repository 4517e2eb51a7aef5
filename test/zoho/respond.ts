import type { Account } from './account';
import { refuseToken } from './accounts/authorization';
import { html, invalidRequestMethod, invalidUrlPattern, json, refusal, zohoError } from './answers';
import type { ZohoAnswer, ZohoRequest } from './answers';
import { download } from './exports/download';
import { createExport, getExport, listExports } from './exports/exportCalls';
import { listApis } from './organization/apis';
import { modulesOf } from './organization/modules';
import { organization } from './organization/organization';
import { users } from './organization/users';
import { refuseUser } from './organization/visibility';
import { recycleBin } from './recycleBin/recycleBin';
import type { Route } from './route';
import { getAuditLog } from './timeline/auditLog';
import { timeline } from './timeline/timeline';

/** The answer of the emulated Zoho, with an empty list in the form that it has there. */
export function respond(account: Account, route: Route, request: ZohoRequest): ZohoAnswer {
	const answer = answerOf(account, route, request);
	const { noContent } = account.switches;
	if (answer.status !== 204 || noContent === 204 || route.host !== 'api') return answer;
	const error = zohoError('NO_CONTENT', 'There is no content');
	return json(400, noContent === 400 ? error : { ...error, status: undefined });
}

/** Checks host, path, token, method and user, in this order, which Zoho does not document. */
function answerOf(account: Account, route: Route, request: ZohoRequest): ZohoAnswer {
	const { origins, switches, tokens } = account;
	const { operation, host, parts } = route;
	const { origin } = new URL(request.url);
	if (host === 'accounts') {
		if (origin !== origins.accounts) return html(404, 'Not Found');
		if (operation === 'token') return tokens.token(request, origins.api);
		if (operation === 'revoke') return tokens.revoke(request);
		if (operation === 'authorize') return tokens.authorize(request, origins.accounts);
		return html(404, 'Not Found');
	}
	if (host === 'files') {
		const known = [origins.files, switches.linkOrigin, switches.downloadRedirect];
		return known.includes(origin) ? download(account, request) : invalidUrlPattern();
	}
	// https://www.zoho.com/crm/developer/docs/api/v3/change-log.html
	if (origin !== origins.api) return refusal(400, 'INVALID_HOST', 'the host is not valid');
	if (operation === 'unknown') return invalidUrlPattern();
	const refused = refuseToken(request.headers['authorization'], route.scopes, tokens, switches);
	if (refused) return refused;
	if (route.method !== request.method) return invalidRequestMethod();
	switch (operation) {
		case 'createExport':
			return refuseUser(account.user(), account.switches) ?? createExport(account, request);
		case 'listExports':
			return refuseUser(account.user(), account.switches) ?? listExports(account);
		case 'getExport':
			return refuseUser(account.user(), account.switches) ?? getExport(account, parts[0] ?? '');
		case 'getAuditLog':
			return refuseUser(account.user(), account.switches) ?? getAuditLog(account, request);
		case 'timeline':
			return timeline(account, request, parts);
		case 'recycleBin':
			return recycleBin(account, request);
		case 'users':
			return users(account, request, parts);
		case 'org':
			return json(200, { org: [organization] });
		case 'modules':
			return json(200, { modules: modulesOf(switches) });
		case 'apis':
			return listApis(account, request, route.version);
		default:
			return invalidUrlPattern();
	}
}
