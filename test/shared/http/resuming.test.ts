import fc from 'fast-check';
import { UnavailableError, UnexpectedAnswerError } from '../../../shared/errors';
import { BrokenAnswer, wholeAnswer } from '../../../shared/http/brokenAnswer';
import { resuming } from '../../../shared/http/resuming';
import type { ZohoRequest, ZohoResponse } from '../../../shared/http/transport';

const FILE = Uint8Array.from({ length: 1_000 }, (_, index) => index % 251);
const OTHER = FILE.map((byte) => byte ^ 0xff);
const GET = {
	method: 'GET',
	url: 'https://download.zoho.eu/v2/crm/1/auditlog/2/AuditLog.csv',
	maxBytes: 100_000,
} as const;

interface Version {
	readonly body: Uint8Array;
	readonly etag: string;
}
const first: Version = { body: FILE, etag: '"first"' };

/** A file host with ranges that cuts each response after a number of bytes. */
function host(
	breaks: readonly (number | undefined)[],
	change: (response: ZohoResponse, request: ZohoRequest) => ZohoResponse = (it) => it,
	versions: readonly Version[] = [first],
) {
	const requests: ZohoRequest[] = [];
	const send = resuming(async (request) => {
		const turn = requests.push(request) - 1;
		const { body, etag } = versions[Math.min(turn, versions.length - 1)] ?? first;
		const [, from] = /^bytes=(\d+)-$/.exec(request.headers?.['range'] ?? '') ?? [];
		const offer = { 'accept-ranges': 'bytes', etag };
		const isRange = from !== undefined && request.headers?.['if-range'] === etag;
		const part = isRange ? body.subarray(Number(from)) : body;
		const range = `bytes ${from}-${body.length - 1}/${body.length}`;
		const response = change(
			{
				status: isRange ? 206 : 200,
				headers: {
					...offer,
					'content-length': String(part.length),
					...(isRange && { 'content-range': range }),
				},
				body: part,
			},
			request,
		);
		const end = breaks[turn];
		if (end === undefined) return response;
		return await wholeAnswer(response, broken(response.body.subarray(0, end)), request.maxBytes);
	});
	return { send, requests };
}

function* broken(body: Uint8Array): Generator<Uint8Array> {
	yield body;
	throw Object.assign(new Error('secret'), { code: 'ECONNRESET' });
}

const without =
	(...names: string[]) =>
	(response: ZohoResponse): ZohoResponse => ({
		...response,
		headers: Object.fromEntries(
			Object.entries(response.headers).filter(([name]) => !names.includes(name)),
		),
	});

test('the rest of an interrupted file is requested under its ETag, and appended', async () => {
	const { send, requests } = host([600]);
	expect((await send(GET)).body).toEqual(FILE);
	expect(requests.map(({ headers }) => headers)).toEqual([
		undefined,
		{ range: 'bytes=600-', 'if-range': '"first"' },
	]);
});

test('wherever and however often it is interrupted, the file is the one at Zoho', async () => {
	const places = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 8 });
	await fc.assert(
		fc.asyncProperty(places, async (breaks) => {
			const answer = await host(breaks).send(GET);
			expect(answer.status).toBe(200);
			expect(Buffer.compare(answer.body, FILE)).toBe(0);
		}),
	);
});

test('another version instead of the rest replaces the file: two versions are never joined', async () => {
	const { send } = host([600], undefined, [first, { body: OTHER, etag: '"second"' }]);
	expect((await send(GET)).body).toEqual(OTHER);
});

test.each<[string, (response: ZohoResponse, request: ZohoRequest) => ZohoResponse]>([
	['416', (it, { headers }) => (headers ? { ...it, status: 416, body: new Uint8Array() } : it)],
	['a range that begins elsewhere', range('bytes 500-999/1000')],
	['a range of another length', range('bytes 600-1999/2000')],
	['a range that ends early', range('bytes 600-800/1000')],
	['a range without its place', range('')],
	[
		'a range of another version',
		(it) => (it.status === 206 ? { ...it, headers: { ...it.headers, etag: '"x"' } } : it),
	],
])('%s is not the rest: the file is fetched again from its first byte', async (_, change) => {
	const { send, requests } = host([600], change);
	expect((await send(GET)).body).toEqual(FILE);
	// Strict, because Jest's toEqual ignores undefined members: a missing call would pass.
	expect(requests.map(({ headers }) => headers?.['range'])).toStrictEqual([
		undefined,
		'bytes=600-',
		undefined,
	]);
});

test.each([
	['an ETag', without('etag')],
	['an offer of ranges', without('accept-ranges')],
	[
		'a strong ETag',
		(it: ZohoResponse) => ({ ...it, headers: { ...it.headers, etag: 'W/"first"' } }),
	],
])('without %s nothing is resumed, and the part is not used', async (_, change) => {
	const { send, requests } = host([600], change);
	await expect(send(GET)).rejects.toThrow(UnavailableError);
	expect(requests).toHaveLength(1);
});

test('a refusal instead of the rest is the answer', async () => {
	const refusal = { status: 401, headers: {}, body: new Uint8Array() };
	const { send } = host([600], (it, { headers }) => (headers ? refusal : it));
	expect(await send(GET)).toBe(refusal);
});

test('a connection without progress is abandoned at once, one that keeps breaking after nine attempts', async () => {
	const silent = host([600, 0, 0]);
	await expect(silent.send(GET)).rejects.toBeInstanceOf(BrokenAnswer);
	expect(silent.requests).toHaveLength(2);
	const weak = host(Array.from({ length: 50 }, () => 10));
	await expect(weak.send(GET)).rejects.toThrow('the connection broke off (ECONNRESET)');
	expect(weak.requests).toHaveLength(9);
});

test('the parts together are subject to the size limit', async () => {
	const { send } = host([600]);
	await expect(send({ ...GET, maxBytes: 900 })).rejects.toBeInstanceOf(UnexpectedAnswerError);
});

test('a POST is not resumed', async () => {
	const { send, requests } = host([600]);
	await expect(send({ ...GET, method: 'POST' })).rejects.toThrow(UnavailableError);
	expect(requests).toHaveLength(1);
});

function range(text: string): (response: ZohoResponse) => ZohoResponse {
	return (it) =>
		it.status === 206 ? { ...it, headers: { ...it.headers, 'content-range': text } } : it;
}
