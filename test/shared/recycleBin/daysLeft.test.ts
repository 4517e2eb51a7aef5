import { type DeletedRecord, daysLeft } from '../../../shared/recycleBin/deletedRecord';
import { matchDeletions } from '../../../shared/recycleBin/matching';
import { MATCH_SENTENCES, matchingNotes } from '../../../shared/recycleBin/notes';
import { bin } from './binOfMany';
import { europe } from '../host';

const [SECOND, HOUR, DAY] = [1_000, 3_600_000, 86_400_000];
const NOW = Date.parse('2026-11-24T11:00:00Z');

const left = (since: number | null, now = NOW) => daysLeft({ inBinSince: since }, now);

test.each([
	['just now', 0, 60],
	['a second ago', SECOND, 59],
	['a day ago', DAY, 59],
	['one second less than 59 days ago', 59 * DAY - SECOND, 1],
	['59 days ago', 59 * DAY, 1],
	['a second more', 59 * DAY + SECOND, 0],
	['one second less than 60 days ago', 60 * DAY - SECOND, 0],
	['60 days ago', 60 * DAY, 0],
	['one second more than 60 days ago', 60 * DAY + SECOND, 0],
	['a year ago', 365 * DAY, 0],
	['in a minute, by a clock that is ahead', -60 * SECOND, 60],
	['in a day', -DAY, 60],
])('deleted %s: %#', (_, ago, days) => {
	expect(left(NOW - ago)).toBe(days);
});

test('what is not known is no number', () => {
	expect(left(null)).toBeNull();
});

const none = { records: [], asOf: NOW, isComplete: true, notes: [] };
const deletionAt = (at: number) => ({
	...{ restored: new Map(), from: NOW - 90 * DAY, to: NOW, isCutOff: false },
	all: [{ eventId: '1', record: { id: '7', name: 'x' }, module: 'Deals', user: null, at }],
});

test.each([
	[60 * DAY - SECOND, 'not_in_bin'],
	[60 * DAY, 'not_in_bin'],
	[60 * DAY + SECOND, 'expired'],
])('a deletion of %i milliseconds ago that the bin does not list: %s', (ago, match) => {
	const [found] = matchDeletions(none, deletionAt(NOW - ago), { from: NOW - 90 * DAY, to: NOW });
	expect(found?.match).toBe(match);
});

test('that its days are over is no proof of anything, and the words do not make it one', () => {
	expect(MATCH_SENTENCES.expired).toMatch(/Zoho's documentation/);
	expect(MATCH_SENTENCES.not_in_bin).toMatch(/deleted permanently, also by Zoho/);
	const notes = matchingNotes([], 0, null, NOW).join();
	expect(notes).toMatch(/It is not a promise/);
	expect(notes).toMatch(/how Zoho counts the last day is not documented/);
	expect(notes).not.toMatch(/can be restored|guaranteed|until/);
});

test('where Zoho keeps records longer, what is said of 60 days is taken back', () => {
	const record = (ago: number) =>
		({ origin: 'bin', match: 'matched', deletedAt: NOW - ago }) as DeletedRecord;
	const notesOf = (ago: number) => matchingNotes([record(ago)], 0, null, NOW).join();
	expect(notesOf(61 * DAY + SECOND)).toMatch(/keeps them longer here .* 'expired' proves nothing/);
	expect(notesOf(60.5 * DAY)).not.toMatch(/longer/);
});

describe.each([
	['Europe/Berlin', '2026-10-25T00:30:00Z'],
	['America/New_York', '2026-11-01T05:30:00Z'],
	['Asia/Kathmandu', '2026-11-01T05:30:00Z'],
	['Australia/Lord_Howe', '2026-10-03T15:15:00Z'],
])('around a change of clocks in %s', (time_zone, change) => {
	const start = Date.parse(change);

	test.each(['user', 'organization', 'utc'] as const)('days are 24 hours: %s', async (binTimes) => {
		const now = () => start + 2 * HOUR;
		const it = europe(
			{ entries: 0, now, switches: { binTimes, userSettings: { time_zone } } },
			{ now, ticks: now },
		);
		const module = { api_name: 'Deals', id: '1', name: 'Deals' };
		const ago = [2 * HOUR, 24 * HOUR, 24 * HOUR + SECOND, 60 * DAY - SECOND];
		ago.forEach((milliseconds, index) =>
			it.zoho.putIntoBin({
				record: { id: `76100009980000${10_000 + index}`, name: 'x', module },
				deleted_time: now() - milliseconds,
				deleted_by: null,
			}),
		);
		const { records, asOf } = await it.client.readRecycleBin(0);
		expect(records.map(({ deletedAt }) => left(deletedAt, asOf))).toEqual([59, 59, 58, 0]);
	});
});

test('days are counted by the clock that Zoho has, not by that of this machine', async () => {
	const { zoho, time } = bin(1);
	const start = time.now();
	let now = (): number => start;
	const other = europe({ entries: 0 }, { now: () => now() + 30 * HOUR });
	now = other.time.now;
	for (const { record, deleted_time, deleted_by } of zoho.bin())
		other.zoho.putIntoBin({ record, deleted_time, deleted_by });
	const { records, asOf } = await other.client.readRecycleBin(0);
	expect(left(records[0]?.deletedAt ?? null, asOf)).toBe(59);
});
