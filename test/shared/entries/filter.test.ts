import { entryFilter, isWithin, periodOf } from '../../../shared/entries/filter';
import { pageOf } from '../../../shared/entries/page';
import { recordUrl } from '../../../shared/entries/recordUrl';
import { take } from '../../../shared/entries/take';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { withOffset } from '../../../shared/dialect/zonedTime';
import { InputError } from '../../../shared/errors';
import { CrmModules } from '../../../shared/org/modules';
import { type CrmUser, CrmUsers } from '../../../shared/org/users';
import { all, europe } from '../host';

function user(id: string, name: string, email: string): CrmUser {
	const settings = { timeZone: null, dateFormat: null, timeFormat: null, locale: null };
	return { id, name, email, profile: null, role: null, status: null, ...settings };
}

const users = new CrmUsers([
	user('11111', 'Anna Müller', 'anna@example.com'),
	user('22222', 'Ben Ito', 'ben@example.com'),
	user('33333', 'Ben Ito', 'other@example.com'),
]);
const modules = new CrmModules([
	{
		id: '1',
		apiName: 'Deals',
		moduleName: 'Potentials',
		singularLabel: 'Deal',
		pluralLabel: 'Deals',
	},
	{
		id: '2',
		apiName: 'Events',
		moduleName: 'Events',
		singularLabel: 'Meeting',
		pluralLabel: 'Meetings',
	},
]);
const filtered = (filter: Parameters<typeof entryFilter>[0]) =>
	entryFilter(filter, { users, modules });

test.each([
	['11111', '11111', 'Anna Müller', true],
	['11111', null, 'Anna Müller', true],
	['11111', '22222', 'Ben Ito', false],
	['anna', null, 'Anna Müller', true],
	['ANNA MÜLLER', null, 'Anna Müller', true],
	['anna@example.com', '11111', 'Anna Müller', true],
	['somebody who left', null, 'Somebody Who Left', true],
	['ben', null, null, false],
])('the user %s matches (%s, %s): %s', (word, id, name, expected) => {
	expect(filtered({ users: [word] }).user?.(id, name)).toBe(expected);
});

describe('what is left out', () => {
	test.each([
		['11111', '11111', 'Anna Müller', false],
		['11111', '22222', 'Ben Ito', true],
		['anna', null, 'Anna Müller', false],
		['anna', null, null, true],
		// Of two people with one name, without ids, it is not known whose entry it is.
		['22222', null, 'Ben Ito', true],
		['22222', '22222', 'Ben Ito', false],
		['ben ito', null, 'Ben Ito', false],
	])('the user %s leaves (%s, %s): %s', (word, id, name, expected) => {
		expect(filtered({ excludeUsers: [word] }).user?.(id, name)).toBe(expected);
	});

	test('counts after what is asked for', () => {
		const { action, module } = filtered({
			...{ actions: ['deleted', 'owner'], excludeActions: ['owner_assigned'] },
			excludeModules: ['Deal'],
		});
		const words = ['deleted', 'owner_assigned', 'Owner Reassigned', 'updated', null];
		expect(words.map((word) => action?.(word))).toEqual([true, false, true, false, false]);
		expect(['Deals', 'Potentials', 'Events', null].map((it) => module?.(it))).toEqual([
			...[false, false, true, true],
		]);
	});

	test.each([
		['22:00-06:00', ['fri'], '2026-09-18T22:00:00+02:00', true],
		['22:00-06:00', ['fri'], '2026-09-19T05:59:59+02:00', true],
		['22:00-06:00', ['fri'], '2026-09-19T06:00:00+02:00', false],
		['22:00-06:00', ['fri'], '2026-09-18T05:59:00+02:00', false],
		['9:00-17:30', undefined, '2026-09-18T17:29:00+02:00', true],
		['9:00-17:30', undefined, '2026-09-18T17:30:00+02:00', false],
		[undefined, ['Saturday', '0'], '2026-09-20T12:00:00+02:00', true],
		[undefined, ['Saturday', '7'], '2026-09-21T12:00:00+02:00', false],
	])('hours %s on %j hold %s: %s', (hours, weekdays, time, expected) => {
		const { period } = filtered({ hours, weekdays, timeZone: 'Europe/Berlin' });
		const at = { instant: Date.parse(time), grain: 1_000, iso: time };
		expect(period && isWithin(period, at)).toBe(expected);
		expect(period && isWithin(period, null)).toBe(true);
	});

	test.each(['', '9-17', '24:30-25:00', '08:00-08:00', '12:60-13:00'])(
		'hours have to be hours: %j',
		(hours) => {
			const asked = () => filtered({ hours, weekdays: ['mon'] });
			if (hours === '') expect(asked().period).not.toBeNull();
			else expect(asked).toThrow(InputError);
		},
	);
});

test.each([
	['Deals', 'Deals', true],
	['deal', 'Deals', true],
	['Potentials', 'Deal', true],
	['Meetings', 'Events', true],
	['Workflow', 'workflow', true],
	['Deals', 'Events', false],
	['Deals', null, false],
])('the module %s matches %s: %s', (word, module, expected) => {
	expect(filtered({ modules: [word] }).module?.(module)).toBe(expected);
});

test.each([
	['deleted', 'deleted', true],
	['owner reassigned', 'owner_reassigned', true],
	['Owner-Reassigned', 'Owner Reassigned', true],
	['delete', 'Deleted', true],
	['added', 'updated', false],
	['added', null, false],
])('the action %s matches %s: %s', (word, action, expected) => {
	expect(filtered({ actions: [word] }).action?.(action)).toBe(expected);
});

test('a record matches by id or part of its name, a text by all of its words', () => {
	const { record, text } = filtered({ record: 'acme', text: 'Renewal 2026' });
	expect([
		record?.(null, 'Acme – Renewal'),
		record?.('acme', null),
		record?.('7', 'Other'),
	]).toEqual([true, true, false]);
	expect([text?.(['2026', 'a renewal']), text?.(['renewal'])]).toEqual([true, false]);
});

test('an absent filter is not tested', () => {
	expect(filtered({ users: [' '], modules: [], record: '' })).toEqual({
		period: null,
		user: null,
		module: null,
		action: null,
		record: null,
		text: null,
	});
});

describe('a period', () => {
	const period = periodOf({
		from: '2026-09-01T10:00:30Z',
		to: '2026-09-01T12:00:00+02:00'.replace('12', '13'),
	});
	const at = (iso: string, grain: number) => ({ instant: Date.parse(iso), iso, grain });

	test('has an inclusive start and an exclusive end', () => {
		expect(isWithin(period, at('2026-09-01T10:00:30Z', 1000))).toBe(true);
		expect(isWithin(period, at('2026-09-01T11:00:00Z', 1000))).toBe(false);
	});

	test('contains a time without seconds if any part of its minute is inside', () => {
		expect(isWithin(period, at('2026-09-01T10:00:00Z', 60_000))).toBe(true);
		expect(isWithin(period, at('2026-09-01T10:00:00Z', 1000))).toBe(false);
	});

	test('contains entries without a readable time', () => expect(isWithin(period, null)).toBe(true));

	test.each([
		'yesterday',
		'2026-09-01',
		'2026-09-01T10:00:00',
		'2026-13-01T10:00:00Z',
		'01/02/2026 10:00',
	])('cannot start at %s', (from) => expect(() => periodOf({ from })).toThrow(InputError));
});

describe('a time zone', () => {
	test.each([
		['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T02:30:00+02:00'],
		['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T03:30:00+02:00'],
		['Europe/Berlin', '2026-07-01', '2026-07-01T00:00:00+02:00'],
		['Asia/Kolkata', '2026-07-01T12:00', '2026-07-01T12:00:00+05:30'],
		['America/St_Johns', '2026-01-01T00:00:00', '2026-01-01T00:00:00-03:30'],
		['UTC', '2026-07-01T12:00:00Z', '2026-07-01T12:00:00Z'],
		['UTC', 'tomorrow', 'tomorrow'],
	])('%s reads %s as %s', (zone, text, iso) => expect(withOffset(text, zone)).toBe(iso));

	test('that does not exist is refused with an example', () => {
		expect(() => new TimeZone('Mars/Olympus')).toThrow(/Europe\/Berlin/);
	});
});

describe('the link of a record', () => {
	const urls = { web: 'https://crm.zoho.eu', domainName: 'org20098761234', modules };

	test.each([
		['Deals', '123', 'https://crm.zoho.eu/crm/org20098761234/tab/Potentials/123'],
		['Meetings', '123', 'https://crm.zoho.eu/crm/org20098761234/tab/Events/123'],
		['Deals', null, null],
		['Deals', '../7', null],
		['Unknown', '123', null],
		[null, '123', null],
	])('of %s %s is %s', (module, id, url) => expect(recordUrl(urls, module, id)).toBe(url));

	test.each([
		['Deals', 'Deals'],
		['Meetings', 'Events'],
		['Events', 'Events'],
		['SalesOrders', 'SalesOrders'],
		['Sales Orders', 'SalesOrders'],
		['Analytics', 'Dashboards'],
		['Field Trials', 'CustomModule1'],
	])('of %s in an organization that lists other names is under %s', async (module, tab) => {
		const { client } = europe({ switches: { moduleNames: 'listed' } });
		const listed = { ...urls, modules: await client.names.modules({}) };
		const page = `https://crm.zoho.eu/crm/org20098761234/tab/${tab}/1`;
		expect(recordUrl(listed, module, '1')).toBe(page);
	});

	test('is the short form without the name of the organization, and absent without a host', () => {
		expect(recordUrl({ ...urls, domainName: null }, 'Deals', '1')).toBe(
			'https://crm.zoho.eu/crm/tab/Potentials/1',
		);
		expect(recordUrl({ ...urls, web: null }, 'Deals', '1')).toBeNull();
	});
});

describe('the newest', () => {
	test('of many entries are the newest, in one order, whatever the order of the source', async () => {
		const { client, zoho } = europe({ switches: { settingsAuditLog: 'data' } });
		const answer = await client.getAuditLog({}, { source: 'endpoint' });
		if (answer.state !== 'ready') throw new Error('not ready');
		const shuffled = (await all(answer)).sort((a, b) =>
			a.event_id.slice(-1).localeCompare(b.event_id.slice(-1)),
		);
		async function* batches() {
			for (let at = 0; at < shuffled.length; at += 70) yield shuffled.slice(at, at + 70);
		}
		const { entries, total } = await pageOf(batches(), { limit: 25, order: 'newest' });
		expect(total).toBe(zoho.log.length);
		expect(entries.map(({ event_id }) => event_id)).toEqual(
			zoho.log
				.slice(-25)
				.reverse()
				.map(({ id }) => id),
		);
	});

	test('close the source when they are complete', async () => {
		let yielded = 0;
		async function* batches() {
			for (;;) yield [++yielded, ++yielded, ++yielded];
		}
		expect(await all(take(batches(), 4))).toEqual([1, 2, 3, 4]);
		expect(yielded).toBe(6);
	});
});
