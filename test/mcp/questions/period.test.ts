// cspell:ignore funday Februar
import { parsePeriod } from '../../../mcp/questions/words/period';
import { TimeZone } from '../../../shared/dialect/timeZone';

const NOW = Date.parse('2026-11-24T11:00:00Z');
const HOUR = 3_600_000;

function resolved(from?: string, to?: string, zone = 'Europe/Berlin', now = NOW): string[] {
	const timeZone = new TimeZone(zone);
	const period = parsePeriod({ from, to }, { zone: timeZone, now });
	return [timeZone.iso(period.from), timeZone.iso(period.to)];
}

test.each([
	[undefined, undefined, '2026-11-17T12:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['today', undefined, '2026-11-24T00:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['yesterday', undefined, '2026-11-23T00:00:00+01:00', '2026-11-24T00:00:00+01:00'],
	['Yesterday', 'now', '2026-11-23T00:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['this week', undefined, '2026-11-23T00:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['last_week', undefined, '2026-11-16T00:00:00+01:00', '2026-11-23T00:00:00+01:00'],
	['this month', undefined, '2026-11-01T00:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['last-month', undefined, '2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'],
	['this quarter', undefined, '2026-10-01T00:00:00+02:00', '2026-11-24T12:00:00+01:00'],
	['last quarter', undefined, '2026-07-01T00:00:00+02:00', '2026-10-01T00:00:00+02:00'],
	['this year', undefined, '2026-01-01T00:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['last year', undefined, '2025-01-01T00:00:00+01:00', '2026-01-01T00:00:00+01:00'],
	['24h', undefined, '2026-11-23T12:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['2w', undefined, '2026-11-10T12:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['30d', '7d', '2026-10-25T12:00:00+01:00', '2026-11-17T12:00:00+01:00'],
	['2026-11-15', undefined, '2026-11-15T00:00:00+01:00', '2026-11-16T00:00:00+01:00'],
	['2026-10', undefined, '2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'],
	['2026-11', undefined, '2026-11-01T00:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['2026-11-01..2026-11-14', undefined, '2026-11-01T00:00:00+01:00', '2026-11-15T00:00:00+01:00'],
	['1 Nov to yesterday', undefined, '2026-11-01T00:00:00+01:00', '2026-11-24T00:00:00+01:00'],
	['yesterday 14:30', undefined, '2026-11-23T14:30:00+01:00', '2026-11-24T12:00:00+01:00'],
	['2026-11-15', '2026-11-15', '2026-11-15T00:00:00+01:00', '2026-11-16T00:00:00+01:00'],
	['2026-09', '2026-10', '2026-09-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'],
	[
		'2026-11-15T08:00',
		'2026-11-15 09:30',
		'2026-11-15T08:00:00+01:00',
		'2026-11-15T09:30:00+01:00',
	],
	['2026-11-15T08:00:00Z', undefined, '2026-11-15T09:00:00+01:00', '2026-11-24T12:00:00+01:00'],
	['last week', 'yesterday', '2026-11-16T00:00:00+01:00', '2026-11-24T00:00:00+01:00'],
	[undefined, '2026-11-01', '2026-10-26T00:00:00+01:00', '2026-11-02T00:00:00+01:00'],
	['2027-01-01', undefined, '2027-01-01T00:00:00+01:00', '2027-01-02T00:00:00+01:00'],
])('from %s to %s is %s to %s', (from, to, start, end) => {
	expect(resolved(from, to)).toEqual([start, end]);
});

test.each([
	['Europe/Berlin', '2026-03-29', 23],
	['Europe/Berlin', '2026-10-25', 25],
	['America/New_York', '2026-03-08', 23],
	['America/New_York', '2026-11-01', 25],
	['Australia/Lord_Howe', '2026-04-05', 24.5],
	['Africa/Cairo', '2026-04-24', 23],
	['Asia/Kolkata', '2026-03-29', 24],
])('in %s the day %s has %d hours', (name, day, hours) => {
	const zone = new TimeZone(name);
	const whole = parsePeriod({ from: day, to: day }, { zone, now: NOW });
	expect(whole.to - whole.from).toBe(hours * HOUR);
	const nextDay = whole.to + HOUR;
	expect(parsePeriod({ from: 'yesterday' }, { zone, now: nextDay })).toEqual(whole);
});

test('days are counted on the wall clock, hours are hours', () => {
	// The clock was put back an hour in the night between.
	const now = Date.parse('2026-10-26T11:00:00Z');
	expect(resolved('2d', 'now', 'Europe/Berlin', now)[0]).toBe('2026-10-24T12:00:00+02:00');
	expect(resolved('48h', 'now', 'Europe/Berlin', now)[0]).toBe('2026-10-24T13:00:00+02:00');
});

test('the week of a Sunday began on the Monday before', () => {
	const sunday = Date.parse('2026-11-22T12:00:00Z');
	expect(resolved('this week', 'now', 'UTC', sunday)[0]).toBe('2026-11-16T00:00:00+00:00');
});

test.each([
	'5m',
	'last',
	'soon',
	'2026-02-30',
	'2026-13',
	'24/24/2026',
	'0d',
	'2026-W54',
	'funday',
	'monday evening party',
	'01/02/03',
	'99/99/2026',
	'last fortnightly',
	'Februar 30 2026',
	'next weeks',
	'99999d',
])('%s is refused with every valid form', (word) => {
	expect(() => resolved(word)).toThrow(`"${word}" cannot be read as from`);
	expect(() => resolved(word)).toThrow('yesterday, this week, last month');
});

test('an end that is not after the beginning is refused with both', () => {
	expect(() => resolved('today', 'yesterday')).toThrow(
		'from 2026-11-24T00:00:00+01:00, to 2026-11-24T00:00:00+01:00',
	);
});

test.each([
	['01/11/2026', '2026-01-11 or 2026-11-01'],
	['11.01.2026', '2026-11-01 or 2026-01-11'],
	['3-4-2026', '2026-03-04 or 2026-04-03'],
	['5m', '5 minutes or 5 months'],
])('%s is refused with both readings and the date of today', (word, readings) => {
	expect(() => resolved(word)).toThrow(readings);
	expect(() => resolved(word)).toThrow('Today is 2026-11-24');
});
