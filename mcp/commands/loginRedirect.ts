import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataCenter } from '../../shared/dataCenters';
import { CredentialError, UnavailableError } from '../../shared/errors';
import type { Terminal } from './terminal';

/** People read the list of scopes before they consent. */
const CONSENT_MS = 10 * 60_000;
const PATH = '/callback';

interface Client {
	readonly dataCenter: DataCenter;
	readonly clientId: string;
	readonly scopes: readonly string[];
	/** Of the redirect address, which is registered at Zoho. */
	readonly port: number;
}

/**
 * A grant code by a browser: the user opens a page of Zoho's and consents, and the browser comes back to
 * this machine with the code. `state` proves that it comes from this request.
 * https://www.zoho.com/accounts/protocol/oauth/web-apps/authorization.html
 */
export async function grantCodeByRedirect(
	client: Client,
	terminal: Terminal,
): Promise<{ readonly code: string; readonly redirectUri: string }> {
	const state = randomBytes(16).toString('hex');
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(client.port, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;
	const redirectUri = `http://127.0.0.1:${port}${PATH}`;
	terminal.say(
		`The redirect address registered for the client must be ${redirectUri}. Open in a browser:\n${consentAddress(client, redirectUri, state)}`,
	);
	try {
		return { code: await codeSent(server, client.dataCenter, state), redirectUri };
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

function consentAddress(
	{ dataCenter, clientId, scopes }: Client,
	redirectUri: string,
	state: string,
): string {
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: clientId,
		redirect_uri: redirectUri,
		scope: scopes.join(','),
		// Else Zoho issues no refresh token to a user who has consented before.
		access_type: 'offline',
		prompt: 'consent',
		state,
	});
	return `${dataCenter.accounts}/oauth/v2/auth?${query}`;
}

/** Null for whatever else asks at this port. */
function answerIn(target: string): URLSearchParams | null {
	const [path, ...query] = target.split('?');
	// Not by URL, which throws for a path such as `//`.
	return path === PATH ? new URLSearchParams(query.join('?')) : null;
}

async function codeSent(
	server: ReturnType<typeof createServer>,
	{ accounts, id }: DataCenter,
	state: string,
): Promise<string> {
	return await new Promise<string>((resolve, reject) => {
		const timer = setTimeout(
			() => reject(new UnavailableError('No consent was given within ten minutes. Start again.')),
			CONSENT_MS,
		);
		server.on('request', (request, response) => {
			const query = answerIn(request.url ?? '');
			const say = (status: number, text: string): void => {
				response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
				response.end(text);
			};
			if (query?.get('state') !== state) return say(404, 'Nothing here.\n');
			say(200, 'You can close this page.\n');
			clearTimeout(timer);
			const server = query.get('accounts-server');
			const code = query.get('code');
			if (id !== 'custom' && server !== null && server !== accounts) {
				const where = server.slice(0, 80).replace(/[^\w:/.-]/g, '');
				reject(
					new CredentialError(
						`The account is served by ${where}: set ZOHO_DATA_CENTER to its data center.`,
					),
				);
			} else if (code) {
				resolve(code);
			} else {
				reject(new CredentialError('Zoho sent no code: consent was not given.'));
			}
		});
	});
}
