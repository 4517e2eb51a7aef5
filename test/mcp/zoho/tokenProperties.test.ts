import fc from 'fast-check';
import { AccessToken } from '../../../mcp/zoho/accessToken';
import type { Exchange } from '../../../mcp/zoho/exchange';
import { createLog } from '../../../mcp/log';
import { axiosTransport } from '../../../mcp/zoho/transport';
import { emulatorDataCenter } from '../../../shared/dataCenters';
import { AuditLogError } from '../../../shared/errors';
import { runs } from '../../runs';
import { expiredToken, jsonInstead, serverFault, throttledRefresh } from '../../zoho/faults';
import { createZoho } from '../../zoho/zoho';
import { NOON } from '../session';

jest.setTimeout(300_000);

const ORIGIN = 'http://127.0.0.1:9';
const MINUTE = 60_000;
/** The client's own limit in ten minutes; the emulator has Zoho's, which is ten. */
const MAX_RENEWALS = 8;

/** How the accounts server may refuse a renewal. */
const REFUSALS = {
	throttled: throttledRefresh('zh'),
	busy: serverFault({ status: 503 }),
	revoked: jsonInstead(200, { error: 'invalid_code' }),
	nothing: jsonInstead(200, {}),
} as const;

const which = fc.constantFrom(0 as const, 1 as const);
const step = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			what: fc.constant('call' as const),
			client: which,
			count: fc.integer({ min: 1, max: 4 }),
			cancels: fc.boolean(),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			what: fc.constant('wait' as const),
			milliseconds: fc.oneof(
				{ weight: 6, arbitrary: fc.integer({ min: 0, max: MINUTE }) },
				{ weight: 1, arbitrary: fc.integer({ min: 0, max: 70 * MINUTE }) },
			),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			what: fc.constant('expire' as const),
			client: which,
			times: fc.integer({ min: 1, max: 40 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			what: fc.constant('refuse' as const),
			client: which,
			how: fc.constantFrom(...(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[])),
		}),
	},
	{ weight: 4, arbitrary: fc.constant({ what: 'settle' as const }) },
);

interface Issued {
	readonly token: string;
	readonly expires: number;
}

/** A connection to a Zoho of its own, over a network that delivers in any order. */
function connection(seed: number, now: () => number, scheduler: fc.Scheduler) {
	const zoho = createZoho({ seed, now, entries: 1, origins: originsOf(ORIGIN) });
	const issued: Issued[] = [];
	const refused = new Set<string>();
	const renewals: number[] = [];
	let renewing = 0;

	const exchange: Exchange = async ({ method, url, headers, body = '', signal }) => {
		const isRenewal = url.endsWith('/oauth/v2/token');
		if (isRenewal) {
			expect(++renewing).toBe(1);
			const last = issued.at(-1);
			const isNeeded =
				!last || refused.has(last.token) || now() >= last.expires - MINUTE || renewals.length === 0;
			expect(isNeeded).toBe(true);
			renewals.push(now());
			expect(renewals.filter((time) => time > now() - 10 * MINUTE).length).toBeLessThanOrEqual(
				MAX_RENEWALS,
			);
		} else {
			const token = (headers['authorization'] ?? '').replace('Zoho-oauthtoken ', '');
			expect(issued.map((it) => it.token)).toContain(token);
		}
		await scheduler.schedule(Promise.resolve(), 'request');
		signal?.throwIfAborted();
		const answer = zoho.answer({ method, url, headers, body });
		if (isRenewal) {
			const payload = JSON.parse(Buffer.from(answer.body).toString() || '{}') as {
				access_token?: string;
				expires_in?: number;
			};
			if (payload.access_token !== undefined) {
				issued.push({
					token: payload.access_token,
					expires: now() + (payload.expires_in ?? 0) * 1_000,
				});
			}
		}
		await scheduler.schedule(Promise.resolve(), 'response');
		if (isRenewal) renewing--;
		signal?.throwIfAborted();
		if (answer.status === 401) refused.add((headers['authorization'] ?? '').split(' ')[1] ?? '');
		return answer;
	};
	const { client_id: clientId, client_secret: clientSecret, refresh_token } = zoho.credentials;
	const token = new AccessToken(
		{ clientId, clientSecret, refreshToken: refresh_token },
		emulatorDataCenter(ORIGIN),
		{ exchange, now, log: createLog('error', () => undefined) },
	);
	const transport = axiosTransport(token, exchange);
	return {
		zoho,
		async call(signal: AbortSignal): Promise<void> {
			const url = `${ORIGIN}/crm/v8/org`;
			const answer = await transport({ method: 'GET', url, maxBytes: 100_000, signal });
			expect([200, 401]).toContain(answer.status);
		},
	};
}

const originsOf = (origin: string) => ({
	accounts: origin,
	api: origin,
	files: origin,
	web: origin,
});

test('in any order of events: one renewal at a time, none without a reason, eight in ten minutes, and each connection its own tokens', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.array(step, { minLength: 3, maxLength: 90, size: 'max' }),
			async (scheduler, steps) => {
				let clock = NOON;
				const now = (): number => clock;
				const clients = [connection(1, now, scheduler), connection(2, now, scheduler)] as const;
				const stop = new AbortController();
				let waiting: Promise<void>[] = [];
				const outcome = async (call: Promise<void>): Promise<void> => {
					try {
						await call;
					} catch (error) {
						const isOurs = error instanceof AuditLogError || error === stop.signal.reason;
						if (!isOurs) throw error;
					}
				};
				const settle = async (): Promise<void> => {
					await scheduler.waitFor(Promise.all(waiting));
					waiting = [];
				};
				for (const it of steps) {
					if (it.what === 'wait') clock += it.milliseconds;
					if (it.what === 'settle') await settle();
					if (it.what === 'expire') {
						const { zoho } = clients[it.client];
						zoho.faults.add({ on: 'org', times: it.times, ...expiredToken() });
					}
					if (it.what === 'refuse') {
						clients[it.client].zoho.faults.add({ on: 'token', ...REFUSALS[it.how] });
					}
					if (it.what === 'call') {
						for (let number = 0; number < it.count; number++) {
							const cancels = it.cancels && number === 0;
							const signal = cancels ? stop.signal : new AbortController().signal;
							waiting.push(outcome(clients[it.client].call(signal)));
						}
						// A message may arrive before the next step.
						if (scheduler.count() > 0) await scheduler.waitNext(1);
					}
				}
				stop.abort(new Error('cancelled'));
				await settle();
				// A renewal continues when all its callers have cancelled.
				await scheduler.waitIdle();
				// Without faults, and after the ten minutes, every caller gets an answer.
				clock += 11 * MINUTE;
				for (const { zoho } of clients) zoho.faults.clear();
				waiting = clients.map(async ({ call }) => await call(new AbortController().signal));
				await settle();
			},
		),
		{ numRuns: runs(50), endOnFailure: true },
	);
});
