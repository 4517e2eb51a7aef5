import type { Account } from '../account';
import { DAY } from '../durations';
import type { BinItem } from './binItem';

/**
 * What the recycle bin holds now, newest first: records whose last entry is their deletion, for as many days
 * as Zoho keeps them.
 */
export function binOf({ log, bin, switches, now }: Account): BinItem[] {
	const items = new Map<string, BinItem>();
	for (const { action, record, audited_time, done_by } of log) {
		if (!record?.id || record.module.id === null) continue;
		items.delete(record.id);
		if (action !== 'deleted') continue;
		const deleted_time = audited_time + switches.binLagSeconds * 1_000;
		items.set(record.id, { record, deleted_time, deleted_by: done_by });
	}
	for (const item of bin.added) items.set(item.record.id ?? '', item);
	const kept = now() - switches.binDays * DAY;
	return [...items.values()]
		.filter(({ record, deleted_time }) => !bin.removed.has(record.id ?? '') && deleted_time > kept)
		.reverse()
		.sort((a, b) => b.deleted_time - a.deleted_time);
}
