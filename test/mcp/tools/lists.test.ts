import { NOON, operationsOf, type Session, session } from '../session';

let it: Session;

beforeAll(async () => void (it = await session({ entries: 600 })));
afterAll(async () => await it.close());

type Entry = Session['zoho']['log'][number];
const FROM = NOON - 30 * 86_400_000;
const all = { from: '30d' };

function truth(fits: (entry: Entry) => boolean): number {
	return it.zoho.log.filter(
		(entry) => entry.audited_time >= FROM && entry.audited_time < NOON && fits(entry),
	).length;
}

async function total(args: Record<string, unknown>): Promise<unknown> {
	const [entries, counts] = await Promise.all(
		['get_audit_log', 'summarize_audit_log'].map(
			async (tool) => await it.call(tool, { ...all, ...args }),
		),
	);
	if (entries?.isError || counts?.isError) throw new Error(entries?.text ?? counts?.text);
	expect(counts?.result['total_matched']).toBe(entries?.result['total_matched']);
	return entries?.result['total_matched'];
}

const userOf = ({ done_by }: Entry) => done_by?.name ?? '';
const isOneOf =
	(...names: string[]) =>
	(entry: Entry): boolean =>
		names.includes(userOf(entry));

test.each([
	[['Zoë Farnlund', 'Tomás Alder']],
	['Zoë Farnlund, Tomás Alder'],
	['["Zoë Farnlund", "Tomás Alder"]'],
	[['Zoë Farnlund, Tomás Alder']],
	[['Zoë Farnlund', null, '', 'Tomás Alder']],
])('several users, sent as %j, mean any of them', async (user) => {
	const found = truth(isOneOf('Zoë Farnlund', 'Tomás Alder'));
	expect(found).toBeGreaterThan(5);
	expect(await total({ user })).toBe(found);
});

test('one text is one name, and a list of one is a text where a text is expected', async () => {
	expect(await total({ user: 'Zoë Farnlund' })).toBe(truth(isOneOf('Zoë Farnlund')));
	expect(await total({ user: '"Zoë Farnlund"' })).toBe(truth(isOneOf('Zoë Farnlund')));
	expect(await total({ record: ['Acme'] })).toBe(
		truth(({ record }) => (record?.name ?? '').toLowerCase().includes('acme')),
	);
});

test('modules and actions take lists as well', async () => {
	const isIn = ({ record, action }: Entry): boolean =>
		['Leads', 'Contacts'].includes(record?.module.api_name ?? '') &&
		['added', 'deleted'].includes(action);
	expect(truth(isIn)).toBeGreaterThan(5);
	expect(await total({ module: 'leads,Contact', action: ['added', 'deleted'] })).toBe(truth(isIn));
});

test('what is excluded is left out, and nothing else', async () => {
	const isLeft = (entry: Entry): boolean =>
		!isOneOf('Zoë Farnlund')(entry) &&
		entry.record?.module.api_name !== 'Leads' &&
		entry.action !== 'updated';
	const args = {
		exclude_user: 'Zoë Farnlund',
		exclude_module: ['Leads'],
		exclude_action: 'updated',
	};
	expect(truth(isLeft)).toBeLessThan(truth(() => true));
	expect(await total(args)).toBe(truth(isLeft));
});

const clock = (zone: string) =>
	new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		weekday: 'short',
		hour: '2-digit',
		hourCycle: 'h23',
	});

test.each(['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'])(
	'nights and weekends are those of %s',
	async (time_zone) => {
		const parts = ({ audited_time }: Entry): [string, number] => {
			const [day = '', hour = ''] = clock(time_zone)
				.format(audited_time)
				.split(/[,\s]+/);
			return [day.toLowerCase(), Number(hour)];
		};
		const isWeekend = (entry: Entry): boolean => ['sat', 'sun'].includes(parts(entry)[0]);
		const isNight = (entry: Entry): boolean => parts(entry)[1] >= 22 || parts(entry)[1] < 6;
		expect(await total({ time_zone, weekdays: ['sat', 'sun'] })).toBe(truth(isWeekend));
		expect(await total({ time_zone, weekdays: 'Saturday, Sunday' })).toBe(truth(isWeekend));
		expect(await total({ time_zone, weekdays: 'weekend' })).toBe(truth(isWeekend));
		expect(await total({ time_zone, weekdays: [6, 0] })).toBe(truth(isWeekend));
		expect(await total({ time_zone, hours: '22:00-06:00' })).toBe(truth(isNight));
	},
);

test.each([
	['hours', 'night', '"night" are no hours of a day'],
	['weekdays', ['funday'], '"funday" is no day of the week'],
])('%s that cannot be read are refused before anything is sent', async (name, value, text) => {
	const before = operationsOf(it.zoho).length;
	const answer = await it.call('get_audit_log', { [name]: value });
	expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining(text)]);
	expect(operationsOf(it.zoho)).toHaveLength(before);
});

test.each([
	['["user","day"]', ['user', 'day']],
	['user,day', ['user', 'day']],
	['user', ['user']],
	['User, Day', ['user', 'day']],
	[
		['user', 'day'],
		['user', 'day'],
	],
])('keys of groups, sent as %j, are read', async (group_by, keys) => {
	const { result } = await it.call('summarize_audit_log', { ...all, group_by, top: '5' });
	const [first] = result['groups'] as { key: object }[];
	expect(Object.keys(first?.key ?? {})).toEqual(keys);
});

test('a cursor of other lists is refused', async () => {
	const first = await it.call('get_audit_log', { ...all, exclude_user: 'Zoë', limit: 5 });
	const cursor = first.result['next_cursor'];
	const other = await it.call('get_audit_log', { ...all, exclude_user: 'Tomás', limit: 5, cursor });
	expect(other.text).toContain('other arguments');
	const next = await it.call('get_audit_log', { ...all, exclude_user: ['Zoë'], limit: 9, cursor });
	expect(next.result['returned']).toBe(9);
});

test('a name in a list that nobody has is named, with the nearest', async () => {
	const answer = await it.call('get_audit_log', { ...all, user: ['Zoë Farnlund', 'Tomas Aldr'] });
	expect(answer.result.notes.join()).toContain(
		'No user matches "Tomas Aldr": only entries that name it so are found for it. Did you mean Tomás Alder?',
	);
	const left = await it.call('get_audit_log', { ...all, exclude_user: ['Tomas Aldr'] });
	expect(left.result.notes.join()).toContain('nothing is left out for it');
	const none = await it.call('get_audit_log', { ...all, user: ['Tomas Aldr'] });
	expect(none.result.notes.join()).toContain('Did you mean Tomás Alder?');
});

test('an export is created for each of several users, and none where one of them is two people', async () => {
	const made = await it.call('create_export', { from: '7d', user: 'Zoë Farnlund, Tomás Alder' });
	expect(JSON.stringify(made.result['export'])).toMatch(/Zoë|"value":\[/);
	const none = await it.call('create_export', {
		from: '8d',
		user: ['Zoë Farnlund', 'Anna Müller'],
	});
	expect(none.result['candidates']).toHaveLength(2);
});

test.each(['Farnlund Zoe', 'zoe farnlund', 'Farnlund, Zoe', 'Z. Farnlund'])(
	'the user %s is found, and named as they are called',
	async (user) => {
		expect(await total({ user })).toBe(truth(isOneOf('Zoë Farnlund')));
		const { result } = await it.call('get_audit_log', { ...all, user, limit: 1 });
		expect(result['scope']).toMatchObject({ filters: { user: 'Zoë Farnlund' } });
	},
);

test('an action is found by what people say for it', async () => {
	const isRemoved = ({ action }: Entry): boolean => action === 'deleted';
	expect(await total({ action: 'removed' })).toBe(truth(isRemoved));
	expect(await total({ exclude_action: 'changed' })).toBe(
		truth(({ action }) => !['updated', 'edited'].includes(action)),
	);
});

test('an action that there is not is answered with those of the period', async () => {
	const { result } = await it.call('get_audit_log', { ...all, action: 'beamed up' });
	expect(result['total_matched']).toBe(0);
	expect(result.notes.join()).toMatch(
		/not known to use the action "beamed up".*Actions of this period, most frequent first: deleted, updated,/,
	);
});

test('a record is found by its address in the browser', async () => {
	const id = '7610000000000800010';
	for (const address of [
		`https://crm.zoho.eu/crm/org20090/tab/Potentials/${id}`,
		`https://crm.zoho.eu/crm/org20090/tab/Potentials/zcrm_${id}?layout=1`,
	]) {
		const { result } = await it.call('get_record_history', { record: address });
		expect(result).toMatchObject({ status: 'ready', record: { id, module: 'Deals' } });
		expect(result['total_matched']).toBeGreaterThan(0);
	}
});
