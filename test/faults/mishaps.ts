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

/** A mishap, and the calls that it can befall; any of Zoho's own when none is named. */
export interface Chance {
	readonly what: string;
	readonly on?: readonly Operation[];
	readonly mishap: () => FaultEffect;
}

const { refuse: withoutScope } = scopeMissing('');

/** Everything that may go wrong and still leaves a right answer or a clear refusal. */
export function chances(random: () => number, evil: string): readonly Chance[] {
	const some = (most: number): number => Math.floor(random() * most);
	return [
		{ what: 'dead token', mishap: () => expiredToken() },
		{ what: 'missing scope', mishap: () => ({ refuse: withoutScope }) },
		{ what: '429', mishap: () => tooManyRequests() },
		{ what: '429 with a wait', mishap: () => tooManyRequests({ retryAfter: some(20) }) },
		{
			what: '429 for the day',
			mishap: () => tooManyRequests({ message: 'exceeded for the 24 hour period' }),
		},
		{ what: '500', mishap: () => serverFault() },
		{ what: '500 after it acted', mishap: () => serverFault({ acted: true }) },
		{ what: '503 as a page', mishap: () => serverFault({ status: 503, html: true }) },
		{ what: 'log-in page', mishap: () => htmlPage() },
		{ what: 'forbidden page', mishap: () => htmlPage(403) },
		{ what: 'JSON of nobody', mishap: () => jsonInstead(200, { surprise: [1, null, 'x'] }) },
		{ what: 'error under 200', mishap: () => jsonInstead(200, { code: 'X', status: 'error' }) },
		{
			what: 'no content',
			mishap: () => ({ refuse: () => ({ status: 204, headers: {}, body: new Uint8Array() }) }),
		},
		{ what: 'redirect', mishap: () => redirectTo(`http://${evil}/v2/crm/1/auditlog/2/a.csv`) },
		{ what: 'line cut', mishap: () => ({ socket: { cutAfter: some(4_000) } }) },
		{ what: 'length too long', mishap: () => ({ socket: { declaredLength: 5_000_000 } }) },
		{ what: 'trickle', mishap: () => ({ socket: { bytesPerSecond: 40 } }) },
		{ what: 'silence', mishap: () => ({ socket: { hang: true } }) },
		{
			what: 'gzip',
			mishap: () => ({
				answer: (_, normal) => {
					const answer = withBody(normal, gzipSync(normal.body));
					return { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } };
				},
			}),
		},
		{
			what: 'flipped byte',
			on: ['download'],
			mishap: () => ({
				answer: (_, normal) => {
					const body = Buffer.from(normal.body);
					const at = some(body.length);
					// Of a CSV nothing would tell; an archive has its checksums.
					if (body[0] === 0x50) body[at] = (body[at] ?? 0) ^ (1 + some(255));
					return withBody(normal, body);
				},
			}),
		},
		{
			what: 'archive cut short',
			on: ['download'],
			mishap: () => ({
				answer: (_, normal) =>
					normal.body[0] === 0x50
						? withBody(normal, normal.body.subarray(0, some(normal.body.length)))
						: normal,
			}),
		},
		{ what: 'link gone', on: ['download'], mishap: () => jsonInstead(410, {}) },
		{
			what: 'hostile link',
			on: ['getExport', 'listExports'],
			mishap: () => ({
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
			mishap: () => throttledRefresh(random() < 0.5 ? 'en' : 'zh'),
		},
		{ what: 'token page', on: ['token'], mishap: () => htmlPage() },
		{
			what: 'token redirect',
			on: ['token'],
			mishap: () => redirectTo(`http://${evil}/token`, 307),
		},
	];
}
