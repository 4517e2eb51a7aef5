import { AuditLogClient } from '../../shared/client';
import type { SessionSettings } from '../../shared/session';
import { type DataCenter, dataCenterById } from '../../shared/dataCenters';
import type { Transport, ZohoRequest } from '../../shared/http/transport';
import { createZoho, type Zoho, type ZohoSetup } from '../zoho/zoho';

/** A fake clock that only advances by sleeping. */
export function fakeTime(start = Date.parse('2026-09-15T12:00:00Z')) {
	let time = start;
	const slept: number[] = [];
	return {
		now: () => time,
		random: () => 0.5,
		slept,
		pass: (milliseconds: number) => void (time += milliseconds),
		async sleep(milliseconds: number, signal?: AbortSignal) {
			signal?.throwIfAborted();
			slept.push(milliseconds);
			time += milliseconds;
		},
	};
}

/** A transport to a Zoho of the European data center, without a network. */
export function transportTo(zoho: Zoho): Transport {
	const token = zoho.accessToken();
	return async ({ method, url, body, headers, signal }: ZohoRequest) => {
		signal?.throwIfAborted();
		const authorization = `Zoho-oauthtoken ${token}`;
		const json = body === undefined ? {} : { 'content-type': 'application/json' };
		const text = body === undefined ? '' : JSON.stringify(body);
		return zoho.answer({
			method,
			url,
			headers: { ...headers, ...json, authorization },
			body: text,
		});
	};
}

/** Client and Zoho with a common fake clock. */
export function europe(setup: ZohoSetup = {}, settings: Partial<SessionSettings> = {}) {
	const time = fakeTime();
	const zoho = createZoho({ now: time.now, ...setup });
	const dataCenter: DataCenter = dataCenterById('eu');
	const transport = transportTo(zoho);
	const { now, sleep, random } = time;
	const client = new AuditLogClient({
		...{ transport, dataCenter, now, ticks: now, sleep, random },
		...settings,
	});
	const called = (operation: string) =>
		zoho.requests.filter((request) => request.operation === operation);
	return { client, zoho, time, transport, called };
}

/** All entries of a reading. */
export async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
	const entries: T[] = [];
	for await (const batch of batches) for (const entry of batch) entries.push(entry);
	return entries;
}
