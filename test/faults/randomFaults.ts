import { gzipSync } from 'node:zlib';
import {
	expiredToken,
	htmlPage,
	jsonInstead,
	type FaultEffect,
	redirectTo,
	scopeMissing,
	serverFault,
	throttledRefresh,
	tooManyRequests,
	withBody,
} from '../zoho/faults';
import type { Operation } from '../zoho/zoho';

/** A fault, and the operations that it can affect; any when `on` is absent. */
export interface RandomFault {
	readonly what: string;
	readonly on?: readonly Operation[];
	readonly effect: () => FaultEffect;
}

const { refuse: withoutScope } = scopeMissing('');

/** Faults after which every answer has to be correct or a clear refusal. */
export function randomFaults(random: () => number, evil: string): readonly RandomFault[] {
	const below = (limit: number): number => Math.floor(random() * limit);
	return [
		{ what: 'expired token', effect: () => expiredToken() },
		{ what: 'missing scope', effect: () => ({ refuse: withoutScope }) },
		{ what: '429', effect: () => tooManyRequests() },
		{ what: '429 with a wait', effect: () => tooManyRequests({ retryAfter: below(20) }) },
		{
			what: '429 for the daily credits',
			effect: () => tooManyRequests({ message: 'exceeded for the 24 hour period' }),
		},
		{ what: '500', effect: () => serverFault() },
		{ what: '500 after processing', effect: () => serverFault({ acted: true }) },
		{ what: '503 as a page', effect: () => serverFault({ status: 503, html: true }) },
		{ what: 'login page', effect: () => htmlPage() },
		{ what: 'forbidden page', effect: () => htmlPage(403) },
		{ what: 'unexpected JSON', effect: () => jsonInstead(200, { surprise: [1, null, 'x'] }) },
		{ what: 'error under 200', effect: () => jsonInstead(200, { code: 'X', status: 'error' }) },
		{
			what: 'no content',
			effect: () => ({ refuse: () => ({ status: 204, headers: {}, body: new Uint8Array() }) }),
		},
		{ what: 'redirect', effect: () => redirectTo(`http://${evil}/v2/crm/1/auditlog/2/a.csv`) },
		{ what: 'connection cut', effect: () => ({ socket: { cutAfter: below(4_000) } }) },
		{ what: 'length too long', effect: () => ({ socket: { declaredLength: 5_000_000 } }) },
		{ what: 'trickle', effect: () => ({ socket: { bytesPerSecond: 40 } }) },
		{ what: 'silence', effect: () => ({ socket: { hang: true } }) },
		{
			what: 'gzip',
			effect: () => ({
				answer: (_, normal) => {
					const answer = withBody(normal, gzipSync(normal.body));
					return { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } };
				},
			}),
		},
		{
			what: 'flipped byte',
			on: ['download'],
			effect: () => ({
				answer: (_, normal) => {
					const body = Buffer.from(normal.body);
					const at = below(body.length);
					// Only an archive has checksums that reveal it.
					if (body[0] === 0x50) body[at] = (body[at] ?? 0) ^ (1 + below(255));
					return withBody(normal, body);
				},
			}),
		},
		{
			what: 'truncated archive',
			on: ['download'],
			effect: () => ({
				answer: (_, normal) =>
					normal.body[0] === 0x50
						? withBody(normal, normal.body.subarray(0, below(normal.body.length)))
						: normal,
			}),
		},
		{ what: 'expired link', on: ['download'], effect: () => jsonInstead(410, {}) },
		{
			what: 'hostile link',
			on: ['getExport', 'listExports'],
			effect: () => ({
				answer: (_, normal) => {
					const text = Buffer.from(normal.body).toString();
					return withBody(
						normal,
						Buffer.from(
							text.replaceAll(/"http:[^"]+"/g, `"http://${evil}/v2/crm/1/auditlog/2/a.csv"`),
						),
					);
				},
			}),
		},
		{
			what: 'throttled',
			on: ['token'],
			effect: () => throttledRefresh(random() < 0.5 ? 'en' : 'zh'),
		},
		{ what: 'token page', on: ['token'], effect: () => htmlPage() },
		{
			what: 'token redirect',
			on: ['token'],
			effect: () => redirectTo(`http://${evil}/token`, 307),
		},
	];
}
