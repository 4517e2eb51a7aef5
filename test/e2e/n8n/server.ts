import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from './home';
import type { App } from './install';
import { lastLines, start } from '../host/processes';
import type { Running } from '../host/processes';

/** The person who set the server up. */
export const OWNER = { email: 'owner@example.com', password: 'E2e-Passw0rd!' } as const;

/** A running n8n, spoken to as its editor does. */
export interface Server {
	readonly url: string;
	get(path: string): Promise<unknown>;
	post(path: string, body: object): Promise<unknown>;
	/** A page, as its text. */
	page(address: string): Promise<string>;
	/** All that it has printed. */
	printed(): string;
	stop(): Promise<void>;
}

// Twelve seconds on an idle machine.
const BOOT_MS = 180_000;
const ANSWER_MS = 60_000;

/** Starts n8n, and sets it up as the person who owns it. */
export async function startServer(app: App, home: Home, webhook: string): Promise<Server> {
	return await session(home.url, await bootServer(app, home, webhook));
}

/**
 * Starts n8n and waits until the webhook answers with items: while it boots n8n answers 200 on every
 * path, and it says that it is ready about a second before it knows its webhooks.
 */
export async function bootServer(app: App, home: Home, webhook: string): Promise<Running> {
	const running = start({
		file: app.node,
		args: [app.script, 'start'],
		env: home.environment,
		log: path.join(home.folder, 'server.log'),
	});
	const end = Date.now() + BOOT_MS;
	while (!(await answersWithItems(home.url + webhook))) {
		if (!running.isRunning() || Date.now() > end) {
			throw new Error(`The webhook never answered with items.\n${lastLines(running.output())}`);
		}
		await sleep(300);
	}
	return running;
}

async function answersWithItems(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
		return (await response.text()).startsWith('[');
	} catch {
		return false;
	}
}

async function session(url: string, running: Running): Promise<Server> {
	let cookie = '';
	const text = async (where: string, body?: object): Promise<string> => {
		const response = await fetch(new URL(where, url), {
			signal: AbortSignal.timeout(ANSWER_MS),
			// A connection that stood idle may be closed by n8n in the moment it is used again.
			headers: { 'content-type': 'application/json', cookie, connection: 'close' },
			...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
		});
		const answer = await response.text();
		if (!response.ok) throw new Error(`n8n answers ${response.status} on ${where}: ${answer}`);
		const set = response.headers.getSetCookie().map((header) => header.split(';')[0]);
		if (set.length > 0) cookie = set.join('; ');
		return answer;
	};
	const ask = async (where: string, body?: object): Promise<unknown> =>
		JSON.parse(await text(where, body));
	await ask('/rest/owner/setup', { ...OWNER, firstName: 'Owner', lastName: 'Owner' });
	return {
		url,
		get: (where) => ask(where),
		post: (where, body) => ask(where, body),
		page: (address) => text(address),
		printed: () => running.output(),
		stop: () => running.stop(),
	};
}
