import type { Ticks } from '../../../shared/ticks';
import { collect } from '../../../shared/http/body';
import { checkIssuer, connectedApi } from '../../../shared/http/connection';
import { customDataCenter, dataCenterById } from '../../../shared/dataCenters';
import { CredentialError, UnavailableError, UnexpectedAnswerError } from '../../../shared/errors';
import { parseJson } from '../../../shared/http/json';
import { noAnswer } from '../../../shared/http/noAnswer';
import { readTokenAnswer } from '../../../shared/http/tokenAnswer';
import { ZohoClock } from '../../../shared/http/zohoClock';
import { throttledRefresh } from '../../zoho/faults';
import { fakeTime } from '../host';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown, status = 200) => ({
	status,
	headers: {},
	body: bytes(JSON.stringify(value)),
});

describe('JSON', () => {
	test.each([
		['{"id":2276164000001019012}', { id: '2276164000001019012' }],
		['[9007199254740993, -9007199254740993]', ['9007199254740993', '-9007199254740993']],
		['{"n":9007199254740991,"x":1.5e30}', { n: 9007199254740991, x: 1.5e30 }],
		[
			'{"text":": 2276164000001019012","id":2276164000001019012}',
			{ text: ': 2276164000001019012', id: '2276164000001019012' },
		],
		['{"text":"a\\"b: [2276164000001019012","id":1}', { text: 'a"b: [2276164000001019012', id: 1 }],
	])('%s keeps every digit of an id, and strings unchanged', (text, value) => {
		expect(parseJson(bytes(text))).toEqual(value);
	});

	test('an answer that ends in the middle of a letter leaves nothing of it to the next', () => {
		const cut = new TextEncoder().encode('{"name":"Müller"}').subarray(0, 11);
		expect(() => parseJson(cut)).toThrow(SyntaxError);
		expect(parseJson(new TextEncoder().encode('{"name":"Weber"}'))).toEqual({ name: 'Weber' });
	});

	test('an empty body has no value, and __proto__ is an ordinary key', () => {
		expect(parseJson(bytes(''))).toBeUndefined();
		const parsed = parseJson(bytes('{"__proto__":{"admin":true}}')) as { admin?: boolean };
		expect(Object.keys(parsed)).toEqual(['__proto__']);
		expect(parsed.admin).toBeUndefined();
	});
});

describe('a token response', () => {
	test('contains the token, its lifetime in seconds and the scopes', () => {
		const scope = 'ZohoCRM.users.READ ZohoFiles.files.READ';
		const token = {
			access_token: '1000.a',
			expires_in: 3600,
			scope,
			api_domain: 'https://www.zohoapis.eu',
		};
		expect(readTokenAnswer(json(token))).toMatchObject({
			accessToken: '1000.a',
			expiresInSeconds: 3600,
			scopes: ['ZohoCRM.users.READ', 'ZohoFiles.files.READ'],
		});
	});

	test('of an older data center has the lifetime in milliseconds and in seconds', () => {
		const token = { access_token: '1000.a', expires_in: 3_600_000, expires_in_sec: 3600 };
		expect(readTokenAnswer(json(token)).expiresInSeconds).toBe(3600);
	});

	test.each([
		[json({ error: 'invalid_code' }), CredentialError, /refresh token/],
		[json({ error: 'invalid_client' }), CredentialError, /client id/],
		[json({ error: 'invalid_client_secret' }), CredentialError, /client secret/],
		[json({ access_token: '1000.a', error: 'invalid_code' }), CredentialError, /Connect again/],
		[json({ error: 'never_seen' }), CredentialError, /data center/],
		[json({}, 503), UnavailableError, /later/],
		[{ status: 200, headers: {}, body: bytes('<html>') }, UnexpectedAnswerError, /did not answer/],
		[json(null), UnexpectedAnswerError, /did not answer/],
	])('that is a refusal is reported as one', (response, kind, sentence) => {
		expect(() => readTokenAnswer(response)).toThrow(kind);
		expect(() => readTokenAnswer(response)).toThrow(sentence);
	});

	test.each(['en', 'zh'] as const)(
		'that is throttled is recognized in any language (%s)',
		(language) => {
			const request = { method: 'POST', url: '', headers: {}, body: '' };
			const answer = throttledRefresh(language).refuse?.(request);
			if (!answer) throw new Error('no answer');
			expect(() => readTokenAnswer(answer)).toThrow(/ten minutes; nothing is revoked/);
			expect(() => readTokenAnswer(answer)).toThrow(UnavailableError);
		},
	);
});

describe('the connection', () => {
	const eu = dataCenterById('eu');

	test.each([
		[{}, 'https://www.zohoapis.eu'],
		[{ apiDomain: 'https://sandbox.zohoapis.eu' }, 'https://sandbox.zohoapis.eu'],
		[{ accountsServer: 'https://accounts.zoho.eu' }, 'https://www.zohoapis.eu'],
	])('%j has its API at %s', (response, origin) => expect(connectedApi(eu, response)).toBe(origin));

	test.each([
		{ apiDomain: 'https://www.zohoapis.com' },
		{ apiDomain: 'https://evil.example' },
		{ accountsServer: 'https://accounts.zoho.in' },
	])('%j is another data center', (response) => {
		expect(() => connectedApi(eu, response)).toThrow(CredentialError);
	});

	test('names the data center where the account is', () => {
		const there = { accountsServer: 'https://accounts.zohocloud.ca' };
		expect(() => connectedApi(eu, there)).toThrow(
			'set to the data center "Europe", but Zoho says that this account is in "Canada", at https://accounts.zohocloud.ca. Choose that data center',
		);
	});
});

describe('addresses entered by hand', () => {
	const at = (accountsUrl: string, apiUrl: string, filesUrl: string) =>
		customDataCenter({ accountsUrl, apiUrl, filesUrl });
	const europe = {
		accountsServer: 'https://accounts.zoho.eu',
		apiDomain: 'https://www.zohoapis.eu',
	};
	const [accounts, api, files] = [
		'https://accounts.zoho.eu',
		'https://developer.zohoapis.eu',
		'https://download-new.zoho.eu',
	];

	test.each([
		[at(accounts, api, files), europe],
		[at(accounts, api, files), { apiDomain: europe.apiDomain }],
		[at(accounts, api, files), { accountsServer: europe.accountsServer }],
		[
			at('http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://localhost:3'),
			{ apiDomain: 'http://127.0.0.1:2' },
		],
		[
			at('https://accounts.new.example', 'https://www.api.example', 'https://files.new.example'),
			{ accountsServer: 'https://accounts.new.example', apiDomain: 'https://www.api.example' },
		],
	])('get a token of their own servers: %#', (place, connection) => {
		expect(() => checkIssuer(place, connection)).not.toThrow();
	});

	test.each([
		['nothing is known', at(accounts, api, files), {}],
		['no address is named', at(accounts, api, files), { apiDomain: 5, accountsServer: 'zoho' }],
		['another data center', at(accounts, 'https://www.zohoapis.in', files), europe],
		['a host of an alike name', at(accounts, 'https://www.xzohoapis.eu', files), europe],
		['a domain behind it', at(accounts, 'https://zohoapis.eu.evil.example', files), europe],
		['the accounts server', at('https://evil.example', api, files), europe],
		['the files', at(accounts, api, 'https://evil.example'), europe],
		['this machine', at(accounts, 'http://127.0.0.1:1', files), europe],
		[
			'a whole top-level domain',
			at('https://example', 'https://evil.example', 'https://example'),
			{ accountsServer: 'https://accounts.example' },
		],
		[
			'a neighbor of an IP address',
			at('https://192.0.2.1', 'https://192.0.2.1', 'https://198.51.2.1'),
			{ accountsServer: 'https://192.0.2.1' },
		],
	])('get none of others: %s', (_, place, connection) => {
		expect(() => checkIssuer(place, connection)).toThrow(CredentialError);
	});
});

describe("Zoho's time", () => {
	test.each([-2, 0, 2])('is correct when the local clock is %d hours off', async (hours) => {
		const time = fakeTime();
		const machineTime = () => time.now() + hours * 3_600_000;
		const clock = new ZohoClock(machineTime, time.now as Ticks);
		const send = clock.listening(async () => ({
			status: 200,
			headers: { date: new Date(time.now()).toUTCString() },
			body: bytes(''),
		}));
		await send({ method: 'GET', url: '', maxBytes: 1 });
		time.pass(5000);
		expect(clock.now()).toBe(time.now());
	});
});

describe('an incomplete response', () => {
	test('is reported with the network error, without the message of a library', () => {
		const cause = Object.assign(new Error('token 1000.canary'), { code: 'ECONNRESET' });
		const error = noAnswer(new Error('Authorization: 1000.canary', { cause }));
		expect(error).toBeInstanceOf(UnavailableError);
		expect(error.message).toBe(
			'Zoho could not be reached: the connection broke off (ECONNRESET). Try again later.',
		);
	});

	test('above the limit is refused, and the source is closed', async () => {
		let isClosed = false;
		let yielded = 0;
		async function* endless() {
			try {
				for (; yielded < 1000; yielded++) yield bytes('x'.repeat(1000));
			} finally {
				isClosed = true;
			}
		}
		await expect(collect(endless(), 10_000)).rejects.toThrow(/larger than 10000 bytes/);
		expect(isClosed).toBe(true);
		expect(yielded).toBe(10);
	});
});
