import { call, clock } from '../call';
import { createZoho } from '../zoho';
import type { Zoho } from '../zoho';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

function setUp() {
	const time = clock();
	return { time, zoho: createZoho({ now: time.now, entries: 5 }) };
}

function token(zoho: Zoho, parameters: Record<string, string>) {
	const body = String(new URLSearchParams({ ...zoho.credentials, ...parameters }));
	return call(zoho, 'POST', `${zoho.origins.accounts}/oauth/v2/token`, { body, headers: form });
}

const refresh = { grant_type: 'refresh_token' };

function org(zoho: Zoho, authorization: string) {
	return call(zoho, 'GET', '/crm/v8/org', { headers: { authorization } });
}

test('a refresh returns an access token for an hour', () => {
	const { time, zoho } = setUp();
	const answer = token(zoho, refresh);
	expect(answer.json).toMatchObject({
		api_domain: 'https://www.zohoapis.eu',
		token_type: 'Bearer',
		expires_in: 3600,
	});
	const { access_token } = answer.json as { access_token: string };
	expect(org(zoho, `Bearer ${access_token}`).status).toBe(200);
	expect(org(zoho, `Zoho-oauthtoken ${access_token}`).status).toBe(200);
	time.advance(3_600);
	expect(org(zoho, `Bearer ${access_token}`)).toMatchObject({
		status: 401,
		json: { code: 'INVALID_TOKEN' },
	});
});

test('parameters can also be in the query string or a multipart form', () => {
	const { zoho } = setUp();
	const url = `${zoho.origins.accounts}/oauth/v2/token`;
	const parameters = { ...zoho.credentials, ...refresh };
	expect(call(zoho, 'POST', `${url}?${String(new URLSearchParams(parameters))}`).text).toContain(
		'access_token',
	);
	const parts = Object.entries(parameters).map(
		([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	const headers = { 'content-type': 'multipart/form-data; boundary=x' };
	const body = `${parts.join('')}--x--\r\n`;
	expect(call(zoho, 'POST', url, { headers, body }).text).toContain('access_token');
});

test('errors have HTTP 200, and JSON parameters are ignored', () => {
	const { zoho } = setUp();
	const url = `${zoho.origins.accounts}/oauth/v2/token`;
	const body = JSON.stringify({ ...zoho.credentials, ...refresh });
	const headers = { 'content-type': 'application/json' };
	const wrong = { status: 200, json: { error: 'invalid_client' } };
	expect(call(zoho, 'POST', url, { body, headers })).toMatchObject(wrong);
	expect(token(zoho, { ...refresh, refresh_token: 'gone' })).toMatchObject({
		status: 200,
		json: { error: 'invalid_code' },
	});
	expect(token(zoho, { ...refresh, client_secret: 'no' }).json).toEqual({
		error: 'invalid_client_secret',
	});
	expect(call(zoho, 'GET', url).headers['content-type']).toContain('text/html');
});

test('the eleventh access token within ten minutes is refused', () => {
	const { time, zoho } = setUp();
	for (let count = 0; count < 10; count++) expect(token(zoho, refresh).status).toBe(200);
	expect(token(zoho, refresh)).toMatchObject({
		status: 400,
		json: { error: 'Access Denied', status: 'failure' },
	});
	time.advance(601);
	expect(token(zoho, refresh).status).toBe(200);
});

test('the code of a self client works once, and for three minutes', () => {
	const { time, zoho } = setUp();
	const code = zoho.grantCode(['ZohoCRM.org.READ']);
	const grant = { grant_type: 'authorization_code', code };
	expect(token(zoho, grant).json).toMatchObject({
		refresh_token: expect.any(String),
		scope: 'ZohoCRM.org.READ',
	});
	expect(token(zoho, grant).json).toEqual({ error: 'invalid_code' });
	const late = zoho.grantCode();
	time.advance(181);
	expect(token(zoho, { ...grant, code: late }).json).toEqual({ error: 'invalid_code' });
});

test('consent redirects with code, location and accounts server', () => {
	const { zoho } = setUp();
	const redirect_uri = 'https://n8n.example/rest/oauth2-credential/callback';
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: zoho.credentials.client_id,
		redirect_uri,
		scope: 'ZohoCRM.org.READ,ZohoFiles.files.READ',
		access_type: 'offline',
		prompt: 'consent',
		state: 'abc',
	});
	const url = `${zoho.origins.accounts}/oauth/v2/auth?`;
	const answer = call(zoho, 'GET', url + String(query));
	expect(answer.status).toBe(302);
	const back = new URL(answer.headers['location'] ?? '');
	expect(back.searchParams.get('state')).toBe('abc');
	expect(back.searchParams.get('location')).toBe('eu');
	expect(back.searchParams.get('accounts-server')).toBe('https://accounts.zoho.eu');
	const code = back.searchParams.get('code') ?? '';
	const grant = { grant_type: 'authorization_code', redirect_uri, code };
	expect(token(zoho, grant).json).toMatchObject({ refresh_token: expect.any(String) });
	query.set('scope', 'ZohoCRM.org.READ ZohoFiles.files.READ');
	expect(call(zoho, 'GET', url + String(query))).toMatchObject({ status: 400 });
});

test('revoking a refresh token revokes its access tokens', () => {
	const { zoho } = setUp();
	const { access_token } = token(zoho, refresh).json as { access_token: string };
	const { refresh_token } = zoho.credentials;
	call(zoho, 'POST', `${zoho.origins.accounts}/oauth/v2/token/revoke?token=${refresh_token}`);
	expect(token(zoho, refresh).json).toEqual({ error: 'invalid_code' });
	expect(org(zoho, `Bearer ${access_token}`).status).toBe(401);
	expect(JSON.stringify(zoho.requests)).not.toContain(refresh_token);
});

test('beyond the limit of live access tokens, the oldest is revoked', () => {
	const { zoho } = setUp();
	zoho.switches.liveAccessTokens = 2;
	const tokens = [1, 2, 3].map(() => token(zoho, refresh).json as { access_token: string });
	const statuses = tokens.map((it) => org(zoho, `Bearer ${it.access_token}`).status);
	expect(statuses).toEqual([401, 200, 200]);
});

test.each([
	['no header', {}, 'AUTHENTICATION_FAILURE'],
	['another prefix', { authorization: 'Basic eDp5' }, 'AUTHENTICATION_FAILURE'],
	['an unknown token', { authorization: 'Bearer 1000.x' }, 'INVALID_TOKEN'],
])('%s is refused with its own 401', (_name, headers, code) => {
	const { zoho } = setUp();
	const url = `${zoho.origins.api}/crm/v8/org?access_token=${zoho.accessToken()}`;
	const answer = zoho.answer({ method: 'GET', url, headers, body: '' });
	expect(answer.status).toBe(401);
	expect(JSON.parse(Buffer.from(answer.body).toString())).toMatchObject({ code });
});

test.each([
	['POST', '/crm/v8/settings/audit_log_export', 'ZohoCRM.settings.audit_logs.CREATE'],
	['GET', '/crm/v8/settings/audit_log_export', 'ZohoCRM.settings.audit_logs.READ'],
	['GET', '/crm/v7/users', 'ZohoCRM.users.READ'],
	['GET', '/crm/v8/org', 'ZohoCRM.org.READ'],
	['GET', '/crm/v8/settings/modules', 'ZohoCRM.settings.modules.READ'],
	['GET', '/crm/v8/__apis', 'ZohoCRM.apis.READ'],
])('%s %s needs %s', (method, path, scope) => {
	const { zoho } = setUp();
	const withScopes = (scopes: string[]) => ({
		headers: { authorization: `Bearer ${zoho.accessToken(scopes)}` },
	});
	expect(call(zoho, method, path, withScopes([scope])).status).toBeLessThan(300);
	expect(call(zoho, method, path, withScopes(['ZohoFiles.files.READ']))).toMatchObject({
		status: 401,
		json: { code: 'OAUTH_SCOPE_MISMATCH' },
	});
});
