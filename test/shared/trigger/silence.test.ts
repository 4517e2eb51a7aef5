import { type FaultEffect, serverFault, withBody } from '../../zoho/faults';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { MINUTE, QUESTION } from './triggerWorld';
import { watcher } from './watcher';

const byEndpoint: TriggerQuestion = { ...QUESTION, source: 'endpoint' };
const byExport: TriggerQuestion = { ...QUESTION, source: 'export' };
const automatic: TriggerQuestion = { ...QUESTION, source: 'automatic' };
const offered = { entries: 5, switches: { settingsAuditLog: 'audit_log' as const } };
const always = { times: Infinity } as const;

type Answer = Record<string, unknown>;

/** Another answer in place of Zoho's own. */
function changed(change: (answer: Answer) => void): FaultEffect {
	return {
		answer: (_, normal) => {
			const text = Buffer.from(normal.body).toString();
			if (!text.startsWith('{')) return normal;
			const answer = JSON.parse(text) as Answer;
			change(answer);
			return withBody(normal, Buffer.from(JSON.stringify(answer)));
		},
	};
}

const jobsIn = (answer: Answer) => (answer['audit_log_export'] ?? []) as Record<string, unknown>[];
const numbered = (count: number): string[] =>
	Array.from({ length: count }, (_, number) => `No. ${number}`);

describe('an empty answer is no proof that nothing happened', () => {
	test.each([
		['the endpoint', byEndpoint],
		['the automatic source', automatic],
	])(
		'%s: a list that had entries and has none any more moves nothing, and is reported',
		async (_, question) => {
			const { world, seen, pollFor, happen } = await watcher(question, offered);
			happen('before');
			await pollFor(5);
			world.zoho.switches.settingsAuditLog = 204;
			world.zoho.switches.emptyLinks = 'null';
			happen('during');
			await pollFor(60);
			world.zoho.switches.settingsAuditLog = 'audit_log';
			await pollFor(60);
			expect([...new Set(seen.names)].sort()).toEqual(['before', 'during']);
			const reports = [...seen.errors, ...seen.notices].join(' ');
			expect(reports).toMatch(/no entry at all|no longer works/);
		},
	);

	test('automatic begins with exports where the endpoint lists nothing, which may be what this user is shown', async () => {
		const setup = { switches: { settingsAuditLog: 204 as const } };
		const { cursor } = await watcher(automatic, setup);
		expect(cursor.source).toBe('export');
		expect((await watcher(byEndpoint, setup)).cursor.source).toBe('endpoint');
	});

	test('an export without a file is asked for again with the next one', async () => {
		const { world, seen, pollFor, happen } = await watcher(byExport, { jobSeconds: 5 });
		happen('before');
		await pollFor(50);
		happen('during');
		const withoutLinks = changed((answer) => {
			for (const job of jobsIn(answer)) if (job['download_links']) job['download_links'] = null;
		});
		world.zoho.faults.add({ on: 'getExport', ...always, ...withoutLinks });
		await pollFor(60);
		world.zoho.faults.clear();
		await pollFor(40);
		expect(seen.names).toEqual(['before', 'during']);
	});

	test('a file without the entries that were delivered from its minutes is no file of them', async () => {
		const { world, seen, pollFor, happen } = await watcher(byExport, { jobSeconds: 5 });
		await pollFor(20);
		happen('before');
		await pollFor(17, (minute) => void (minute === 14 && happen('kept')));
		expect(seen.names).toContain('before');
		happen('during');
		const header = Buffer.from('Done By,Action,Module,Record Name,Audited Time\r\n');
		world.zoho.faults.add({
			on: 'download',
			...always,
			answer: (_, normal) => withBody(normal, header),
		});
		await pollFor(60);
		expect(seen.errors.join(' ')).toMatch(/no entries, not even those.*Nothing is skipped/);
		world.zoho.faults.clear();
		await pollFor(150);
		expect([...new Set(seen.names)].sort()).toEqual(['before', 'during', 'kept']);
		expect(seen.names).toHaveLength(3);
	});
});

describe('lists that page differently', () => {
	const without = changed((answer) => void delete answer['info']);
	const asText = changed((answer) => {
		const info = answer['info'] as Answer | undefined;
		if (info) info['more_records'] = String(info['more_records']);
	});
	test.each([
		['do not say whether there is more', without, 200],
		['do not, and have small pages whatever is asked for', without, 50],
		['say it as a text', asText, 200],
	])('all entries are delivered where answers %s', async (_, effect, perPage) => {
		const { world, seen, pollFor, happen } = await watcher(byEndpoint, { ...offered, perPage });
		world.zoho.faults.add({ on: 'getAuditLog', ...always, ...effect });
		const all = numbered(450);
		happen(...all);
		await pollFor(5);
		expect([...seen.names].sort()).toEqual([...all].sort());
	});

	test('a list that gives its first page again and again is reported, and not taken for all of it', async () => {
		const { world, seen, poll, happen } = await watcher(byEndpoint, offered);
		let first: Buffer | undefined;
		const again: FaultEffect = {
			answer: (_request, normal) => {
				const { info: _, ...answer } = JSON.parse(
					Buffer.from(normal.body).toString() || '{}',
				) as Answer;
				first ??= Buffer.from(JSON.stringify(answer));
				return { ...withBody(normal, first), status: 200 };
			},
		};
		happen(...numbered(450));
		world.pass(MINUTE);
		world.zoho.faults.add({ on: 'getAuditLog', ...always, ...again });
		await poll();
		expect(seen.errors.join(' ')).toMatch(/same entries.*again and again/);
		expect(seen.names).toEqual([]);
	});
});

describe('a job in a state that Zoho does not document', () => {
	test.each(['Suspended', 'partially_finished', 'Success', 'COMPLETE', ''])(
		'“%s”, with an end and files: they are delivered',
		async (status) => {
			const { world, seen, pollFor, happen } = await watcher(byExport, { jobSeconds: 5 });
			const other = changed((answer) => {
				for (const job of jobsIn(answer)) if (job['job_end_time']) job['status'] = status;
			});
			world.zoho.faults.add({ on: 'getExport', ...always, ...other });
			happen('one');
			await pollFor(30);
			expect(seen.names).toEqual(['one']);
		},
	);

	test.each([
		['without an end', { status: 'On hold', job_end_time: null }],
		['with an end and without files', { status: 'On hold' }],
	])(
		'for ever, %s, though Zoho makes another one: that one is waited for, which is reported',
		async (_, state) => {
			const { world, seen, pollFor, happen } = await watcher(byExport, { jobSeconds: 5 });
			let stuck: unknown;
			const never = changed((answer) => {
				for (const job of jobsIn(answer)) {
					stuck ??= job['id'];
					if (job['id'] !== stuck) continue;
					Object.assign(job, { ...state, download_links: null });
				}
			});
			world.zoho.faults.add({ on: 'getExport', ...always, ...never });
			world.zoho.faults.add({ on: 'listExports', ...always, ...never });
			happen('one');
			await pollFor(110);
			expect(seen.names).toEqual([]);
			await pollFor(60);
			expect(seen.names).toEqual(['one']);
			expect(seen.notices.join(' ')).toMatch(/"On hold", and makes another one all the same/);
		},
	);
});

test('how files are written is reported once, where it is only assumed', async () => {
	const { world, seen, pollFor } = await watcher(byExport, { jobSeconds: 5 });
	// A window so long that its middle proves no zone, and files that lack a column.
	world.zoho.switches.csvWithout = ['Account Name'];
	world.pass(30 * 60 * MINUTE);
	const at = world.now() - 15 * 60 * MINUTE;
	world.happen({ at, arrives: at, name: 'in the middle' });
	await pollFor(180, (minute) => {
		const now = world.now();
		if (minute % 20 === 0) world.happen({ at: now, arrives: now, name: `at ${minute}` });
	});
	const about = seen.notices.filter((notice) => notice.includes('How the files'));
	expect(about.join(' ')).toMatch(/does not show in which time zone/);
	expect(about.join(' ')).toMatch(/no column for the account/);
	expect(about.length).toBeLessThanOrEqual(2);
});

test('who activates the trigger in a pause need not wait for its end, and learns at once what is wrong', async () => {
	const found = await watcher(byEndpoint, offered);
	const { world, seen, pollFor, happen } = found;
	world.zoho.faults.add({ on: 'getAuditLog', ...always, ...serverFault() });
	happen('one');
	await pollFor(240);
	expect(seen.names).toEqual([]);
	expect((await found.poll()).trouble).toBeUndefined();
	const requests = world.zoho.requests.length;
	const failed = await world.client().poll(found.cursor, byEndpoint, {
		...{ budgetSeconds: 60, isActivation: true },
	});
	expect(world.zoho.requests.length).toBeGreaterThan(requests);
	expect(failed.trouble).toBeDefined();
	world.zoho.faults.clear();
	const good = await world.client().poll(failed.cursor, byEndpoint, {
		...{ budgetSeconds: 60, isActivation: true },
	});
	expect(good.entries.map(({ record }) => record?.name)).toEqual(['one']);
});
