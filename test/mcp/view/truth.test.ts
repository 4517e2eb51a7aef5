import { NOON, type Session, session } from '../session';
import { type Shown, shown } from './shown';

const ZONE = 'Europe/Berlin';
const MONTH = '2026-10-23T12:00:00+02:00';
/** Two o'clock, for the first time. */
const TWICE = Date.parse('2026-10-25T00:00:00Z');
const QUARTER = '2026-08-21T12:00:00+02:00';
const clock = new Intl.DateTimeFormat('en-GB', {
	...{ timeZone: ZONE, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
	...{ hour: '2-digit', hourCycle: 'h23' },
});

/** Day and hour as a clock in Berlin shows them, without anything of ours. */
function placeOf(instant: number): { day: string; short: string; hour: number; weekday: string } {
	const parts = Object.fromEntries(
		clock.formatToParts(instant).map(({ type, value }) => [type, value]),
	);
	const { weekday = '', day, month, year, hour } = parts;
	const name = (month ?? '').slice(0, 3);
	return {
		day: `${day} ${name} ${year}`,
		short: `${weekday} ${day} ${name}`,
		hour: Number(hour),
		weekday,
	};
}

function counted(keys: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}

const numberOf = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));
const text = (count: number): string => count.toLocaleString('en');

describe.each([11, 12, 13])('a log of 3,000 entries, seed %i', (seed) => {
	let it: Session;
	let view: Shown;

	beforeEach(async () => {
		it = await session({ seed, entries: 3_000, days: 100 });
		view = await shown(it);
	});

	afterEach(async () => {
		await view.close();
		await it.close();
	});

	/** An export cannot say which of the two hours it means, so the entries of both have no time. */
	const isTwice = (at: number): boolean => at >= TWICE && at < TWICE + 2 * 3_600_000;

	const placesOf = (from: string) => {
		const all = it.zoho.log
			.map(({ audited_time }) => audited_time)
			.filter((at) => at >= Date.parse(from) && at < NOON);
		const places = all.filter((at) => !isTwice(at)).map(placeOf);
		return { places, twice: all.length - places.length, total: all.length };
	};

	// The night of 25 October has one hour twice.
	test('every number of a month equals a count made apart', async () => {
		await view.ask('get_audit_log', { from: MONTH, limit: 7 });
		const { places, twice, total } = placesOf(MONTH);
		expect(view.text('head')).toContain(`${text(total)} entries`);
		expect(view.text('list')).toContain(`7 of ${text(total)} shown.`);
		expect(view.text('pictures').includes(' without a time ')).toBe(twice > 0);
		if (twice > 0) expect(view.text('pictures')).toContain(`${twice} without a time `);
		const byDay = counted(places.map(({ day }) => day));
		const days = view.rows('Entries by day');
		expect(days).toHaveLength(33);
		for (const [day = '', count] of days)
			expect([day, numberOf(count)]).toEqual([day, byDay.get(day) ?? 0]);
		const byHour = counted(places.map(({ short, hour }) => `${short} ${hour}`));
		const rows = view.rows('Days by hour');
		expect(rows).toHaveLength(33);
		for (const [day, ...hours] of rows) {
			expect([day, hours.map(numberOf)]).toEqual([
				day,
				Array.from({ length: 24 }, (_, hour) => byHour.get(`${day} ${hour}`) ?? 0),
			]);
		}
		const most = Math.max(...byHour.values());
		const burst = view.rows('Bursts')[0];
		if (burst) expect(numberOf(burst[2])).toBe(most);
	});

	test('every number of three months, by day and by hours of the week', async () => {
		await view.ask('summarize_audit_log', { from: QUARTER, group_by: ['module'] });
		const { places } = placesOf(QUARTER);
		const byDay = counted(places.map(({ day }) => day));
		for (const [day = '', count] of view.rows('Entries by day')) {
			expect([day, numberOf(count)]).toEqual([day, byDay.get(day) ?? 0]);
		}
		const byHour = counted(places.map(({ weekday, hour }) => `${weekday} ${hour}`));
		const rows = view.rows('Days of the week by hour');
		expect(rows).toHaveLength(7);
		for (const [day, ...hours] of rows) {
			expect([day, hours.map(numberOf)]).toEqual([
				day,
				Array.from({ length: 24 }, (_, hour) => byHour.get(`${day} ${hour}`) ?? 0),
			]);
		}
	});

	test('every number of users by hour, and as many entries as the tool then finds', async () => {
		await view.ask('get_audit_log', { from: MONTH, limit: 7 });
		const named = it.zoho.log
			.filter(({ audited_time: at }) => at >= Date.parse(MONTH) && at < NOON && !isTwice(at))
			.map(({ done_by, audited_time }) => [
				done_by?.name ?? 'No user named',
				placeOf(audited_time).hour,
			]);
		const byUser = counted(named.map(String));
		const rows = view.rows('Users by hour of the day');
		expect(rows.length).toBe(new Set(named.map(([user]) => user)).size);
		for (const [user, ...hours] of rows) {
			expect([user, hours.map(numberOf)]).toEqual([
				user,
				Array.from({ length: 24 }, (_, hour) => byUser.get(`${user},${hour}`) ?? 0),
			]);
		}
		const parts = [...view.page.document.querySelectorAll('[data-pick^="u:"]')];
		for (const part of [parts[0], parts.at(-1)]) {
			const label = part?.getAttribute('aria-label') ?? '';
			await view.click(`[data-pick="${part?.getAttribute('data-pick')}"]`);
			const [, count = ''] = /: ([\d,]+) e/.exec(label) ?? [];
			expect([label, view.text('list')]).toEqual([
				label,
				expect.stringMatching(`(?:All|of) ${count} shown`),
			]);
		}
	});

	test('every part that can be chosen has as many entries as the tool then finds', async () => {
		await view.ask('get_audit_log', { from: '3d', limit: 200 });
		const parts = [...view.page.document.querySelectorAll('[data-pick^="d:"]')];
		const keys = parts.slice(0, 6).map((part) => part.getAttribute('data-pick'));
		for (const key of keys) {
			const selector = `[data-pick="${key}"]`;
			const label = view.page.document.querySelector(selector)?.getAttribute('aria-label') ?? '';
			const [, count] = /: ([\d,]+) e/.exec(label) ?? [];
			await view.click(selector);
			expect([label, view.text('list')]).toEqual([
				label,
				expect.stringContaining(`All ${count} shown.`),
			]);
		}
	});
});
