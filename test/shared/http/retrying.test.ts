import { UnavailableError } from '../../../shared/errors';
import { retrying } from '../../../shared/http/retrying';
import type { ZohoResponse } from '../../../shared/http/transport';
import { serverFault, tooManyRequests } from '../../zoho/faults';
import { fakeTime } from '../host';

type Outcome = ZohoResponse | Error;

const GET = { method: 'GET', url: 'https://www.zohoapis.eu/crm/v8/org', maxBytes: 1000 } as const;
const fine: ZohoResponse = { status: 200, headers: {}, body: new Uint8Array() };
const request = { method: 'GET', url: GET.url, headers: {}, body: '' };

function answers(...outcomes: Outcome[]) {
	const time = fakeTime();
	let calls = 0;
	const send = retrying(async () => {
		const outcome = outcomes[Math.min(calls++, outcomes.length - 1)];
		if (outcome instanceof Error) throw outcome;
		return outcome ?? fine;
	}, time);
	return { send, time, calls: () => calls };
}

const answerOf = (mishap: ReturnType<typeof serverFault>): ZohoResponse => {
	const answer = mishap.refuse?.(request);
	if (!answer) throw new Error('no answer');
	return answer;
};

test('a busy Zoho is retried, with growing delays', async () => {
	const busy = answerOf(serverFault({ status: 503, html: true }));
	const { send, time, calls } = answers(busy, busy, fine);
	expect(await send(GET)).toBe(fine);
	expect(calls()).toBe(3);
	expect(time.slept).toEqual([500, 1000]);
});

test('without a response a call is repeated, four times in total', async () => {
	const { send, calls } = answers(new UnavailableError('no whole answer came'));
	await expect(send(GET)).rejects.toBeInstanceOf(UnavailableError);
	expect(calls()).toBe(4);
});

test("Zoho's Retry-After is waited for before the next attempt", async () => {
	const { send, time } = answers(answerOf(tooManyRequests({ retryAfter: 7 })), fine);
	await send(GET);
	expect(time.slept[0]).toBeGreaterThanOrEqual(7000);
});

test.each([
	['an HTTP date', { retryAfter: 'Tue, 15 Sep 2026 12:00:09 GMT' }, 9000],
	['details.retry_after', { retry_after: 4 }, 4000],
])('%s is understood as Retry-After', async (_, hint, least) => {
	const { send, time } = answers(answerOf(tooManyRequests(hint)), fine);
	await send(GET);
	expect(time.slept[0]).toBeGreaterThanOrEqual(least);
	expect(time.slept[0]).toBeLessThan(least + 1000);
});

test.each([
	['absurd', { retryAfter: 86_400 }],
	["that a day's credits are used up", { message: 'API calls exceeded for the 24 hour period' }],
])('a Retry-After that is %s ends the retries at once', async (_, hint) => {
	const { send, time, calls } = answers(answerOf(tooManyRequests(hint)), fine);
	expect(await send(GET)).toMatchObject({ status: 429 });
	expect(calls()).toBe(1);
	expect(time.slept).toEqual([]);
});

test('a negative Retry-After is ignored', async () => {
	const { send, time } = answers(answerOf(tooManyRequests({ retryAfter: '-5' })), fine);
	await send(GET);
	expect(time.slept).toEqual([500]);
});

test('a POST is sent once, whatever the response', async () => {
	const { send, calls } = answers(answerOf(serverFault()), fine);
	expect(await send({ ...GET, method: 'POST' })).toMatchObject({ status: 500 });
	expect(calls()).toBe(1);
});

test('a permanent refusal is not retried', async () => {
	const { send, calls } = answers({ ...fine, status: 403 }, fine);
	expect(await send(GET)).toMatchObject({ status: 403 });
	expect(calls()).toBe(1);
});

test('a cancelled wait rejects with the reason for the cancellation', async () => {
	const { send } = answers(answerOf(serverFault()), fine);
	const signal = AbortSignal.abort(new Error('enough'));
	await expect(send({ ...GET, signal })).rejects.toThrow('enough');
});
