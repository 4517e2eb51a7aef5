import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { refusal } from '../../zoho/answers';
import {
	htmlPage,
	scopeMissing,
	serverFault,
	tooManyRequests,
	truncatedBody,
} from '../../zoho/faults';
import type { Fault } from '../../zoho/faults';
import type { Switches } from '../../zoho/switches';
import { runs } from '../../runs';
import { MINUTE, QUESTION } from './triggerWorld';
import { watcher } from './watcher';

const byExport: TriggerQuestion = { ...QUESTION, source: 'export' };
const DAY = 24 * 60;
const always = { times: Infinity } as const;

interface Lasting {
	readonly faults?: readonly Fault[];
	readonly switches?: Partial<Switches>;
}

/** Every kind of fault that the emulator has, as something that lasts; the dearest to try are the last. */
const lasting: Readonly<Record<string, Lasting>> = {
	'create 500': { faults: [{ on: 'createExport', ...always, ...serverFault() }] },
	'list 500': { faults: [{ on: 'listExports', ...always, ...serverFault() }] },
	'job 500': { faults: [{ on: 'getExport', ...always, ...serverFault() }] },
	'users 503': { faults: [{ on: 'users', ...always, ...serverFault({ status: 503 }) }] },
	'everything 502 as a page': {
		faults: [{ on: () => true, ...always, ...serverFault({ status: 502, html: true }) }],
	},
	'everything 429': { faults: [{ on: () => true, ...always, ...tooManyRequests() }] },
	'everything 429 with 7 seconds': {
		faults: [{ on: () => true, ...always, ...tooManyRequests({ retryAfter: 7 }) }],
	},
	'a login page everywhere': { faults: [{ on: () => true, ...always, ...htmlPage() }] },
	'download 404': {
		faults: [{ on: 'download', ...always, refuse: () => refusal(404, 'GONE', '') }],
	},
	'download 403': { faults: [{ on: 'download', ...always, refuse: () => refusal(403, 'NO', '') }] },
	'download 500': { faults: [{ on: 'download', ...always, ...serverFault() }] },
	'download a page': { faults: [{ on: 'download', ...always, ...htmlPage() }] },
	'download truncated': { faults: [{ on: 'download', ...always, ...truncatedBody(125) }] },
	'no scope to create': {
		faults: [{ ...scopeMissing('ZohoCRM.settings.audit_logs.CREATE'), ...always }],
	},
	'no scope to read': {
		faults: [{ ...scopeMissing('ZohoCRM.settings.audit_logs.READ'), ...always }],
	},
	'no scope to download': { faults: [{ ...scopeMissing('ZohoFiles.files.READ'), ...always }] },
	'a dead token': {
		faults: [{ on: () => true, ...always, refuse: () => refusal(401, 'INVALID_TOKEN', '') }],
	},
	'no permission': {
		faults: [{ on: () => true, ...always, refuse: () => refusal(403, 'NO_PERMISSION', '') }],
	},
	'jobs that fail': { switches: { jobOutcome: 'failed' } },
	'jobs that are deleted': { switches: { jobOutcome: 'deleted' } },
	'jobs that never end': { switches: { jobOutcome: 'stuck' } },
	'suspended jobs': { switches: { jobOutcome: 'suspended' } },
	'read-only mode': { switches: { readOnlyMode: true } },
	'a job that Zoho no longer knows': {
		faults: [{ on: 'getExport', ...always, refuse: () => refusal(404, 'INVALID_URL_PATTERN', '') }],
	},
	'in turn create and list': {
		faults: Array.from({ length: 2_000 }, (_, n): Fault => ({
			on: n % 2 ? 'listExports' : 'createExport',
			...serverFault(),
		})),
	},
};

/** More than this a trigger that works makes, too, in a day of an export every quarter of an hour. */
const MOST_REQUESTS = 300;
/** Until the next entry, when a trouble has ended after a day. */
const MOST_MINUTES = 60;

/** All of them with TEST_RUNS=10: some of each kind find every mutant. */
const tried = Object.keys(lasting).filter((_, index) => index % Math.max(1, 4 - runs(1) + 1) === 0);

test.each(tried)(
	'%s, all day: few requests, one error now and then, and soon all entries when it ends',
	async (what) => {
		const { faults = [], switches = {} } = lasting[what] as Lasting;
		const { world, seen, pollFor, happen } = await watcher(byExport);
		happen('Before');
		world.pass(5 * MINUTE);
		world.zoho.faults.add(...faults);
		const usual = { ...world.zoho.switches };
		Object.assign(world.zoho.switches, switches);
		const before = world.zoho.requests.length;
		await pollFor(DAY, (minute) => {
			if (minute === 600) happen('During');
		});
		const requests = world.zoho.requests.length - before;
		expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
		expect(seen.errors.length).toBeLessThanOrEqual(8);
		expect(seen.longest).toBeLessThan(60_000);
		world.zoho.faults.clear();
		Object.assign(world.zoho.switches, usual);
		// A job that never ends keeps its state.
		if (switches.jobOutcome === 'stuck' || switches.jobOutcome === 'suspended') return;
		const ended = world.now();
		while (seen.names.length < 2 && world.now() - ended < 3 * 60 * MINUTE) await pollFor(1);
		const minutes = (world.now() - ended) / MINUTE;
		if (process.env['MEASURE'])
			process.stdout.write(
				`${what}\t${requests} requests\t${seen.errors.length} errors\t${minutes.toFixed(1)} minutes\n`,
			);
		expect(minutes).toBeLessThanOrEqual(MOST_MINUTES);
		await pollFor(60);
		expect([...seen.names].sort()).toEqual(['Before', 'During']);
	},
	120_000,
);
