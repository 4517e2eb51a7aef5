import type { BinRecord } from '../../../shared/recycleBin/binRecord';
import type { Deletion, Deletions } from '../../../shared/recycleBin/deletions';
import { deletionsIn } from '../../../shared/recycleBin/deletions';
import { type DeletedRecord, daysLeft } from '../../../shared/recycleBin/deletedRecord';
import { comparePositions, matchDeletions, positionOf } from '../../../shared/recycleBin/matching';
import { MATCH_SENTENCES, matchingNotes } from '../../../shared/recycleBin/notes';
import type { RecycleBin } from '../../../shared/recycleBin/readBin';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { coverageOf } from '../../../shared/reading/coverage';

const [SECOND, DAY] = [1_000, 86_400_000];
const NOW = Date.parse('2026-11-24T11:00:00Z');
const PERIOD = { from: NOW - 70 * DAY, to: NOW };
const ANNA = { id: '1', name: 'Anna' };

function binOf(records: readonly Partial<BinRecord>[], rest: Partial<RecycleBin> = {}): RecycleBin {
	const whole = { id: '100', name: 'Twin', module: 'Deals', deletedBy: ANNA };
	return {
		records: records.map((record) => ({ ...whole, deletedAt: NOW - DAY, ...record })),
		...{ asOf: NOW, isComplete: true, notes: [] },
		...rest,
	};
}

function logOf(all: readonly Partial<Deletion>[], rest: Partial<Deletions> = {}): Deletions {
	const whole = { record: { id: '100', name: 'Twin' }, module: 'Deals', user: ANNA };
	return {
		all: all.map((one, index) => ({
			...whole,
			eventId: `event-${index}`,
			at: NOW - DAY,
			...one,
		})),
		...{ restored: new Map(), from: PERIOD.from, to: NOW, isCutOff: false },
		...rest,
	};
}

const matches = (bin: RecycleBin, log: Deletions | null) =>
	matchDeletions(bin, log, PERIOD).map(({ origin, match, eventId, isInBin }) => [
		...[origin, match, eventId, isInBin],
	]);

test('the same name is not the same record', () => {
	expect(matches(binOf([{ id: '200' }]), logOf([{}]))).toEqual([
		['bin', 'no_entry', null, true],
		['log', 'not_in_bin', 'event-0', false],
	]);
});

test.each([
	[119, 'matched'],
	[-119, 'matched'],
	[121, 'other_time'],
	[-121, 'other_time'],
])('a record whose times are %i seconds apart: %s', (seconds, expected) => {
	const [first] = matches(binOf([{}]), logOf([{ at: NOW - DAY + seconds * SECOND }]));
	const [found] = matchDeletions(binOf([{}]), logOf([{ at: NOW - DAY + seconds * SECOND }]), {
		...PERIOD,
	}).filter(({ origin }) => origin === 'bin');
	expect([found?.match, first?.length]).toEqual([expected, 4]);
});

test('two deletions of one record in one minute are not told apart by a log of minutes', () => {
	expect(matches(binOf([{}]), logOf([{}, {}])).sort()).toEqual([
		['bin', 'several_entries', null, true],
		['log', 'several_entries', 'event-0', true],
		['log', 'several_entries', 'event-1', true],
	]);
});

test('a log without ids proves nothing, and one that was not read says nothing', () => {
	const nameless = { record: { id: null, name: 'Twin' } };
	expect(matches(binOf([{}]), logOf([nameless]))).toEqual([
		['bin', 'log_without_ids', null, true],
		['log', 'no_record_id', 'event-0', null],
	]);
	expect(matches(binOf([{}]), null)).toEqual([['bin', 'log_not_read', null, true]]);
	expect(matches(binOf([{}]), logOf([], { to: NOW - 2 * DAY }))).toEqual([
		['bin', 'log_not_read', null, true],
	]);
	expect(matches(binOf([{}]), logOf([], { isCutOff: true }))).toEqual([
		['bin', 'log_not_read', null, true],
	]);
	expect(matches(binOf([{}]), logOf([]))).toEqual([['bin', 'no_entry', null, true]]);
});

test.each([
	[{ at: NOW - DAY }, {}, 'not_in_bin', false],
	[{ at: NOW - 61 * DAY }, {}, 'expired', false],
	[{ at: NOW - DAY }, { isComplete: false }, 'bin_not_read', null],
	[{ at: NOW - 61 * DAY }, { isComplete: false }, 'expired', null],
	// The bin was read before the deletion, or in the same minute.
	[{ at: NOW - 30 * SECOND }, {}, 'bin_not_read', null],
	[{ at: null }, {}, 'no_time', null],
] as const)('a deletion %j that the bin %j does not list: %s', (deletion, bin, match, isInBin) => {
	const found = matches(binOf([], bin), logOf([deletion]));
	expect(found).toEqual([['log', match, 'event-0', isInBin]]);
});

test('a restored record is one only where the log says so afterwards', () => {
	const restoredAt = (at: number) => ({ restored: new Map([['100', [at]]]) });
	expect(matches(binOf([]), logOf([{}], restoredAt(NOW - DAY + SECOND)))[0]?.[1]).toBe('restored');
	expect(matches(binOf([]), logOf([{}], restoredAt(NOW - 2 * DAY)))[0]?.[1]).toBe('not_in_bin');
});

test('one deletion of the log is that of one record, the nearest', () => {
	const twice = [{ deletedAt: NOW - DAY + 30 * SECOND }, { deletedAt: NOW - DAY + 10 * SECOND }];
	expect(matches(binOf(twice), logOf([{}]))).toEqual([
		['bin', 'other_time', null, true],
		['bin', 'matched', 'event-0', true],
	]);
});

test.each([
	[0, 'Deals', 'entry_without_id'],
	[59 * 60, null, 'entry_without_id'],
	[-59 * 60, 'Leads', 'entry_without_id'],
	[61 * 60, 'Deals', 'no_entry'],
	[-61 * 60, 'Deals', 'no_entry'],
	[null, 'Deals', 'entry_without_id'],
] as const)(
	'a mass deletion %s seconds away that names no record proves nothing of one: %s, %s',
	(seconds, module, match) => {
		const at = seconds === null ? null : NOW - DAY + seconds * SECOND;
		const log = logOf([
			{ record: { id: null, name: null }, module, at },
			{ record: { id: '9', name: 'Other' }, at: NOW - 9 * DAY },
		]);
		const inBin = matches(binOf([{}]), log).filter(([origin]) => origin === 'bin');
		expect(inBin).toEqual([['bin', match, null, true]]);
	},
);

test('a record of the bin without an id or a time is listed, and matched with nothing', () => {
	const nothing = [{ id: null }, { deletedAt: null }];
	expect(matches(binOf(nothing), logOf([])).map((found) => found[1])).toEqual([
		...['no_record_id', 'no_time'],
	]);
	const [found] = matchDeletions(binOf([{ deletedAt: null }]), logOf([{}]), PERIOD);
	expect([found?.origin, found?.match, found?.isInBin]).toEqual(['log', 'no_time', true]);
	expect(found && daysLeft(found, NOW)).toBeNull();
});

test('who deleted it comes from the log where the bin does not say, and only of the same deletion', () => {
	const unknown = { deletedBy: null };
	const [same] = matchDeletions(binOf([unknown]), logOf([{}]), PERIOD);
	expect([same?.deletedBy, same?.eventId]).toEqual([ANNA, 'event-0']);
	const [, other] = matchDeletions(binOf([unknown]), logOf([{ at: NOW - 900 * SECOND }]), PERIOD);
	expect([other?.match, other?.deletedBy]).toEqual(['other_time', null]);
});

test('a deletion at the end of the period is not lost where the bin has a later second', () => {
	const end = { from: PERIOD.from, to: NOW - DAY + 10 * SECOND };
	const found = matchDeletions(binOf([{ deletedAt: NOW - DAY + 20 * SECOND }]), logOf([{}]), end);
	expect(found.map(({ match, eventId }) => [match, eventId])).toEqual([['matched', 'event-0']]);
	const later = matchDeletions(binOf([{ deletedAt: NOW - DAY + 20 * SECOND }]), logOf([]), end);
	expect(later).toEqual([]);
});

test('the order is fixed, and each has a position of its own', () => {
	const bin = binOf([{ id: '3' }, { id: '1' }, { id: '2', deletedAt: null }, { id: null }]);
	const found = matchDeletions(bin, logOf([{}, { eventId: 'other' }]), PERIOD);
	const newest = (one: DeletedRecord, other: DeletedRecord) =>
		comparePositions(positionOf(one), positionOf(other));
	expect([...found].reverse().sort(newest)).toEqual(found);
	expect(found.at(-1)?.deletedAt).toBeNull();
	const positions = found.map((one) => positionOf(one).join(' '));
	expect(new Set(positions).size).toBe(found.length);
});

test('each kind of match is counted and explained, and nothing else is claimed', () => {
	const found = matchDeletions(binOf([{ id: '5' }]), logOf([{}, {}]), PERIOD);
	const notes = matchingNotes(found, 0, null, NOW);
	expect(notes).toContain(`no_entry (1): ${MATCH_SENTENCES.no_entry}.`);
	expect(notes.join()).toMatch(/may number the recycle bin in its own way/);
	expect(notes.join()).toMatch(/this user may not see are missing/);
	expect(matchingNotes([], 0, null, NOW).join()).not.toMatch(/\(\d+\)/);
});

test('deletions of records are counted, and not those of tags, portal users or notes', async () => {
	const actions = ['deleted', 'Deleted', 'mass_delete', 'mass_delete_via_crm_ui', 'restored'];
	const others = ['portal_user_deleted', 'tag_deleted', 'updated', 'undeleted', null];
	const entry = (action: string | null, index: number) =>
		({
			...{ action, event_id: String(index), done_by: ANNA, module: 'Deals' },
			...{ record: { id: '7', name: 'Twin' }, audited_time: '2026-11-20T10:00:00Z' },
		}) as AuditLogEntry;
	const batch = [...actions, ...others].map(entry);
	const coverage = coverageOf('endpoint', PERIOD);
	const read = async function* () {
		yield batch;
	};
	const deletions = await deletionsIn(read(), coverage, NOW);
	expect(deletions.all.map(({ eventId }) => eventId)).toEqual(['0', '1', '2', '3']);
	expect(deletions.restored.get('7')).toHaveLength(2);
	expect(await deletionsIn(read(), coverage, NOW, 2)).toMatchObject({ isCutOff: true });
	const asOf = { ...coverage, as_of: '2026-11-23T00:00:00Z' };
	expect((await deletionsIn(read(), asOf, NOW)).to).toBe(Date.parse('2026-11-23T00:00:00Z'));
});
