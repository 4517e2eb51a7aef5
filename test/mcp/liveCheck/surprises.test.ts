import { ASSUMPTIONS } from '../../../mcp/liveCheck/run';
import type { Exchange } from '../../../mcp/zoho/exchange';
import { UnavailableError } from '../../../shared/errors';
import {
	type FaultEffect,
	htmlPage,
	jsonInstead,
	redirectTo,
	serverFault,
	tooManyRequests,
	truncatedBody,
	withBody,
} from '../../zoho/faults';
import type { Operation, Zoho } from '../../zoho/zoho';
import { different, liveChecked } from './liveChecked';

const ARGS = ['--create', '--record', 'Deals/7610000000000800010'];
const SMALL = { entries: 150 };
const OPERATIONS: readonly Operation[] = [
	...(['org', 'users', 'modules', 'listExports', 'getExport', 'createExport'] as const),
	...(['getAuditLog', 'apis', 'download', 'timeline', 'recycleBin'] as const),
];
const deep = JSON.parse(`${'['.repeat(500)}1${']'.repeat(500)}`) as unknown;

const SURPRISES: Readonly<Record<string, FaultEffect>> = {
	'a web page': htmlPage(),
	'a web page that refuses': htmlPage(403),
	'an empty body': { answer: (_, normal) => withBody(normal, new Uint8Array()) },
	'no content': { refuse: () => ({ status: 204, headers: {}, body: new Uint8Array() }) },
	null: jsonInstead(200, null),
	'a number': jsonInstead(200, 7),
	'a list': jsonInstead(200, [1, 'x', null]),
	'an empty object': jsonInstead(200, {}),
	'lists that are deep': jsonInstead(200, { audit_log_export: deep, users: deep, org: deep }),
	'other kinds': jsonInstead(200, {
		...{ audit_log_export: 'x', users: 1, org: {}, modules: null, __apis: true },
		...{ __timeline: 'x', recycle_bin: {}, info: [] },
	}),
	'items of other kinds': jsonInstead(200, {
		...{ audit_log_export: [1, null, 'x', []], users: [1, null, {}], org: [[]], modules: [0, {}] },
		...{ __apis: [1, {}], __timeline: [null, 1, {}], recycle_bin: [null, 1, [], {}], info: 'x' },
	}),
	'half of it': truncatedBody(40),
	'bytes that are no text': {
		refuse: () => ({ status: 200, headers: {}, body: Buffer.alloc(99, 0xff) }),
	},
	'500': serverFault(),
	'429 for an hour': tooManyRequests({ retryAfter: 3_600 }),
	'a teapot': jsonInstead(418, { code: 'TEAPOT', status: 'error' }),
	'a redirect to elsewhere': redirectTo('https://elsewhere.example/x'),
	'a redirect to nowhere': redirectTo(''),
};

describe.each(Object.entries(SURPRISES))('%s', (_, effect) => {
	test.each(OPERATIONS)('in place of the answer to %s becomes lines', async (on) => {
		const arrange = (zoho: Zoho): undefined =>
			void zoho.faults.add({ on, times: Infinity, ...effect });
		// A small log is read sooner; the record is in the story of a larger one.
		const isSmall = on !== 'timeline';
		const args = isSmall ? ['--create'] : ARGS;
		const { lines } = await liveChecked(isSmall ? SMALL : {}, { args, arrange });
		const named = new Set(lines.map(({ name }) => name));
		expect(ASSUMPTIONS.filter(({ name }) => !named.has(name))).toEqual([]);
		expect(lines.filter(({ came }) => /fault of this program/.test(came))).toEqual([]);
		// An empty list, or a scope that is not granted, is no difference.
		const isFine = ['timeline', 'users', 'listExports', 'getExport', 'apis', 'recycleBin'].includes(
			on,
		);
		if (!isFine) expect(different(lines).length).toBeGreaterThan(0);
	});
});

test('no answer at all becomes lines', async () => {
	const around =
		(exchange: Exchange): Exchange =>
		async (request) => {
			if (request.url.includes('/oauth/')) return await exchange(request);
			throw new UnavailableError('Zoho could not be reached.');
		};
	const { lines } = await liveChecked({}, { around, args: ARGS });
	expect(lines.length).toBeGreaterThanOrEqual(ASSUMPTIONS.length);
	expect(different(lines).map(({ came }) => came)).toContain('UnavailableError');
});

test('a field that was never seen, another kind and another status are lines with their shapes', async () => {
	const arrange = (zoho: Zoho): undefined =>
		void zoho.faults.add({
			on: 'listExports',
			times: Infinity,
			answer: (_, normal) => {
				const json = JSON.parse(Buffer.from(normal.body).toString()) as {
					audit_log_export: Record<string, unknown>[];
				};
				const [job = {}] = json.audit_log_export;
				Object.assign(job, {
					file_size: 12,
					constructor: 'x',
					toString: null,
					job_end_time: 'gestern 7',
					status: 'Wird exportiert',
				});
				return withBody(normal, Buffer.from(JSON.stringify(json)));
			},
		});
	const { lines } = await liveChecked({}, { arrange });
	const came = Object.fromEntries(lines.map((line) => [line.name, `${line.state} ${line.came}`]));
	expect(came['exports: keys of a job']).toBe(
		'new job_end_time is a text; file_size is new: a number; aaaaaaaaaaa is new: a text a; aaaaaaaa is new: null',
	);
	expect(came['exports: words for states']).toBe('new aaaa aaaaaaaaaa, finished');
});

test('read-only nothing but tokens is posted, whatever Zoho answers', async () => {
	for (const effect of [undefined, ...Object.values(SURPRISES)]) {
		const arrange = (zoho: Zoho): undefined => {
			if (effect) zoho.faults.add({ on: () => true, skip: 1, times: Infinity, ...effect });
		};
		const { zoho } = await liveChecked({}, { arrange });
		const posts = zoho.requests.filter(({ method }) => method !== 'GET');
		expect(posts.filter(({ operation }) => operation !== 'token')).toEqual([]);
	}
});

test('with --create two exports are made, never more', async () => {
	for (const switches of [{}, { lingeringSeconds: 40 }, { modulesInCriteria: 'both' as const }]) {
		const { zoho } = await liveChecked({ ownExport: false, switches }, { args: ['--create'] });
		const made = zoho.requests.filter(
			({ operation, status }) => operation === 'createExport' && status === 200,
		);
		expect(made).toHaveLength(2);
	}
});

test('a third export is not made although Zoho takes all', async () => {
	const arrange = (zoho: Zoho): undefined =>
		void zoho.faults.add({
			...{ on: 'createExport' as const, times: Infinity },
			...jsonInstead(200, {
				audit_log_export: [
					{ status: 'success', code: 'SCHEDULED', details: { id: '7610000000070000000' } },
				],
			}),
		});
	const stuck = { jobOutcome: 'stuck' as const };
	const { zoho } = await liveChecked({ switches: stuck }, { args: ['--create'], arrange });
	expect(zoho.requests.filter(({ operation }) => operation === 'createExport')).toHaveLength(2);
});

test('requests are a fifth of a second apart, and a whole run takes few', async () => {
	const times: number[] = [];
	let at = 0;
	const around =
		(exchange: Exchange, zoho: Zoho): Exchange =>
		async (request) => {
			const response = await exchange(request);
			at = Date.parse(response.headers['date'] ?? '') || at;
			times.push(zoho.requests.length);
			return response;
		};
	const { took, zoho } = await liveChecked({}, { around });
	expect(zoho.requests.length).toBeLessThan(40);
	expect(took).toBeGreaterThanOrEqual((zoho.requests.length - 1) * 200);
});

test('tokens leave for hosts of the data center alone, whatever a link says', async () => {
	const seen = new Set<string>();
	const around =
		(exchange: Exchange): Exchange =>
		async (request) => {
			if (/1000\./.test(JSON.stringify(request.headers) + (request.body ?? '')))
				seen.add(new URL(request.url).origin);
			return await exchange(request);
		};
	for (const linkOrigin of [
		'https://leak.example',
		'http://download.zoho.eu',
		'https://download.zoho.com',
	]) {
		await liveChecked({ switches: { linkOrigin } }, { around, args: ARGS });
	}
	const downloadRedirect = 'https://leak.example';
	await liveChecked({ switches: { downloadRedirect } }, { around, args: ARGS });
	expect([...seen].sort()).toEqual([
		'https://accounts.zoho.eu',
		'https://download.zoho.eu',
		'https://www.zohoapis.eu',
	]);
});

test('a run that is stopped sends nothing more, and says what it has seen', async () => {
	const stop = new AbortController();
	const lines: string[] = [];
	let zoho: Zoho | undefined;
	const run = liveChecked(
		{},
		{
			signal: stop.signal,
			arrange: (it) => void (zoho = it),
			onLine: ({ name }) => {
				lines.push(name);
				if (name === 'modules') stop.abort();
			},
		},
	);
	await expect(run).rejects.toThrow('aborted');
	expect(lines.length).toBeGreaterThan(5);
	expect(zoho?.requests.some(({ operation }) => operation === 'listExports')).toBe(false);
});
