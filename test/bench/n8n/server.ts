import { readFileSync } from 'node:fs';
import { withBody } from '../../zoho/faults';
import { serveZoho } from '../../zoho/serve';
import { createZoho } from '../../zoho/zoho';

/**
 * `server.ts <file>`: the emulated Zoho with one finished export whose file is this one. Prints the
 * credential of a connection to it. The file's times are in the format of the emulator's first user.
 */
async function main([file = '']: readonly string[]): Promise<void> {
	const zoho = createZoho({ jobSeconds: 0 });
	const bytes = new Uint8Array(readFileSync(file));
	zoho.faults.add({
		on: 'download',
		times: Infinity,
		answer: (_, normal) => {
			const answer = withBody(normal, bytes);
			return { ...answer, headers: { ...answer.headers, 'content-type': 'application/zip' } };
		},
	});
	const { url } = await serveZoho(zoho, 0);
	const access_token = zoho.accessToken();
	await fetch(`${url}/crm/v8/settings/audit_log_export`, {
		method: 'POST',
		headers: { authorization: `Bearer ${access_token}` },
	});
	const { client_id, client_secret, refresh_token } = zoho.credentials;
	const data = {
		grantType: 'authorizationCode',
		dataCenter: 'custom',
		accountsUrl: url,
		apiUrl: url,
		filesUrl: url,
		clientId: client_id,
		clientSecret: client_secret,
		oauthTokenData: { access_token, refresh_token, token_type: 'Bearer', api_domain: url },
	};
	process.stdout.write(`${JSON.stringify(data)}\n`);
}

void main(process.argv.slice(2));
