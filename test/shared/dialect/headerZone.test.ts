import { DAY, HOUR } from '../../../shared/durations';
import { headerZone } from '../../../shared/dialect/headerZone';
import { timeDialect, type TimeQuestion } from '../../../shared/dialect/timeDialect';
import { TimeZone } from '../../../shared/dialect/timeZone';

const START = Date.parse('2026-07-03T00:00:00Z');
const within = { from: START, to: START + DAY };
const berlin = new TimeZone('Europe/Berlin');

test.each([
	['Time (GMT+5:30)', 'UTC+05:30'],
	['Audited Time [UTC]', 'UTC'],
	['Audited Time (GMT)', 'UTC'],
	['Audited Time (UTC-08:00)', 'UTC-08:00'],
	['Audited Time (UTC\u22123)', 'UTC-03:00'],
	['Audited Time (+0530)', 'UTC+05:30'],
	['Audited Time (Asia/Kolkata)', 'Asia/Kolkata'],
	['Audited Time (GMT+05:30 Asia/Kolkata)', 'UTC+05:30'],
	['Audited Time (GMT+05:30, IST)', 'UTC+05:30'],
	['Audited Time (IST)', null],
	['Audited Time (No/Where)', null],
	['Audited Time (GMT+25:00)', null],
	['Audited Time (2)', null],
	['Audited Time', null],
])('%s names %s', (title, name) => {
	expect(headerZone(title, [], within)?.name ?? null).toBe(name);
});

test('an offset of summer stands for the zone that has it, and keeps its winter', () => {
	expect(headerZone('Time (GMT+2)', [new TimeZone('UTC'), berlin], within)?.name).toBe(
		'Europe/Berlin',
	);
});

test('a zone by its offset shows the same clock at any time', () => {
	const zone = new TimeZone('UTC+05:30');
	expect(zone.instantsOf(START + 10 * HOUR)).toEqual([START + 4.5 * HOUR]);
	expect(zone.iso(START)).toBe('2026-07-03T05:30:00+05:30');
	expect(zone.setBackBetween(START, START + 400 * DAY)).toBeUndefined();
});

const kolkata = new TimeZone('Asia/Kolkata');
function dialectOf(clocks: readonly string[], question: Partial<TimeQuestion>) {
	return timeDialect({
		sample: { texts: clocks.map((clock) => `2026-07-03 ${clock}`), isWhole: true },
		declared: { dateFormat: 'yyyy-MM-dd', timeFormat: 'HH:mm' },
		zones: [
			{ owner: 'exporter', zone: berlin },
			{ owner: 'utc', zone: new TimeZone('UTC') },
		],
		within,
		bounds: within,
		headerZone: kolkata,
		...question,
	});
}

test('the zone of the title is assumed where the times do not prove it', () => {
	const found = dialectOf(['12:00', '13:00'], {});
	expect(found).toMatchObject({ timeZone: kolkata, assumedOwner: 'header' });
	expect(found.proof).toEqual({ format: 'proved', zone: 'assumed' });
});

test('it is proved by times that no other zone places in the window, and ruled out by others', () => {
	const proved = dialectOf(['05:31', '23:59'], {
		within: { from: START, to: START + 18.5 * HOUR },
	});
	expect([proved.timeZone?.name, proved.proof?.zone]).toEqual(['Asia/Kolkata', 'proved']);
	expect([...(proved.provedOwners ?? [])]).toEqual(['header']);
	const other = dialectOf(['00:01', '23:59'], {});
	expect([other.timeZone?.name, other.proof?.zone]).toEqual(['UTC', 'proved']);
});

test('what another file proved does not make it proved where the title says otherwise', () => {
	const found = dialectOf(['12:00'], { provedOwners: new Set(['utc'] as const) });
	expect([found.timeZone?.name, found.proof?.zone]).toEqual(['Asia/Kolkata', 'assumed']);
	const agreed = dialectOf(['12:00'], {
		provedOwners: new Set(['utc'] as const),
		headerZone: new TimeZone('UTC'),
	});
	expect([agreed.timeZone?.name, agreed.proof?.zone]).toEqual(['UTC', 'proved']);
});

test('two zones that were proved together prove nothing where they differ', () => {
	const found = dialectOf(['12:00'], {
		provedOwners: new Set(['exporter', 'utc'] as const),
		headerZone: null,
	});
	expect([found.timeZone?.name, found.proof?.zone]).toEqual(['Europe/Berlin', 'assumed']);
});

test('a setting is used as it is', () => {
	const found = dialectOf(['12:00'], { settings: { format: false, zone: true } });
	expect([found.timeZone?.name, found.proof?.zone]).toEqual(['Europe/Berlin', 'declared']);
});
