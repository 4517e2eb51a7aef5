import { refusal } from '../../zoho/answers';
import { htmlPage, scopeMissing } from '../../zoho/faults';
import type { FaultEffect } from '../../zoho/faults';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import type { Switches } from '../../zoho/switches';
import { runs } from '../../runs';
import { MINUTE, QUESTION } from './triggerWorld';
import { watcher } from './watcher';

const byExport: TriggerQuestion = { ...QUESTION, source: 'export' };
const automatic: TriggerQuestion = { ...QUESTION, source: 'automatic' };
const HOUR = 60 * MINUTE;
const always = { times: Infinity } as const;

const numbered = (count: number): string[] =>
	Array.from({ length: count }, (_, number) => `No. ${number}`);

describe('files that are gone for good', () => {
	const kinds: Readonly<Record<string, FaultEffect>> = {
		'404': { refuse: () => refusal(404, 'INVALID_URL', 'no such file') },
		'403': { refuse: () => refusal(403, 'UNKNOWN', 'no') },
		'a web page': htmlPage(),
	};
	test.each(Object.keys(kinds))(
		'%s for 30 minutes: those files stay dead, the others are all delivered',
		async (kind) => {
			const { world, seen, pollFor, happen } = await watcher(byExport, { jobSeconds: 5 });
			let isOutage = false;
			const dead = new Set<string>();
			world.zoho.faults.add({
				on: ({ url }) => {
					if (!url.includes('/auditlog/')) return false;
					if (isOutage) dead.add(url);
					return dead.has(url);
				},
				...always,
				...kinds[kind],
			});
			const all = numbered(140);
			let next = 0;
			await pollFor(140, (minute) => {
				isOutage = minute >= 20 && minute < 50;
				if (next < all.length) happen(all[next++] ?? '');
			});
			await pollFor(90);
			expect(dead.size).toBeGreaterThan(1);
			expect(new Set(seen.names).size).toBe(140);
			expect(seen.names).toHaveLength(140);
			const creates = world.called('createExport').length;
			expect(creates).toBeLessThan(35);
		},
	);
});

describe('a file that is delivered in portions', () => {
	const COUNT = runs(150);
	const long: TriggerQuestion = { ...byExport, limit: COUNT / 10 };

	/** A trigger that stood still while many entries came, and has delivered the first portion of them. */
	async function begun(
		setup: { readonly switches?: Partial<Switches>; readonly days?: number } = {},
	) {
		const watching = await watcher(long, { start: Date.parse('2026-09-03T08:00:00Z'), ...setup });
		const { world } = watching;
		const from = world.now();
		const days = setup.days ?? 12;
		const step = Math.floor((days * 24 * HOUR) / COUNT / 1_000) * 1_000;
		world.happen(
			...numbered(COUNT).map((name, n) => ({ at: from + n * step, arrives: from, name })),
		);
		world.pass(days * 24 * HOUR + HOUR);
		while (watching.seen.names.length === 0) await watching.poll();
		const happened = (n: number): number => Math.floor((from + n * step) / MINUTE) * MINUTE;
		/** Delivered once, at their own times. */
		const areAllRight = (): void => {
			expect([...watching.seen.names].sort()).toEqual(numbered(COUNT).sort());
			const wrong = watching.seen.names.filter((name, at) => {
				const time = Date.parse(watching.seen.times[at] ?? '');
				return Math.floor(time / MINUTE) * MINUTE !== happened(Number(name.slice(4)));
			});
			expect(wrong).toEqual([]);
			expect(new Set(watching.seen.ids).size).toBe(COUNT);
		};
		return { ...watching, areAllRight };
	}

	const changes: Readonly<Record<string, Partial<Switches['userSettings']>>> = {
		'the date format of its user': { date_format: 'MM/dd/yyyy', time_format: 'hh:mm a' },
		'the time zone of its user': { time_zone: 'America/Los_Angeles' },
		both: { date_format: 'dd/MM/yyyy', time_zone: 'Asia/Kolkata', locale: 'ja_JP' },
	};
	test.each(Object.keys(changes))('is read as it was begun when %s changes', async (what) => {
		const { world, seen, pollFor, areAllRight } = await begun();
		world.zoho.switches.userSettings = changes[what] ?? {};
		await pollFor(30);
		areAllRight();
		expect(seen.errors).toEqual([]);
		expect(world.called('createExport').length).toBeLessThan(5);
	});

	test('is read as it was begun when its user’s settings can no longer be read', async () => {
		const { world, pollFor, areAllRight } = await begun();
		for (const scope of [
			'ZohoCRM.users.READ',
			'ZohoCRM.org.READ',
			'ZohoCRM.settings.modules.READ',
		]) {
			world.zoho.faults.add({ ...always, ...scopeMissing(scope) });
		}
		await pollFor(15);
		areAllRight();
	});

	test.each<readonly [string, Partial<Switches>]>([
		['its times are written otherwise', { csvTimeFormat: 'MM/dd/yyyy HH:mm' }],
		['its times are in another zone', { csvTimeZone: 'utc' }],
		['a column is gone', { csvWithout: ['Account Name'] }],
		['its header is spelt otherwise', { csvTitles: 'upper_case' }],
		['its times show no time', { csvTimeFormat: '__' }],
	])(
		'is an error, and not done, when %s: the rest comes from a new export',
		async (_what, switches) => {
			const { world, seen, pollFor } = await begun({ days: 2 });
			expect(seen.names).toHaveLength(COUNT / 10);
			const usual = { ...world.zoho.switches };
			Object.assign(world.zoho.switches, switches);
			await pollFor(2);
			expect(seen.errors.join(' ')).toMatch(/reads differently than when its delivery began/);
			expect(seen.names.length).toBeLessThan(COUNT);
			Object.assign(world.zoho.switches, usual);
			await pollFor(60);
			expect([...new Set(seen.names)].sort()).toEqual(numbered(COUNT).sort());
			expect(seen.names).toHaveLength(COUNT);
		},
	);

	test('keeps a filter by ids of users when users can no longer be listed: an error, then the rest', async () => {
		const [marta] = (await watcher(byExport)).world.zoho.users;
		const question = { ...byExport, limit: 3, filter: { users: [marta?.id ?? ''] } };
		const { world, seen, pollFor, happen } = await watcher(question);
		happen(...numbered(9));
		world.pass(20 * MINUTE);
		while (seen.names.length === 0) {
			await pollFor(1);
		}
		world.zoho.faults.add({ ...always, ...scopeMissing('ZohoCRM.users.READ') });
		await pollFor(10);
		expect(seen.names).toHaveLength(3);
		expect(seen.errors.join(' ')).toMatch(/names users.*may no longer list.*ZohoCRM\.users\.READ/);
		world.zoho.faults.clear();
		await pollFor(60);
		expect([...seen.names].sort()).toEqual(numbered(9));
	});
});

describe('between create and download', () => {
	test('the zone of its user is what was known when users could be read', async () => {
		const switches = { userSettings: { time_zone: 'Asia/Kolkata' } };
		const { world, seen, pollFor, happen } = await watcher(byExport, { switches });
		const happened = new Map<string, number>();
		const noScope = { ...always, ...scopeMissing('ZohoCRM.users.READ') };
		await pollFor(40, (minute) => {
			happened.set(`No. ${minute}`, Math.floor(world.now() / MINUTE) * MINUTE);
			happen(`No. ${minute}`);
			if (minute === 0) world.zoho.faults.add(noScope);
		});
		world.zoho.faults.clear();
		await pollFor(90);
		const times = seen.times.map((time) => Math.floor(Date.parse(time ?? '') / MINUTE) * MINUTE);
		expect(times).toEqual(seen.names.map((name) => happened.get(name)));
		expect([...seen.names].sort()).toEqual(numbered(40).sort());
	});

	test.each<Partial<Switches['userSettings']>>([
		{ time_zone: 'Asia/Kolkata' },
		{ time_zone: 'America/New_York', date_format: 'MM/dd/yyyy' },
		{ date_format: 'dd/MM/yyyy', time_format: 'hh:mm a' },
	])(
		'a change of the user’s settings makes no time wrong and nothing come twice: %j',
		async (change) => {
			// Just before the create, of a job that ends in the same poll or in a later one; and while it runs.
			for (const [isBefore, jobSeconds] of [
				[true, 4],
				[true, 120],
				[false, 120],
			] as const) {
				const { world, seen, pollFor } = await watcher(byExport, { jobSeconds });
				const from = Math.floor(world.now() / MINUTE) * MINUTE;
				// In the middle of a long window, where nothing proves a zone.
				const at = (n: number): number => from + 48 * HOUR + n * 10 * MINUTE;
				world.happen(
					...numbered(40).map((name, n) => ({ at: at(n) + 5 * MINUTE, arrives: at(n), name })),
				);
				world.pass(100 * HOUR);
				if (isBefore) {
					const change_ = () => ((world.zoho.switches.userSettings = change), false);
					world.zoho.faults.add({ on: ({ method }) => method === 'POST' && change_(), ...always });
				}
				await pollFor(1);
				world.zoho.switches.userSettings = change;
				await pollFor(60);
				expect([...seen.names].sort()).toEqual(numbered(40).sort());
				const wrong = seen.names.filter(
					(name, index) =>
						Date.parse(seen.times[index] ?? '') !== at(Number(name.slice(4))) + 5 * MINUTE,
				);
				expect(wrong).toEqual([]);
			}
		},
	);
});

describe('the automatic source', () => {
	const offered = { settingsAuditLog: 'audit_log' } as const;

	test.each<readonly [string, Parameters<typeof refusal>]>([
		['a scope that is lost', [401, 'OAUTH_SCOPE_MISMATCH', 'invalid scope']],
		['a right that is lost', [403, 'NO_PERMISSION', 'permission denied']],
		['an address that is gone', [404, 'INVALID_URL_PATTERN', 'no such address']],
	])(
		'%s for half an hour, for both sources: it stays with the endpoint',
		async (_what, refused) => {
			const { world, seen, pollFor, happen } = await watcher(automatic, {
				entries: 1,
				switches: offered,
			});
			const isLog = ({ url }: { url: string }): boolean => url.includes('/settings/audit_log');
			world.zoho.faults.add({ on: isLog, ...always, refuse: () => refusal(...refused) });
			await pollFor(30, (minute) => {
				if (minute === 10) happen('During');
			});
			expect(seen.errors).toHaveLength(1 + Math.floor(seen.errors.length / 2));
			world.zoho.faults.clear();
			await pollFor(30);
			expect(seen.names).toEqual(['During']);
			expect(seen.notices).toEqual([]);
		},
	);

	test('an endpoint that is gone for a day: exports take over, and later the endpoint again', async () => {
		const watching = await watcher(automatic, { entries: 1, switches: offered });
		const { world, seen, pollFor, happen } = watching;
		world.zoho.switches.settingsAuditLog = 404;
		await pollFor(10 * 60, (minute) => {
			if (minute % 100 === 0) happen(`No. ${minute / 100}`);
		});
		expect(watching.cursor.source).toBe('export');
		world.zoho.switches.settingsAuditLog = 'audit_log';
		await pollFor(7 * 60);
		happen('After');
		await pollFor(2);
		expect(watching.cursor.source).toBe('endpoint');
		expect([...new Set(seen.names)].sort()).toEqual(['After', ...numbered(6)]);
		expect(seen.notices).toEqual([
			expect.stringMatching(/The endpoint no longer works/),
			expect.stringMatching(/The endpoint works again.*come again under other ids; none is lost/),
		]);
	});
});

describe('ids', () => {
	test('that change when files begin to show seconds: reported when it happens, once', async () => {
		const { world, seen, pollFor, happen } = await watcher(byExport);
		world.pass(17_000);
		const format = 'dd.MM.yyyy HH:mm';
		world.zoho.switches.csvTimeFormat = format;
		await pollFor(60, (minute) => minute % 7 === 0 && happen(`No. ${minute}`));
		expect(seen.notices).toEqual([]);
		world.zoho.switches.csvTimeFormat = 'iso8601';
		await pollFor(60, (minute) => minute % 7 === 0 && happen(`Later ${minute}`));
		await pollFor(30);
		const repeated = seen.names.length - new Set(seen.names).size;
		expect(repeated).toBeGreaterThan(0);
		expect(seen.notices).toEqual([
			expect.stringMatching(/how exact the times are.*come again under other ids; none is lost/),
		]);
		expect(new Set(seen.names).size).toBe(18);
	});

	test('that stay when only the format of times changes: nothing comes twice, and nothing is reported', async () => {
		const { world, seen, pollFor, happen } = await watcher(byExport);
		await pollFor(40, (minute) => minute % 7 === 0 && happen(`No. ${minute}`));
		world.zoho.switches.userSettings = { date_format: 'MMM d, yyyy', time_format: 'hh:mm a' };
		await pollFor(60, (minute) => minute % 7 === 0 && happen(`Later ${minute}`));
		expect(seen.notices).toEqual([]);
		expect(seen.errors).toEqual([]);
		expect(seen.names).toHaveLength(new Set(seen.names).size);
	});
});

test('what a trigger keeps after many entries is small', async () => {
	// 100,000 with TEST_RUNS=50.
	const count = runs(2_000);
	const question = { ...byExport, limit: count / 10 };
	const watching = await watcher(question, { rowsPerFile: 100_000 });
	const { world, seen, poll } = watching;
	const from = world.now();
	const step = 2_000;
	world.happen(...numbered(count).map((name, n) => ({ at: from + n * step, arrives: from, name })));
	world.pass(count * step + HOUR);
	let largest = 0;
	for (let polls = 0; polls < 40 && seen.names.length < count; polls++) {
		await poll();
		largest = Math.max(largest, JSON.stringify(watching.cursor).length);
		world.pass(MINUTE);
	}
	expect(new Set(seen.names).size).toBe(count);
	if (process.env['MEASURE']) process.stdout.write(`state: ${largest} characters at most\n`);
	expect(largest).toBeLessThan(30_000);
});
