import { createZoho, type Zoho } from '../../test/zoho/zoho';
import type { Exchange } from '../zoho/exchange';
import type { Variables } from '../config/environment';

export { emulator } from '../../test/zoho/emulator';

/** Long enough for a first call to answer "preparing", short enough to wait for. */
const JOB_SECONDS = 4;
const ENTRIES = 2_000;
/** Weeks that hold a story (see the guide of the emulator), and some before it. */
const DAYS = 120;

export interface Demo {
	/** Answers in the process: no network. */
	readonly exchange: Exchange;
	/** The same settings, with nothing of a real account in them. */
	environment(variables: Variables): Variables;
	/** Starts the organization's log; it ends at the clock's time. */
	start(now: () => number): void;
}

/**
 * An organization that does not exist, in the process: the emulator of the tests, with several users,
 * names that strangers chose, and a finished export of a minute ago.
 */
export function createDemo(): Demo {
	let zoho: Zoho | null = null;
	const { credentials } = createZoho({ entries: 1, now: () => 0 });
	return {
		environment: (variables) => ({
			// An hour later the export of the beginning is still good enough.
			ZOHO_AUDIT_FRESH_SECONDS: '86400',
			...Object.fromEntries(Object.entries(variables).filter(([name]) => !isOfAccount(name))),
			ZOHO_CLIENT_ID: credentials.client_id,
			ZOHO_CLIENT_SECRET: credentials.client_secret,
			ZOHO_REFRESH_TOKEN: credentials.refresh_token,
			ZOHO_DATA_CENTER: 'eu',
		}),
		start(now) {
			const log = { entries: ENTRIES, days: DAYS };
			zoho = createZoho({ ...log, jobSeconds: JOB_SECONDS, ownExport: true, now });
		},
		exchange: async (request) => {
			request.signal?.throwIfAborted();
			// Yields to the event loop, as a network would.
			await Promise.resolve();
			if (zoho === null) throw new Error('the demo has not started');
			const { method, url, headers, body = '' } = request;
			const answer = zoho.answer({ method, url, headers, body });
			return { status: answer.status, headers: answer.headers, body: answer.body };
		},
	};
}

function isOfAccount(name: string): boolean {
	return name.startsWith('ZOHO_') && !name.startsWith('ZOHO_AUDIT_');
}
