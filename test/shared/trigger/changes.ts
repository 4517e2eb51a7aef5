import fc from 'fast-check';
import { refusal } from '../../zoho/answers';
import { htmlPage, scopeMissing, serverFault, tooManyRequests } from '../../zoho/faults';
import type { Fault } from '../../zoho/faults';
import { MINUTE, type World } from './triggerWorld';

const HOUR = 60 * MINUTE;
const always = { times: Infinity } as const;

const scope = (name: string): Fault => ({ ...scopeMissing(name), ...always });
const everywhere = (effect: Partial<Fault>): Fault => ({ on: () => true, ...always, ...effect });

/** Faults that last for some polls. */
const faults: Readonly<Record<string, () => Fault>> = {
	'server errors': () => everywhere(serverFault()),
	'too many requests': () => everywhere(tooManyRequests()),
	'a login page': () => everywhere(htmlPage()),
	'creates that work and fail': () => ({
		...{ on: 'createExport', ...always },
		...serverFault({ acted: true }),
	}),
	'a list that fails': () => ({ on: 'listExports', ...always, ...serverFault() }),
	'jobs that are hidden': () => ({
		...{ on: 'getExport', ...always },
		refuse: () => refusal(404, 'INVALID_URL_PATTERN', 'no such address'),
	}),
	'no scope of users': () => scope('ZohoCRM.users.READ'),
	'no scope of modules': () => scope('ZohoCRM.settings.modules.READ'),
	'no scope of the organization': () => scope('ZohoCRM.org.READ'),
	'no scope to create': () => scope('ZohoCRM.settings.audit_logs.CREATE'),
	'no scope to read': () => scope('ZohoCRM.settings.audit_logs.READ'),
	'no scope to download': () => scope('ZohoFiles.files.READ'),
	'no permission': () => everywhere({ refuse: () => refusal(403, 'NO_PERMISSION', '') }),
	'no endpoint': () => ({
		...{ on: 'getAuditLog', ...always },
		refuse: () => refusal(404, 'INVALID_URL_PATTERN', 'no such address'),
	}),
};

const formats = ['dd.MM.yyyy', 'MM/dd/yyyy', 'dd/MM/yyyy', 'yyyy-MM-dd', 'MMM d, yyyy'];
const zones = ['Europe/Berlin', 'Asia/Kolkata', 'America/Los_Angeles', 'UTC', 'Pacific/Auckland'];

export const event = fc.record({
	kind: fc.oneof(
		fc.constantFrom(...Object.keys(faults)),
		fc.constantFrom('dead links', 'dead links, as pages', 'jobs that fail'),
		fc.constantFrom('the clock', 'the clock', 'the date format', 'the time zone', 'the time zone'),
	),
	/** Before which poll, at which of its requests, and for how many polls. */
	poll: fc.integer({ min: 0, max: 13 }),
	request: fc.integer({ min: 0, max: 12 }),
	polls: fc.integer({ min: 1, max: 4 }),
	choice: fc.nat({ max: 4 }),
});

export type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** What begins with an event, and what ends it. */
export function begin(world: World, { kind, choice }: Event, dead: Set<string>): () => void {
	const { switches } = world.zoho;
	const fault = faults[kind]?.();
	const added = (one: Fault): (() => void) => {
		let isOver = false;
		const { on } = one;
		world.zoho.faults.add({
			...one,
			on: (request) =>
				!isOver && (typeof on === 'function' ? on(request) : world.isCall(request, on)),
		});
		return () => void (isOver = true);
	};
	if (fault) return added(fault);
	switch (kind) {
		case 'the clock':
			world.setClock([2 * HOUR, -2 * HOUR, HOUR, -HOUR, -90_000][choice] ?? 0);
			return () => undefined;
		case 'the date format':
			switches.userSettings = { ...switches.userSettings, date_format: formats[choice] ?? '' };
			return () => undefined;
		case 'the time zone':
			switches.userSettings = { ...switches.userSettings, time_zone: zones[choice] ?? '' };
			return () => undefined;
		case 'jobs that fail':
			switches.jobOutcome = 'failed';
			return () => void (switches.jobOutcome = 'finished');
		default: {
			// The links that are asked for meanwhile stay dead.
			let isOver = false;
			const page = kind === 'dead links, as pages';
			world.zoho.faults.add({
				on: ({ url }) => {
					if (!url.includes('/auditlog/')) return false;
					if (!isOver) dead.add(url);
					return dead.has(url);
				},
				...always,
				...(page ? htmlPage() : { refuse: () => refusal(404, 'INVALID_URL', 'gone') }),
			});
			return () => void (isOver = true);
		}
	}
}
