import { AuditedTimeReader, instantOfIso } from '../../../shared/dialect/auditedTime';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { ZoneDays } from '../../../shared/dialect/zoneDays';

const berlin = new TimeZone('Europe/Berlin');

function read(text: string, dateFormat: string | null, timeFormat: string | null): string | null {
	const times = new AuditedTimeReader({ dateFormat, timeFormat, timeZone: berlin });
	return times.read(text)?.iso ?? null;
}

test.each([
	['05/21/2026 12:49 PM', 'MM/dd/yyyy', 'hh:mm a', '2026-05-21T12:49:00+02:00'],
	['05/21/2026 12:49 AM', 'MM/dd/yyyy', 'hh:mm a', '2026-05-21T00:49:00+02:00'],
	['5/1/2026 1:05 pm', 'MM/dd/yyyy', 'hh:mm a', '2026-05-01T13:05:00+02:00'],
	['21.05.26, 23:07:08', 'dd.MM.yy', 'HH:mm', '2026-05-21T23:07:08+02:00'],
	['21-05-2026 23:07:08', 'dd-MM-yyyy', 'HH:mm:ss', '2026-05-21T23:07:08+02:00'],
	['Jul 20, 2024 11:59 PM', 'MMM d, yyyy', 'hh:mm a', '2024-07-20T23:59:00+02:00'],
	['20 September 2024 11:59', 'dd MMMM yyyy', 'HH:mm', '2024-09-20T11:59:00+02:00'],
	['Sat, 20 Jan 2024 11:59 a.m.', 'EEE, dd MMM yyyy', 'hh:mm a', '2024-01-20T11:59:00+01:00'],
	['01/20/2024 11:59\u202fPM', 'MM/dd/yyyy', 'hh:mm a', '2024-01-20T23:59:00+01:00'],
	['2026/02/28 00:00', 'yyyy/MM/dd', 'HH:mm', '2026-02-28T00:00:00+01:00'],
	['02/29/2024 00:00', 'MM/dd/yyyy', 'HH:mm', '2024-02-29T00:00:00+01:00'],
	['29-02-2000 14:30 PM', 'dd-MM-yyyy', 'HH:mm a', '2000-02-29T14:30:00+01:00'],
])('%j in %s %s is %s', (text, dateFormat, timeFormat, iso) => {
	expect(read(text, dateFormat, timeFormat)).toBe(iso);
});

test.each([
	['2026-05-21T12:49:00+05:30', '2026-05-21T09:19:00+02:00'],
	['2026-05-21T12:49:00Z', '2026-05-21T14:49:00+02:00'],
	['2026-05-21 12:49', '2026-05-21T12:49:00+02:00'],
	['2026-05-21T12:49:07.123456789', '2026-05-21T12:49:07+02:00'],
	['2026-05-21T12:49:07 -0800', '2026-05-21T22:49:07+02:00'],
])('ISO 8601 needs no format: %s is %s', (text, iso) => {
	expect(read(text, null, null)).toBe(iso);
});

test.each([
	['21/05/2026 12:49 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['02/29/2026 12:49 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['02/29/1900 12:49 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['04/31/2026 12:49 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['00/10/2026 12:49 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['05/21/2026 13:49 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['05/21/2026 12:60 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['05/21/2026 12:49:60 PM', 'MM/dd/yyyy', 'hh:mm a'],
	['05/21/2026 12:49:x PM', 'MM/dd/yyyy', 'hh:mm a'],
	['05/21/2026 12:49', 'MM/dd/yyyy', 'hh:mm a'],
	['05/21/2026 12:49 PM and more', 'MM/dd/yyyy', 'hh:mm a'],
	['05/21/2026 12:49 PM', null, 'hh:mm a'],
	['05/21/2026 12:49 PM', 'MM/dd/yyyy', null],
	['05/21/2026 12:49', 'MM/dd/yyyy', 'hh:mm'],
	['05/21/2026 12:49 MM', 'MM/dd/yyyy', 'HH:mm QQ'],
	['05/05/2026 12:49', 'MM/MM/yyyy', 'HH:mm'],
	['01/02/ 10:00', 'dd/MM/yy', 'HH:mm'],
	['2026-05-21T24:00:00Z', null, null],
	['2026-05-21T12:49:00+2', null, null],
	['2026-13-21T12:49:00Z', null, null],
	['0000-01-01T00:00:00Z', null, null],
	['yesterday', 'MM/dd/yyyy', 'hh:mm a'],
	['', 'MM/dd/yyyy', 'hh:mm a'],
])('%j is not guessed (%s %s)', (text, dateFormat, timeFormat) => {
	expect(read(text, dateFormat, timeFormat)).toBeNull();
});

test('a time without seconds leaves a minute open, one with seconds a second', () => {
	const times = new AuditedTimeReader({ dateFormat: null, timeFormat: null, timeZone: berlin });
	expect(times.read('2026-05-21T12:49Z')?.grain).toBe(60_000);
	expect(times.read('2026-05-21T12:49:00Z')?.grain).toBe(1000);
});

test('a time of a zone that lies outside of the window is not read, but for a minute around it', () => {
	const within = { from: Date.UTC(2026, 4, 21, 10), to: Date.UTC(2026, 4, 21, 12) };
	const format = { dateFormat: 'yyyy/MM/dd', timeFormat: 'HH:mm', timeZone: berlin, within };
	const times = new AuditedTimeReader(format);
	const shown = ['11:57', '11:58', '12:00', '13:59', '14:00', '14:01', '15:30'].map((time) =>
		times.read(`2026/05/21 ${time}`),
	);
	expect(shown.map((time) => time !== null)).toEqual([
		false,
		false,
		true,
		true,
		true,
		false,
		false,
	]);
});

test('an instant needs an offset', () => {
	expect(instantOfIso(' 2026-05-21T12:49:00+02:00 ')).toBe(Date.UTC(2026, 4, 21, 10, 49));
	expect(instantOfIso('2026-05-21T12:49:00')).toBeNull();
	expect(instantOfIso('2026-02-30T12:49:00Z')).toBeNull();
});

test.each([
	'Europe/Berlin',
	'America/New_York',
	'Asia/Kolkata',
	'Australia/Lord_Howe',
	'Africa/Casablanca',
])('%s is the same asked by the day as asked by the time', (name) => {
	const zone = new TimeZone(name);
	const days = new ZoneDays(zone);
	for (let time = Date.UTC(2025, 11, 28); time < Date.UTC(2027, 0, 3); time += 337 * 60_000) {
		expect(days.offsetAt(time)).toBe(zone.offsetAt(time));
		const [instant = null, ...others] = zone.instantsOf(time);
		expect(days.onlyInstantOf(time)).toBe(others.length === 0 ? instant : null);
		expect(days.iso(time)).toBe(zone.iso(time));
	}
});

test.each([
	['comes twice', '10/25/2026 02:30 AM'],
	['is skipped', '03/29/2026 02:30 AM'],
])('an hour that %s on the clock has no time, because nobody can tell', (_, text) => {
	const timeZone = new TimeZone('Europe/Berlin');
	const format = { dateFormat: 'MM/dd/yyyy', timeFormat: 'hh:mm a' };
	expect(new AuditedTimeReader({ ...format, timeZone }).read(text)).toBeNull();
	expect(
		new AuditedTimeReader({ ...format, timeZone: new TimeZone('UTC') }).read(text),
	).not.toBeNull();
});

test('without a zone only times that name theirs are read', () => {
	const reader = new AuditedTimeReader({
		dateFormat: 'MM/dd/yyyy',
		timeFormat: 'hh:mm a',
		timeZone: null,
	});
	expect(reader.read('05/21/2026 12:49 PM')).toBeNull();
	expect(reader.read('2026-05-21T12:49:00')).toBeNull();
	expect(reader.read('2026-05-21T12:49:00+02:00')?.instant).toBe(
		Date.parse('2026-05-21T10:49:00Z'),
	);
});
