import { EventIds } from '../../../shared/entries/eventIds';
import { EntryCounts } from '../../../shared/reading/entryCounts';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { countEntries, readEntries } from '../../../shared/reading/readEntries';
import { context, zone } from '../context';
import type { Contender } from '../contender';
import { download } from '../download';
import { QUESTION } from '../question';

const sleep = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

function entries(filter: AuditLogFilter, withRaw = false): Contender {
	return async (url, progress) => {
		const bytes = await download(url, progress);
		const batches = readEntries([{ name: 'AuditLog_001.zip', bytes }], {
			filter: entryFilter(filter, context),
			context,
			ids: new EventIds(),
			counts: { read: 0, withoutTime: 0 },
			withRaw,
			sleep,
			localNow: Date.now,
		});
		let rows = 0;
		for await (const batch of batches) {
			progress.row();
			rows += batch.length;
		}
		return rows;
	};
}

const summary: Contender = async (url, progress) => {
	const bytes = await download(url, progress);
	const counts = new EntryCounts(['user', 'action', 'day'], zone);
	await countEntries([{ name: 'AuditLog_001.zip', bytes }], counts, {
		filter: entryFilter({}, context),
		context,
		counts: { read: 0, withoutTime: 0 },
		sleep,
		localNow: Date.now,
	});
	if (counts.groups(100).length === 0) throw new Error('Nothing was counted.');
	return counts.total;
};

export const contenders = {
	summary,
	filter: entries(QUESTION),
	all: entries({}),
	raw: entries({}, true),
};
