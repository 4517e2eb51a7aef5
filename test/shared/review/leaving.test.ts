import { TimeZone } from '../../../shared/dialect/timeZone';
import { type DayTimes, dayTimesOf } from '../../../shared/entries/dayTimes';
import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import { type Reviewed, reviewEntries } from '../../../shared/review/review';
import { DEFAULT_THRESHOLDS, type ReviewRule } from '../../../shared/review/rules';

const users = ['Marta Quill', 'Leo Sandbank'].map((name, index) => ({
	...{ id: `761000000000000400${index}`, name, status: 'active' },
}));
let number = 0;

function entry(time: string, by: string, action: string, of?: string): AuditLogEntry {
	return {
		...{ audited_time: `2026-09-03T${time}+02:00`, done_by: { id: null, name: by }, action },
		...{ module: of ? 'Users' : 'Leads', record: { id: null, name: of ?? 'Acme' } },
		...{ field_history: null, event_id: `x${number++}` },
	} as unknown as AuditLogEntry;
}

async function* batch(entries: readonly AuditLogEntry[]): AsyncGenerator<EntryBatch> {
	yield await Promise.resolve(entries);
}

async function review(
	entries: readonly AuditLogEntry[],
	rules: readonly ReviewRule[],
): Promise<Reviewed> {
	const period = { from: Date.parse('2026-09-01T00:00Z'), to: Date.parse('2026-10-01T00:00Z') };
	const hours = dayTimesOf('07:00-19:00', ['weekdays'], 'UTC') as DayTimes;
	return await reviewEntries(batch(entries), {
		...{ period, zone: new TimeZone('UTC'), hours, thresholds: DEFAULT_THRESHOLDS, rules },
		...{ users: new CrmUsers(users as never), modules: new CrmModules([]), withValues: true },
	});
}

test.each([
	[19, 'the entries themselves'],
	[60, 'the entries that say when the user was away'],
])('with %j entries after an hour away, %s are cited', async (count, what) => {
	const left = entry('09:00:00', 'Marta Quill', 'deactivated', 'Leo Sandbank');
	const away = entry('09:10:00', 'Leo Sandbank', 'updated');
	const back = entry('10:00:00', 'Marta Quill', 'reactivated', 'Leo Sandbank');
	const later = Array.from({ length: count }, (_, minute) =>
		entry(`10:${String(minute).padStart(2, '0')}:30`, 'Leo Sandbank', 'updated'),
	);
	const log = [entry('08:00:00', 'Leo Sandbank', 'updated'), left, away, back, ...later];
	const { findings } = await review(log, ['deactivatedUser']);
	const cited = what.endsWith('themselves') ? [away] : [left, back];
	expect(findings).toMatchObject([{ count: 1, event_ids: cited.map((it) => it.event_id) }]);
	const [{ sentence } = { sentence: '' }] = findings;
	expect(sentence.includes('The ids are of the entries that say so')).toBe(cited.length === 2);
	expect((await review(log.toReversed(), ['deactivatedUser'])).findings).toEqual(findings);
});

test('a change of a user that names no fields is told, where raised rights are looked for', async () => {
	const change = entry('10:00:00', 'Marta Quill', 'updated', 'Leo Sandbank');
	const { findings, notes } = await review([change], ['raisedRights']);
	expect(findings).toEqual([]);
	expect(notes.join()).toMatch(/One change of a user names no fields and no values/);
	const two = await review([change, change], ['raisedRights']);
	expect(two.notes.join()).toMatch(/2 changes of users name no fields/);
	expect((await review([change], ['export'])).notes).toEqual([]);
});
