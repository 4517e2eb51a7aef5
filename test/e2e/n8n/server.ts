import path from 'node:path';
import { start, untilReady } from '../host/processes';
import type { Running } from '../host/processes';
import type { Home } from './home';
import type { App } from './install';

/** The account of the person who set up the server. */
export const OWNER = { email: 'owner@example.com', password: 'E2e-Passw0rd!' } as const;

/** A running n8n, called the way its editor does. */
export interface Server {
	readonly url: string;
	get(path: string): Promise<unknown>;
	post(path: string, body: object): Promise<unknown>;
	/** The text of a page. */
	page(address: string): Promise<string>;
	/** All that it has printed. */
	output(): string;
	stop(): Promise<void>;
}

// Twelve seconds on an idle machine.
const BOOT_MS = 180_000;
const RESPONSE_MS = 60_000;

/** Starts n8n and sets up its owner. */
export async function startServer(app: App, home: Home, webhook: string): Promise<Server> {
	return await asOwner(home.url, await bootServer(app, home, webhook));
}

/**
 * Starts n8n and waits until the webhook answers with items: during startup n8n answers 200 on every
 * path, and it reports readiness about a second before its webhooks are registered.
 */
export async function bootServer(app: App, home: Home, webhook: string): Promise<Running> {
	const running = startProcess(app, home);
	const probe = async () => (await answersWithItems(home.url + webhook)) || undefined;
	await untilReady(running, 'The webhook never answered with items.', probe, BOOT_MS);
	return running;
}

/** Starts n8n without waiting for anything. */
export function startProcess(app: App, home: Home): Running {
	return start({
		file: app.node,
		args: [app.script, 'start'],
		env: home.environment,
		log: path.join(home.folder, 'server.log'),
	});
}

async function answersWithItems(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
		return (await response.text()).startsWith('[');
	} catch {
		return false;
	}
}

/** A running n8n, called by its owner, who is set up where there is none. */
export async function asOwner(url: string, running: Running): Promise<Server> {
	let cookie = '';
	const text = async (address: string, body?: object): Promise<string> => {
		const response = await fetch(new URL(address, url), {
			signal: AbortSignal.timeout(RESPONSE_MS),
			// n8n may close an idle connection at the very moment it is reused.
			headers: { 'content-type': 'application/json', cookie, connection: 'close' },
			...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		});
		const answer = await response.text();
		if (!response.ok) throw new Error(`n8n answers ${response.status} on ${address}: ${answer}`);
		const set = response.headers.getSetCookie().map((header) => header.split(';')[0]);
		if (set.length > 0) cookie = set.join('; ');
		return answer;
	};
	const json = async (address: string, body?: object): Promise<unknown> =>
		JSON.parse(await text(address, body));
	const { email: emailOrLdapLoginId, password } = OWNER;
	await json('/rest/owner/setup', { ...OWNER, firstName: 'Owner', lastName: 'Owner' }).catch(() =>
		json('/rest/login', { emailOrLdapLoginId, password }),
	);
	return {
		url,
		get: (address) => json(address),
		post: (address, body) => json(address, body),
		page: (address) => text(address),
		output: () => running.output(),
		stop: () => running.stop(),
	};
}
