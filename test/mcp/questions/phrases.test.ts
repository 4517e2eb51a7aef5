import { parsePeriod } from '../../../mcp/questions/words/period';
import { zoneNamed } from '../../../mcp/questions/words/zones';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { PHRASES } from './phrases';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];
/** The day on which clocks in Berlin are set back; the first of a year; a leap day. */
const DATES = ['2026-10-25', '2026-01-01', '2028-02-29'];
const [HOUR, DAY] = [3_600_000, 86_400_000];

/** Computed apart: the instant at which a clock shows this, by trying all that it can be. */
function instantAt(wall: number, zone: string): number {
	const format = new Intl.DateTimeFormat('sv-SE', {
		...{ timeZone: zone, dateStyle: 'short', timeStyle: 'medium' },
	});
	const text = new Date(wall).toISOString().slice(0, 19).replace('T', ' ');
	for (let hours = -14; hours <= 14; hours += 0.5) {
		const instant = wall + hours * HOUR;
		if (format.format(instant) === text) return instant;
	}
	throw new Error(`${text} does not exist in ${zone}`);
}

function wallAt(instant: number, zone: string): number {
	const format = new Intl.DateTimeFormat('sv-SE', {
		...{ timeZone: zone, dateStyle: 'short', timeStyle: 'medium' },
	});
	return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

function placed(place: string, date: string, zone: string, now: number): number {
	if (place === 'now') return now;
	const [, back, unit] = /^now-(\d+)(h|min|d)$/.exec(place) ?? [];
	if (unit === 'h') return now - Number(back) * HOUR;
	if (unit === 'min') return now - Number(back) * 60_000;
	if (unit === 'd') return instantAt(wallAt(now, zone) - Number(back) * DAY, zone);
	const [, day = place, hours = '0', minutes = '0'] = /^(.*)\+(\d+)(?::(\d+))?$/.exec(place) ?? [];
	return instantAt(midnight(day, date) + Number(hours) * HOUR + Number(minutes) * 60_000, zone);
}

function midnight(day: string, date: string): number {
	const [year = 0, month = 0, number = 0] = date.split('-').map(Number);
	const [, unit, offset = '0'] = /^([DWMQY])(-?\d+)$/.exec(day) ?? [];
	const shift = Number(offset);
	const today = Date.UTC(year, month - 1, number);
	const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY;
	switch (unit) {
		case 'D':
			return today + shift * DAY;
		case 'W':
			return monday + shift * 7 * DAY;
		case 'M':
			return Date.UTC(year, month - 1 + shift, 1);
		case 'Q':
			return Date.UTC(year, Math.floor((month - 1) / 3) * 3 + shift * 3, 1);
		case 'Y':
			return Date.UTC(year + shift, 0, 1);
		default:
			return Date.parse(`${day}T00:00:00Z`);
	}
}

const CASES = DATES.flatMap((date, index) => ZONES.map((zone) => [date, zone, index] as const));

test.each(CASES)('on %s in %s all phrases mean what the table says', (date, name, index) => {
	const zone = new TimeZone(name);
	const now = instantAt(Date.parse(`${date}T13:37:00Z`), name);
	for (const [phrase, from, to] of PHRASES) {
		const [start, end] = [from, to].map((place) =>
			placed(typeof place === 'string' ? place : (place[index] ?? ''), date, name, now),
		);
		const found = parsePeriod({ from: phrase }, { zone, now });
		expect([phrase, zone.iso(found.from), zone.iso(found.to)]).toEqual([
			...[phrase, zone.iso(start ?? NaN), zone.iso(end ?? NaN)],
		]);
	}
});

test('there are enough phrases', () => {
	expect(new Set(PHRASES.map(([phrase]) => phrase)).size).toBe(PHRASES.length);
	expect(PHRASES.length).toBeGreaterThanOrEqual(80);
	console.info(`${PHRASES.length} phrases, ${PHRASES.length * CASES.length} cases`);
});

test.each([
	['Berlin', 'Europe/Berlin'],
	['new york', 'America/New_York'],
	['New_York', 'America/New_York'],
	['Mumbai', 'Asia/Kolkata'],
	['San Francisco', 'America/Los_Angeles'],
	['+05:30', 'UTC+05:30'],
	['UTC+2', 'UTC+02:00'],
	['GMT-3', 'UTC-03:00'],
	['-0330', 'UTC-03:30'],
	['UTC', 'UTC'],
	['Asia/Tokyo', 'Asia/Tokyo'],
])('the zone %s is %s', (text, name) => {
	expect(zoneNamed(text).name).toBe(name);
});

test.each(['Mars', '+25:00', 'Berlinn', ''])('there is no zone "%s"', (text) => {
	expect(() => zoneNamed(text)).toThrow('a city such as Berlin, or +02:00');
});
