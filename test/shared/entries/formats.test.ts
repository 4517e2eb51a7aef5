import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { ecsDocument } from '../../../shared/entries/formats/ecs';
import { ocsfEvent } from '../../../shared/entries/formats/ocsf';
import { hostileNames } from '../report/hostileNames';
import { randomEntries, randomOf } from '../report/randomEntries';
import { expected } from './schemas/ecs-8.17.json';
import { ecsProblems, ocsfProblems } from './schemas/validate';

const PERIOD = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2026-11-01T00:00:00Z') };
const NOW = Date.parse('2026-11-28T09:00:00Z');

/** Entries of every shape: any part may be missing, and any text may be what people type to break things. */
function anyEntries(seed: number, count: number): AuditLogEntry[] {
	const random = randomOf(seed);
	const names = hostileNames(200);
	const name = (): string | null => [null, '', names[random(200)] ?? ''][random(4)] ?? 'Deals';
	const reference = () =>
		random(3) === 0 ? null : { id: random(2) === 0 ? null : String(random(1e9)), name: name() };
	const actions = [
		'added',
		'Updated',
		'deleted',
		'exported',
		'Owner Re-assigned',
		'constructor',
		'',
	];
	return randomEntries(seed, count, PERIOD).map((entry) => ({
		...entry,
		done_by: reference(),
		action: random(5) === 0 ? name() : (actions[random(actions.length)] ?? null),
		module: random(3) === 0 ? name() : (['Users', 'Roles', 'Workflow Rules'][random(3)] ?? null),
		record: reference(),
		related_module: name(),
		related_record: reference(),
		account_name: name(),
		source: random(2) === 0 ? 'workflow' : null,
		...(random(2) === 0 && {
			raw: { Text: names[random(200)], automation_details: { rule: { name: name() } } },
		}),
	}));
}

const entries = anyEntries(1, 1_000);

test('1,000 random entries are valid documents of ECS 8.17', () => {
	const problems = entries.flatMap((entry) => ecsProblems(ecsDocument(entry, NOW)));
	expect([...new Set(problems)]).toEqual([]);
});

test('1,000 random entries are valid events of OCSF 1.9', () => {
	const problems = entries.flatMap((entry) => ocsfProblems(ocsfEvent(entry, NOW)));
	expect([...new Set(problems)]).toEqual([]);
});

test('the validators refuse what the schemas do not have', () => {
	const [entry] = entries as [AuditLogEntry];
	const [ecs, ocsf] = [ecsDocument(entry, NOW), ocsfEvent(entry, NOW)];
	expect(ecsProblems({ ...ecs, user: { id: 5 } })).toEqual(['user.id is no keyword']);
	expect(ecsProblems({ ...ecs, who: 'x' })).toEqual(['there is no field who']);
	expect(ecsProblems({ ...ecs, '@timestamp': undefined })).toEqual(['@timestamp is missing']);
	expect(ocsfProblems({ ...ocsf, who: 'x' })).toEqual(['there is no attribute who']);
	expect(ocsfProblems({ ...ocsf, severity_id: 7 })).toContain('severity_id cannot be 7');
	expect(ocsfProblems({ ...ocsf, actor: { user: {} } })).toContain(
		'actor.user needs one of account, name, uid',
	);
	expect(ocsfProblems({ ...ocsf, metadata: {} })).toContain('metadata.product is missing');
	expect(ocsfProblems({ ...ocsf, type_uid: 1 })).toContain(
		'type_uid is not that of the class and activity',
	);
});

test('nothing is lost on the way: who, what, which record, and what Zoho sent', () => {
	for (const entry of entries) {
		const texts = [
			entry.action,
			entry.module,
			entry.record?.name,
			entry.record?.id,
			entry.done_by?.name,
		];
		for (const make of [ecsDocument, ocsfEvent]) {
			const document = JSON.stringify(make(entry, NOW));
			for (const text of texts)
				if (text) expect(document).toContain(JSON.stringify(text).slice(1, -1));
			expect(document).toContain(JSON.stringify(entry.event_id));
			expect(document.includes('audited_time_unknown')).toBe(entry.audited_time === null);
		}
	}
});

test.each([
	['added', 1],
	['Deleted', 4],
	['owner_reassigned', 3],
	['activated', 10],
	['deactivated', 11],
	['exported', 99],
	['constructor', 99],
	[null, 0],
])('%s has the activity %i of OCSF', (action, id) => {
	const [entry] = entries as [AuditLogEntry];
	const event = ocsfEvent({ ...entry, action, module: 'Deals' }, NOW);
	expect(event['activity_id']).toBe(id);
	if (id === 99) expect(event['activity_name']).toBe(action);
});

test('a time keeps the offset in which Zoho gave it', () => {
	const [entry] = entries as [AuditLogEntry];
	const event = ocsfEvent({ ...entry, audited_time: '2026-08-01T10:00:00+05:30' }, NOW);
	expect([event['time'], event['timezone_offset']]).toEqual([
		Date.parse('2026-08-01T04:30:00Z'),
		330,
	]);
});

/** Category and types of an event of ECS, and whom it names. */
function ecsOf(more: Partial<AuditLogEntry>) {
	const [entry] = entries as [AuditLogEntry];
	const { event, user, related } = ecsDocument({ ...entry, ...more }, NOW) as unknown as {
		event: { category?: string[]; type?: string[] };
		user?: { id?: string; name?: string; target?: object };
		related?: { user: string[] };
	};
	return { category: event.category, types: event.type ?? [], user, related };
}

test('each type is one that ECS expects of its category, but for two that docs/siem.md explains', () => {
	const actions = ['added', 'deleted', 'exported', 'updated', 'deactivated', 'viewed'];
	const modules = ['Users', 'Roles', 'Profiles', 'Workflow Rules', 'Deals'];
	for (const module of modules) {
		for (const action of actions) {
			const { category, types } = ecsOf({ module, action });
			const known: readonly string[] = expected[(category?.[0] ?? '') as keyof typeof expected];
			const others = types.filter((type) => !known.includes(type));
			if (category?.[0] !== 'database')
				expect([module, action, others]).toEqual([module, action, []]);
			for (const type of others) expect(['creation', 'deletion']).toContain(type);
		}
	}
});

test('a change of a user says by whom and to whom', () => {
	const done_by = { id: '1', name: 'Marta Quill' };
	const record = { id: '2', name: 'Leo Sandbank' };
	const { types, user, related } = ecsOf({
		module: 'Users',
		action: 'deactivated',
		done_by,
		record,
	});
	expect(types).toEqual(['change', 'user']);
	expect(user).toEqual({ ...done_by, target: record });
	expect(related?.user).toEqual(['1', 'Marta Quill', '2', 'Leo Sandbank']);
	const role = ecsOf({ module: 'Roles', action: 'updated', done_by, record });
	expect([role.types, role.user]).toEqual([['change', 'admin'], done_by]);
	expect(ecsOf({ module: 'Deals', action: 'updated', done_by, record }).user).toEqual(done_by);
	expect(ecsOf({ module: 'Users', action: 'exported', done_by, record }).types).toEqual(['user']);
});
