import { daysLeft } from '../../../shared/recycleBin/deletedRecord';
import { DELETION_FILTER, deletionsIn } from '../../../shared/recycleBin/deletions';
import { matchDeletions, readSince } from '../../../shared/recycleBin/matching';
import { type SessionSettings } from '../../../shared/session';
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
}

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe.each(SEEDS)('seed %i', (seed) => {
	test('every deletion is matched with its record, and none is invented', async () => {
		const switches = { settingsAuditLog: 'audit_log' as const };
		const { zoho, records, from, to } = await matched({ seed, switches });
		const log = zoho.log.filter(
			({ action, audited_time: at }) => action === 'deleted' && at >= from && at < to,
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
		for (const { record, isInBin } of records) expect(isInBin).toBe(held.has(record.id));
	});
});

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
});
