import { blockedBy, withBody } from '../zoho/faults';
import { staff } from '../zoho/organization/staff';
import type { ZohoAnswer } from '../zoho/zoho';
import { fault, type House, MONTHS_AGO } from './house';

type Job = Record<string, unknown>;

/** Zoho's answer with its jobs changed. */
function withJobs(answer: ZohoAnswer, change: (jobs: Job[]) => Job[]): ZohoAnswer {
	const said = JSON.parse(Buffer.from(answer.body).toString()) as { audit_log_export: Job[] };
	const changed = { audit_log_export: change(said.audit_log_export) };
	return withBody(answer, Buffer.from(JSON.stringify(changed)));
}

const asks = ['listExports', 'getExport'] as const;
/** Every answer about jobs is changed from now on. */
function changeJobs({ zoho }: House, change: (jobs: Job[]) => Job[]): void {
	for (const on of asks) {
		zoho.faults.add({
			on,
			times: Infinity,
			answer: (_, normal) => (normal.status === 200 ? withJobs(normal, change) : normal),
		});
	}
}

for (const unknownJob of [404, 204] as const) {
	fault(
		12,
		`a list is empty, a job is unknown or hidden (${unknownJob})`,
		async ({ door }) => {
			const list = await door.listExports();
			expect([list.error, list.total]).toEqual([null, 0]);
			expect((await door.getExport('123')).error).toMatch(
				/knows no export 123, or does not show it/,
			);
		},
		{ switches: { unknownJob } },
	);
}

for (const noContent of [400, '400_bare'] as const) {
	fault(
		13,
		`is an empty list, of exports and of entries (${noContent})`,
		async ({ door }) => {
			const { error, total } = await door.listExports();
			expect([error, total]).toEqual([null, 0]);
			const log = await door.getAuditLog();
			expect([log.error, log.total]).toEqual([null, 0]);
		},
		{ source: 'endpoint', switches: { noContent, settingsAuditLog: 204 } },
	);
}

const week = { from: '2026-09-01T00:00:00Z', to: '2026-09-08T00:00:00Z' };
const dressed = (jobs: Job[]): Job[] =>
	jobs.map((job) => ({
		...job,
		criteria: {
			group_operator: 'and',
			group: [
				{
					value: ['2026-09-01T05:30:00+05:30', '2026-09-08T05:29:59+05:30'],
					comparator: 'between',
					field: { id: '7', api_name: 'audited_time' },
				},
			],
		},
	}));

fault(
	14,
	'is joined, and reported as joined: one create in total',
	async (house) => {
		const { door, zoho, statuses } = house;
		await door.createExport(week);
		changeJobs(house, dressed);
		const { error, text } = await door.createExport(week);
		expect(error).toBeNull();
		expect(text).toMatch(/adopted.{0,4}true|already running|joined/);
		expect(statuses('createExport')).toEqual([200, 400]);
		expect(zoho.requests.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
	},
	{ jobSeconds: 600, now: () => Date.now() },
);

for (const alreadyScheduledId of [true, false]) {
	const setup = { jobSeconds: 8, switches: { alreadyScheduledId } };
	fault(
		15,
		`is waited for, then ours is created, ${alreadyScheduledId ? 'named' : 'found in the list'}`,
		async ({ door, zoho, statuses }) => {
			zoho.switches.tokenUser = staff.jonas.id;
			await door.createExport({ from: '2026-08-01T00:00:00Z' });
			zoho.switches.tokenUser = null;
			const { error, total } = await door.getAuditLog({ from: MONTHS_AGO });
			expect(error).toBeNull();
			expect(total).toBeGreaterThan(0);
			expect(statuses('createExport')[0]).toBe(200);
			expect(statuses('createExport').at(-1)).toBe(200);
		},
		setup,
	);
}

fault(
	15,
	'is reported with its user and start time when the wait is over',
	async ({ door, zoho, statuses }) => {
		zoho.switches.jobOutcome = 'stuck';
		await door.createExport({ from: '2026-08-01T00:00:00Z' });
		const { error } = await door.createExport({ from: '2026-08-02T00:00:00Z' });
		expect(error).toMatch(/one export at a time.*has been running since 20/);
		expect(error).toContain(staff.marta.full_name);
		expect(statuses('createExport')).toEqual([200, 400]);
	},
	{ jobSeconds: 600, waitSeconds: 20 },
);

for (const jobOutcome of ['failed', 'deleted'] as const) {
	fault(
		16,
		`is reported without delay, with its id and status: ${jobOutcome}`,
		async ({ door, statuses }) => {
			const { error } = await door.getAuditLog();
			expect(error).toMatch(new RegExp(`\\d{15,}`));
			expect(error).toMatch(/without a file|failed/);
			expect(statuses('getExport').length).toBeLessThanOrEqual(3);
		},
		{ switches: { jobOutcome } },
	);
}

for (const [word, state] of [
	['suspended', 'suspended'],
	['an unknown word', 'Warming up'],
	['progress, in capitals', 'PROGRESS'],
] as const) {
	fault(
		17,
		`counts as running, and its status is passed on: ${word}`,
		async (house) => {
			const id = await house.finished();
			changeJobs(house, (jobs) =>
				jobs.map((job) => ({ ...job, status: state, download_links: null })),
			);
			const { error, entries, text } = await house.door.getExport(id);
			expect(error).toBeNull();
			expect(text).toContain(state);
			expect(entries).toHaveLength(1);
			const answer = await house.door.downloadExport(id);
			if (house.door.name === 'node') expect(answer.error).toMatch(/still running in Zoho/);
			else expect(answer.text).toMatch(/preparing/);
		},
		{ waitSeconds: 15 },
	);
}

fault(
	18,
	'late links are waited for',
	async (house) => {
		const { error, total } = await house.door.downloadExport(await house.finished());
		expect([error, total]).toEqual([null, house.zoho.log.length]);
	},
	{ switches: { linksLateSeconds: 3 } },
);

const empty = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
for (const emptyLinks of ['null', 'empty', 'absent'] as const) {
	fault(
		18,
		`links that never come mean no entries, and are reported (${emptyLinks})`,
		async ({ door, statuses }) => {
			const { error, total, notes, manifest } = await door.getAuditLog(empty);
			expect([error, total]).toEqual([null, 0]);
			expect(notes.join(' ')).toMatch(/no file for the export/);
			if (manifest) expect(manifest).toMatchObject({ rows: 0, complete: true });
			const { entries } = await door.createExport(empty);
			const id = String(entries[0]?.['id'] ?? entries[0]?.['export_id']);
			const { error: gone, notes: also, total: none } = await door.downloadExport(id);
			expect([gone, none]).toEqual([null, 0]);
			expect(also.join(' ')).toMatch(/no file for the export/);
			expect(statuses('download')).toEqual([]);
		},
		{ switches: { emptyLinks }, entries: 500, days: 20 },
	);
}

fault(
	18,
	'a file that holds only a sentence known to mean nothing is named, and any other text is refused',
	async ({ door, zoho }) => {
		const { error, total, notes } = await door.getAuditLog(empty);
		expect([error, total]).toEqual([null, 0]);
		expect(notes.join(' ')).toMatch(/holds only the sentence "No records found"/);
		zoho.switches.emptyText = 'The export was interrupted';
		const another = { from: '2026-02-01T00:00:00Z', to: '2026-02-02T00:00:00Z' };
		const other = await door.getAuditLog(another);
		expect(other.error).toMatch(/The export was interrupted/);
	},
	{ switches: { emptyLinks: 'text_file' }, entries: 500, days: 20 },
);

fault(
	67,
	'is adopted when it asks the same, without a second export',
	async ({ door, statuses }) => {
		const first = await door.createExport(week);
		const { error, entries, text } = await door.createExport(week);
		expect(error).toBeNull();
		expect(text).toMatch(/adopted.{0,4}true|already running|joined/);
		const idOf = (said: typeof first.entries) => said[0]?.['id'] ?? said[0]?.['export_id'];
		expect(idOf(entries)).toBe(idOf(first.entries));
		expect(statuses('createExport')).toEqual([200, 400]);
	},
	{ switches: { lingeringSeconds: 100_000 } },
);

fault(
	67,
	'is not waited for: one more create follows at a pace',
	async ({ door, zoho, statuses }) => {
		const { entries } = await door.createExport({ ...week, to: '2026-09-07T00:00:00Z' });
		const id = String(entries[0]?.['id'] ?? entries[0]?.['export_id']);
		zoho.faults.add({ on: 'createExport', ...blockedBy(id) });
		const { error, total } = await door.getAuditLog({ from: MONTHS_AGO });
		expect(error).toBeNull();
		expect(total).toBeGreaterThan(0);
		expect(statuses('createExport')).toEqual([200, 400, 200]);
	},
);

fault(
	67,
	'is reported as one that has ended when it still blocks, and nothing more is posted',
	async ({ door, statuses }) => {
		await door.createExport({ ...week, to: '2026-09-07T00:00:00Z' });
		const { error } = await door.createExport(week);
		expect(error).toMatch(/still running, and also that it has ended \(finished/);
		expect(statuses('createExport')).toEqual([200, 400, 400]);
	},
	{ switches: { lingeringSeconds: 100_000 } },
);

for (const expiredLink of [403, 404, 410] as const) {
	fault(
		19,
		`is reported, with how to get a new one (${expiredLink})`,
		async (house) => {
			const id = await house.finished();
			// Waiting for the expiry would take too long even on the accelerated clock.
			house.zoho.switches.expiryDays = -1;
			const { error, text } = await house.door.downloadExport(id);
			expect(error ?? text).toMatch(/no longer usable|no longer kept|expired/);
			expect(error ?? text).toMatch(/[Cc]reate the export again|create_export/);
		},
		{ switches: { expiredLink, expiryDays: 7 } },
	);
}

fault(
	19,
	'does not prevent reading a period: the export is created again, once',
	async ({ door, zoho, statuses }) => {
		const old = { from: '2026-08-01T00:00:00Z', to: '2026-08-05T00:00:00Z' };
		expect((await door.getAuditLog(old)).error).toBeNull();
		zoho.switches.expiryDays = -1;
		const again = door.getAuditLog(old);
		setTimeout(() => (zoho.switches.expiryDays = null), 0);
		expect((await again).error).toBeNull();
		expect(statuses('createExport').length).toBeLessThanOrEqual(2);
	},
);

fault(41, 'the job is picked by its id, and no link of another is used', async (house) => {
	const id = await house.finished();
	const { door, zoho } = house;
	const link = `${zoho.origins.files}/v2/crm/1/auditlog/9/AuditLog.csv`;
	changeJobs(house, (jobs) => [
		...Array.from({ length: 99 }, (_, index) => ({
			...jobs[0],
			id: `99${index}`,
			download_links: Array.from({ length: index === 7 ? 1_000 : 1 }, () => link),
		})),
		...jobs,
	]);
	const list = await door.listExports();
	expect(list.error).toBeNull();
	const { error, total } = await door.downloadExport(id);
	expect([error, total]).toEqual([null, zoho.log.length]);
	expect(zoho.requests.filter(({ url }) => url === link)).toEqual([]);
});

fault(54, 'ours is picked by its id, at any position', async (house) => {
	const id = await house.finished();
	changeJobs(house, (jobs) => [
		{ ...jobs[0], id: '1', status: 'failed', download_links: null },
		...jobs,
	]);
	const { error, entries } = await house.door.getExport(id);
	expect(error).toBeNull();
	expect(JSON.stringify(entries)).toContain(id);
	expect((await house.door.downloadExport(id)).total).toBe(house.zoho.log.length);
});

fault(55, 'nulls are skipped, and every link is read', async (house) => {
	const id = await house.finished();
	changeJobs(house, (jobs) =>
		jobs.map((job) => {
			const [link] = job['download_links'] as string[];
			return { ...job, download_links: [null, link, null, link] };
		}),
	);
	const { error, total, manifest } = await house.door.downloadExport(id);
	expect(error).toBeNull();
	expect(total).toBe(house.zoho.log.length * 2);
	expect((manifest?.['exports'] as { files: unknown[] }[])[0]?.files).toHaveLength(2);
});
