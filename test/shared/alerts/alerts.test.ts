import { ALERTS, type Alert } from '../../../shared/alerts/alertConditions';
import { AlertWatch, type FiredAlert } from '../../../shared/alerts/alertWatch';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { renewal } from '../../zoho/log/story';
import { staff } from '../../zoho/organization/staff';
import { all, europe } from '../host';

const entry = (changes: Partial<AuditLogEntry>): AuditLogEntry => ({
	audited_time: '2026-09-15T12:00:00+02:00',
	done_by: { id: '1', name: 'Marta Quill' },
	action: 'updated',
	module: 'Deals',
	record: null,
	related_module: null,
	related_record: null,
	account_name: null,
	field_history: null,
	source: null,
	record_url: null,
	event_id: 'x',
	...changes,
});

const change = (api_name: string) => ({ api_name, field_label: null, old: 'a', new: 'b' });

const userChange = (old: string, now: string): Partial<AuditLogEntry> => ({
	module: 'Users',
	field_history: [{ ...change('Profile'), old, new: now }],
});
const profileChange = (old: string, now: string): Partial<AuditLogEntry> => ({
	module: 'Profiles',
	field_history: [{ ...change('Export_Records'), old, new: now }],
});

const RULES = {
	modules: new CrmModules([]),
	mass: { count: 3, minutes: 10 },
	volume: { minimum: 20, factor: 5 },
	hours: { zone: new TimeZone('Europe/Berlin'), from: 7 * 60, to: 19 * 60, days: [1, 2, 3, 4, 5] },
};

async function watching(alerts: readonly Alert[], changes: Partial<typeof RULES> = {}) {
	const users = await europe().client.names.users({});
	return new AlertWatch({ ...RULES, ...changes, alerts, users }, undefined);
}

const kinds = (fired: readonly FiredAlert[]): Alert[] => fired.map(({ alert }) => alert);

describe('single entries', () => {
	test.each<[Alert, string, Partial<AuditLogEntry>, boolean]>([
		['export', 'exported', { action: 'exported' }, true],
		['export', 'Data Export', { action: 'Data Export' }, true],
		['export', 'a word that only contains the letters', { action: 'exporter_added' }, false],
		['export', 'no action at all', { action: null }, false],
		['ownerChange', 'owner_reassigned', { action: 'owner_reassigned' }, true],
		['ownerChange', 'Ownership Changed', { action: 'Ownership Changed' }, true],
		['ownerChange', 'the field Owner', { field_history: [change('Owner')] }, true],
		['ownerChange', 'another field', { field_history: [change('Stage')] }, false],
		['roleOrProfileChange', 'a profile', { module: 'Profiles', action: 'updated' }, true],
		['roleOrProfileChange', 'a role that is deleted', { module: 'Roles', action: 'deleted' }, true],
		[
			'roleOrProfileChange',
			'a user’s profile',
			{ module: 'Users', field_history: [change('Profile')] },
			true,
		],
		[
			'roleOrProfileChange',
			'a user’s phone',
			{ module: 'Users', field_history: [change('Phone')] },
			false,
		],
		['roleOrProfileChange', 'a user, in a file that names no field', { module: 'Users' }, true],
		['roleOrProfileChange', 'a deal', { module: 'Deals' }, false],
		['outsideWorkingHours', 'noon', {}, false],
		['outsideWorkingHours', 'the evening', { audited_time: '2026-09-15T19:00:00+02:00' }, true],
		[
			'outsideWorkingHours',
			'a minute before',
			{ audited_time: '2026-09-15T18:59:59+02:00' },
			false,
		],
		['outsideWorkingHours', 'a Sunday', { audited_time: '2026-09-13T12:00:00+02:00' }, true],
		['outsideWorkingHours', 'no time that could be read', { audited_time: null }, false],
		['deactivatedUser', 'one who is disabled', { done_by: refer(staff.leo) }, true],
		['deactivatedUser', 'one who was deleted', { done_by: refer(staff.ida) }, true],
		['deactivatedUser', 'one who is active', { done_by: refer(staff.zoe) }, false],
		['deactivatedUser', 'a name alone, as in a file', { done_by: byName(staff.leo) }, true],
		['deactivatedUser', 'an unknown name', { done_by: { id: null, name: 'Nobody' } }, false],
		['deactivatedUser', 'no user', { done_by: null }, false],
		['restore', 'restored', { action: 'restored' }, true],
		['restore', 'another word', { action: 'restructured' }, false],
		['newUser', 'a user who is added', { module: 'Users', action: 'added' }, true],
		['newUser', 'a user who is deactivated', { module: 'Users', action: 'deactivated' }, false],
		['newUser', 'a lead that is added', { module: 'Leads', action: 'added' }, false],
		['raisedRights', 'to administrator', userChange('Standard', 'Administrator'), true],
		['raisedRights', 'back to standard', userChange('Administrator', 'Standard'), false],
		['raisedRights', 'a profile’s right', profileChange('false', 'true'), true],
		['raisedRights', 'a right that is taken', profileChange('true', 'false'), false],
		['raisedRights', 'a profile, in a file that names no field', { module: 'Profiles' }, true],
		[
			'raisedRights',
			'an administrator, in a file that names no field',
			{ module: 'Users', record: { id: null, name: staff.marta.full_name } },
			true,
		],
		[
			'raisedRights',
			'another user, in a file that names no field',
			{ module: 'Users', record: { id: null, name: staff.zoe.full_name } },
			false,
		],
		['raisedRights', 'a deal', { field_history: [change('Owner')] }, false],
	])('%s, %s', async (alert, _what, changes, isFired) => {
		const watch = await watching(ALERTS);
		expect(kinds(watch.firedBy(entry(changes))).includes(alert)).toBe(isFired);
	});

	test('a night shift works past midnight, and its morning belongs to the day before', async () => {
		const night = { ...RULES.hours, from: 22 * 60, to: 6 * 60, days: [5] };
		const watch = await watching(['outsideWorkingHours'], { hours: night });
		const at = (audited_time: string): number => watch.firedBy(entry({ audited_time })).length;
		expect(at('2026-09-18T23:00:00+02:00')).toBe(0);
		expect(at('2026-09-19T05:59:00+02:00')).toBe(0);
		expect(at('2026-09-19T06:00:00+02:00')).toBe(1);
		expect(at('2026-09-18T05:00:00+02:00')).toBe(1);
	});

	test('an action with unknown words keeps its text', async () => {
		const watch = await watching(ALERTS);
		const odd = entry({ action: 'Quantum realigned' });
		expect(watch.firedBy(odd)).toEqual([]);
		expect(odd.action).toBe('Quantum realigned');
	});
});

test('a name that an active user has as well is no alert', () => {
	const user = (id: string, status: string) => ({
		...{ id, status, name: 'Anna Müller', email: null, profile: null, role: null },
		...{ timeZone: null, dateFormat: null, timeFormat: null, locale: null },
	});
	const users = new CrmUsers([user('1', 'disabled'), user('2', 'active')]);
	const watch = new AlertWatch({ ...RULES, alerts: ['deactivatedUser'], users }, undefined);
	expect(watch.firedBy(entry({ done_by: { id: null, name: 'Anna Müller' } }))).toEqual([]);
	expect(watch.firedBy(entry({ done_by: { id: '1', name: 'Anna Müller' } }))).toHaveLength(1);
});

describe('a mass', () => {
	const deletion = (second: number, changes: Partial<AuditLogEntry> = {}): AuditLogEntry =>
		entry({
			action: 'deleted',
			audited_time: new Date(Date.parse('2026-09-15T10:00:00Z') + second * 1000).toISOString(),
			...changes,
		});

	test('fires when it is one, and again when it has doubled', async () => {
		const watch = await watching(['massDelete']);
		const fired = Array.from({ length: 13 }, (_, n) => watch.firedBy(deletion(n)).length);
		expect(fired.flatMap((count, n) => (count > 0 ? [n + 1] : []))).toEqual([3, 6, 12]);
	});

	test('belongs to one user, and is of one kind', async () => {
		const watch = await watching(['massDelete', 'massUpdate']);
		const other = { done_by: { id: '2', name: 'Jonas Feder' } };
		const mixed = [
			deletion(1),
			deletion(2, other),
			deletion(3, { action: 'updated' }),
			deletion(4),
		];
		expect(mixed.flatMap((one) => watch.firedBy(one))).toEqual([]);
		expect(kinds(watch.firedBy(deletion(5)))).toEqual(['massDelete']);
	});

	test('happens within minutes', async () => {
		const watch = await watching(['massDelete']);
		const slow = [0, 301, 602, 903].map((second) => deletion(second));
		expect(slow.flatMap((one) => watch.firedBy(one))).toEqual([]);
	});

	test('goes on from poll to poll, through what a host keeps', async () => {
		const first = await watching(['massDelete']);
		first.firedBy(deletion(1));
		first.firedBy(deletion(2));
		const kept: unknown = JSON.parse(JSON.stringify(first.toJson()));
		const users = await europe().client.names.users({});
		const next = new AlertWatch({ ...RULES, alerts: ['massDelete'], users }, kept);
		expect(next.firedBy(deletion(3))).toHaveLength(1);
	});

	test.each([
		['x'],
		[{ masses: 7 }],
		[{ masses: { a: ['1', '!'] } }],
		[{ baseline: { users: 1 } }],
	])('starts afresh when what was kept is %j', async (kept) => {
		const users = await europe().client.names.users({});
		const watch = new AlertWatch({ ...RULES, alerts: ['massDelete'], users }, kept);
		expect(watch.firedBy(deletion(1))).toEqual([]);
	});
});

describe('entries in another language', () => {
	const words = (action: string) => entry({ action });

	test('that cannot be judged are an announcement, once, and not silence', async () => {
		const watch = await watching(['massDelete', 'outsideWorkingHours', 'firstInModule']);
		const fired = Array.from({ length: 40 }, (_, n) =>
			watch.firedBy(words(n % 2 ? 'Gelöscht' : 'Geändert')),
		);
		expect(fired.flat()).toEqual([]);
		expect(watch.notice).toMatch(/"Geändert", "Gelöscht".*cannot be judged: massDelete\./);
		const users = await europe().client.names.users({});
		const next = new AlertWatch({ ...RULES, alerts: ['massDelete'], users }, watch.toJson());
		next.firedBy(words('Gelöscht'));
		expect(next.notice).toBeUndefined();
	});

	test('are no announcement when a known word is among them, or no condition needs them', async () => {
		const watch = await watching(['massDelete']);
		for (let n = 0; n < 40; n++) watch.firedBy(words(n % 9 ? 'Quantum realigned' : 'added'));
		expect(watch.notice).toBeUndefined();
		const other = await watching(['outsideWorkingHours']);
		for (let n = 0; n < 40; n++) other.firedBy(words('Gelöscht'));
		expect(other.notice).toBeUndefined();
	});
});

test('the emulator’s story: each condition finds what was hidden there', async () => {
	const { client } = europe({ switches: { settingsAuditLog: 'audit_log' } });
	const log = await client.getAuditLog({}, { source: 'endpoint' });
	if (log.state !== 'ready') throw new Error('the endpoint does not prepare');
	const entries = (await all(log)).reverse();
	const watch = await watching(ALERTS, {
		mass: { count: 20, minutes: 10 },
		volume: { minimum: 100, factor: 5 },
	});
	const fired = entries.flatMap((one) => watch.firedBy(one).map(({ alert }) => ({ alert, one })));
	const of = (alert: Alert) => fired.filter((item) => item.alert === alert).map(({ one }) => one);
	expect(of('massDelete').length).toBeGreaterThan(0);
	expect(of('export').length).toBeGreaterThan(0);
	expect(of('restore')).toHaveLength(1);
	expect(of('raisedRights').map(({ module }) => module)).toEqual(['Users', 'Profiles']);
	const unusual = of('unusualVolume').map(({ done_by }) => done_by?.name);
	expect(new Set(unusual)).toEqual(new Set([staff.tomas.full_name]));
	expect(of('ownerChange').some(({ record }) => record?.name === renewal)).toBe(true);
	expect(of('roleOrProfileChange').map(({ module }) => module)).toEqual(
		expect.arrayContaining(['Users', 'Profiles', 'Roles']),
	);
	expect(new Set(of('deactivatedUser').map(({ done_by }) => done_by?.name))).toEqual(
		new Set([staff.leo.full_name, staff.ida.full_name]),
	);
});

function refer({ id, full_name: name }: { id: string; full_name: string }) {
	return { id, name };
}

function byName({ full_name: name }: { full_name: string }) {
	return { id: null, name };
}

test('entries of a module that nothing known is called are reported, once for each word: they may be of users', async () => {
	const { names } = europe().client;
	const [users, modules] = [await names.users({}), await names.modules({})];
	const alerts: readonly Alert[] = ['massDelete', 'newUser', 'raisedRights', 'roleOrProfileChange'];
	const entryOf = (module: string): AuditLogEntry => entry({ module, action: 'added' });
	const watch = new AlertWatch({ ...RULES, alerts, users, modules }, undefined);
	for (const module of ['Leads', 'Deals', 'Users', 'Profiles']) watch.firedBy(entryOf(module));
	expect(watch.notice).toBeUndefined();
	for (const module of ['Benutzer', 'Rollen', 'Benutzer']) watch.firedBy(entryOf(module));
	expect(watch.notice).toMatch(
		/"Benutzer".*cannot be judged: roleOrProfileChange|"Benutzer".*cannot be judged: newUser/,
	);
	expect(watch.notice?.match(/"Benutzer"/g)).toHaveLength(1);
	expect(watch.notice).toContain('"Rollen"');
	expect(watch.notice).not.toContain('massDelete');
	const kept = JSON.parse(JSON.stringify(watch.toJson())) as object;
	expect(JSON.stringify(kept)).not.toMatch(/Benutzer|Rollen/);
	const next = new AlertWatch({ ...RULES, alerts, users, modules }, kept);
	next.firedBy(entryOf('Benutzer'));
	expect(next.notice).toBeUndefined();
	const others = new AlertWatch({ ...RULES, alerts: ['massDelete'], users, modules }, undefined);
	others.firedBy(entryOf('Benutzer'));
	expect(others.notice).toBeUndefined();
});
