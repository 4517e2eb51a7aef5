import { daysLeft } from '../../../shared/recycleBin/deletedRecord';
import { DELETION_FILTER, deletionsIn } from '../../../shared/recycleBin/deletions';
import { matchDeletions, readSince } from '../../../shared/recycleBin/matching';
import { type SessionSettings } from '../../../shared/session';
import type { LogRecord } from '../../zoho/log/logEntry';
import type { Zoho, ZohoSetup } from '../../zoho/zoho';
import { europe } from '../host';

const DAY = 86_400_000;
const DAYS = 70;

/** The bin and the log of the last seventy days, matched. */
async function matched(setup: ZohoSetup, settings: Partial<SessionSettings> = {}) {
	const { client, zoho, time } = europe({ entries: 800, days: 90, ...setup }, settings);
	plant(zoho, time.now());
	const [from, to] = [time.now() - DAYS * DAY, time.now()];
	const filter = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
	const answer = await client.getAuditLog(
		{ ...filter, ...DELETION_FILTER },
		{ source: 'automatic', waitSeconds: 900 },
	);
	if (answer.state !== 'ready') throw new Error(answer.state);
	const deletions = await deletionsIn(answer, answer.coverage, to);
	const bin = await client.readRecycleBin(readSince(from));
	const records = matchDeletions(bin, deletions, { from, to });
	return { zoho, bin, deletions, records, from, to };
}

/** What random entries seldom are. */
function plant(zoho: Zoho, now: number): void {
	const deals = zoho.log.find(({ record }) => record?.module.api_name === 'Deals')?.record?.module;
	if (!deals) throw new Error('no module');
	const record = (number: number) => ({
		id: `76100009990000${String(number).padStart(5, '0')}`,
		name: 'Twin',
		module: deals,
	});
	const at = (days: number, minutes = 0) => now - days * DAY + minutes * 60_000;
	const add = (number: number, action: string, audited_time: number) =>
		zoho.record({ action, record: record(number), audited_time });
	// Deleted, restored and deleted again, also within a minute.
	for (const [action, minutes] of [
		['deleted', 0],
		['restored', 1],
		['deleted', 90],
	] as const)
		add(1, action, at(3, minutes));
	for (const [action, minutes] of [
		['deleted', 0],
		['restored', 0.4],
		['deleted', 0.8],
	] as const)
		add(2, action, at(4, minutes));
	add(3, 'deleted', at(5));
	add(3, 'restored', at(4));
	// Restored, or deleted permanently, without an entry.
	zoho.takeOutOfBin(add(4, 'deleted', at(6)).record?.id ?? '');
	add(5, 'deleted', at(65));
	add(6, 'deleted', at(59.5));
	// In the bin without an entry, and with one of long before.
	const done_by = { id: zoho.users[0]?.id ?? '', name: zoho.users[0]?.full_name ?? '' };
	zoho.putIntoBin({ record: record(7), deleted_time: at(2), deleted_by: done_by });
	add(8, 'deleted', at(50));
	add(8, 'restored', at(49));
	zoho.putIntoBin({ record: record(8), deleted_time: at(1), deleted_by: done_by });
	plantOthers(zoho, record, at);
}

/** What reaches the bin in other ways than by one user who deletes one record. */
function plantOthers(
	zoho: Zoho,
	record: (number: number) => LogRecord,
	at: (days: number, minutes?: number) => number,
): void {
	const done_by = { id: zoho.users[1]?.id ?? '', name: zoho.users[1]?.full_name ?? '' };
	const put = (one: LogRecord, deleted_time: number, deleted_by: typeof done_by | null = done_by) =>
		zoho.putIntoBin({ record: one, deleted_time, deleted_by });
	// In bulk, by one entry that names no record: the records follow within minutes.
	zoho.record({ action: 'mass_delete', record: null, audited_time: at(7), done_by });
	for (const [index, number] of [20, 21, 22].entries()) put(record(number), at(7, index * 4 + 0.5));
	// By a merge, whose entry is of the record that stays; and with the record that it belongs to.
	zoho.record({ action: 'merged', record: record(24), audited_time: at(8) });
	put(record(23), at(8), null);
	const notes = zoho.modules.find(({ api_name }) => api_name === 'Notes') ?? { id: '1' };
	const note = { api_name: 'Notes', id: notes.id, name: 'Notes' };
	zoho.record({ action: 'deleted', record: record(25), audited_time: at(9) });
	put({ ...record(26), module: note }, at(9));
	// By a conversion, after which it is in no bin.
	zoho.record({ action: 'converted', record: record(27), audited_time: at(10) });
	// By a function, and by a user who has left: the bin names neither.
	const source = 'function';
	zoho.record({
		...{ action: 'deleted', record: record(28), audited_time: at(11) },
		...{ done_by: null, source },
	});
	// In a module that was renamed meanwhile.
	const module = { ...record(29).module, name: 'Chances' };
	const renamed = { ...record(29), module };
	zoho.record({ action: 'deleted', record: renamed, audited_time: at(12) });
	// Two of one name within seconds.
	zoho.record({ action: 'deleted', record: record(30), audited_time: at(13) });
	zoho.record({ action: 'deleted', record: record(31), audited_time: at(13, 0.1) });
}

const DELETING = ['deleted', 'mass_delete'];
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe.each(SEEDS)('seed %i', (seed) => {
	test('every deletion is matched with its record, and none is invented', async () => {
		const switches = { settingsAuditLog: 'audit_log' as const };
		const { zoho, records, from, to } = await matched({ seed, switches });
		const log = zoho.log.filter(
			({ action, audited_time: at }) => DELETING.includes(action ?? '') && at >= from && at < to,
		);
		const lastOf = (id: string | null) =>
			id === null ? undefined : log.findLast(({ record }) => record?.id === id);
		const truth = zoho
			.bin()
			.map(({ record, deleted_time }) => {
				const entry = lastOf(record.id);
				return [record.id, entry?.audited_time === deleted_time ? entry.id : null] as const;
			})
			.sort();
		const inBin = records.filter(({ origin }) => origin === 'bin');
		expect(inBin.map(({ record, eventId }) => [record.id, eventId]).sort()).toEqual(truth);
		expect(truth.filter(([, event]) => event !== null).length).toBeGreaterThan(20);
		// Each deletion of the log is there once, with what became of it.
		const events = records.flatMap(({ eventId }) => eventId ?? []).sort();
		expect(events).toEqual(log.map(({ id }) => id).sort());
		const held = new Set(zoho.bin().map(({ record }) => record.id));
		for (const { record, isInBin } of records) {
			expect(isInBin).toBe(record.id === null ? null : held.has(record.id));
		}
	});
});

test.each(SEEDS)(
	'of an export of minutes, and a bin that is later and names no deleter, the same is matched: seed %i',
	async (seed) => {
		const switches = { binLagSeconds: 45, binDeleters: false, csvColumns: 'guessed' } as const;
		const { zoho, records, deletions, from } = await matched({ seed, switches, jobSeconds: 0 });
		const recordOf = new Map(deletions.all.map(({ eventId, record }) => [eventId, record.id]));
		const used = records.filter(({ match }) => match === 'matched');
		for (const { record, eventId } of used) expect(recordOf.get(eventId ?? '')).toBe(record.id);
		expect(new Set(used.map(({ eventId }) => eventId)).size).toBe(used.length);
		const minuteOf = (time: number) => Math.floor(time / 60_000);
		const log = zoho.log.filter(
			({ action, audited_time }) => action === 'deleted' && audited_time >= from,
		);
		const matchable = zoho.bin().filter(({ record, deleted_time }) => {
			const own = log.filter((it) => it.record?.id === record.id).map((it) => it.audited_time);
			const last = Math.max(...own);
			const isOne = own.filter((time) => minuteOf(time) === minuteOf(last)).length === 1;
			return isOne && Math.abs(last - deleted_time) <= 60_000;
		});
		expect(used.map(({ record }) => record.id).sort()).toEqual(
			matchable.map(({ record }) => record.id).sort(),
		);
		expect(used.length).toBeGreaterThan(20);
	},
);

test('what was planted is said as it is', async () => {
	const switches = { settingsAuditLog: 'audit_log' as const };
	const { records, to } = await matched({ switches });
	const of = (number: number) =>
		records
			.filter(({ record }) => record.id?.endsWith(`9990000${String(number).padStart(5, '0')}`))
			.map((record) => [record.match, record.isInBin, daysLeft(record, to)]);
	expect(of(1)).toEqual([
		['matched', true, 57],
		['deleted_again', true, 57],
	]);
	expect(of(2)).toEqual([
		['matched', true, 56],
		['deleted_again', true, 56],
	]);
	expect(of(3)).toEqual([['restored', false, null]]);
	expect(of(4)).toEqual([['not_in_bin', false, null]]);
	expect(of(5)).toEqual([['expired', false, null]]);
	expect(of(6)).toEqual([['matched', true, 0]]);
	expect(of(7)).toEqual([['no_entry', true, 58]]);
	expect(of(8)).toEqual([
		['other_time', true, 59],
		['deleted_again', true, 59],
	]);
	for (const number of [20, 21, 22]) expect(of(number)).toEqual([['entry_without_id', true, 53]]);
	expect(of(23)).toEqual([['no_entry', true, 52]]);
	expect(of(24)).toEqual([]);
	expect([of(25), of(26)]).toEqual([[['matched', true, 51]], [['no_entry', true, 51]]]);
	expect(of(27)).toEqual([]);
	for (const [number, days] of [
		[28, 49],
		[29, 48],
		[30, 47],
		[31, 47],
	] as const)
		expect(of(number)).toEqual([['matched', true, days]]);
	const massDeletion = records.filter(
		({ origin, match }) => origin === 'log' && match === 'no_record_id',
	);
	expect(massDeletion).toHaveLength(1);
});
