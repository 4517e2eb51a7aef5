import { timeDialect } from '../../../shared/dialect/timeDialect';
import { TimeZone } from '../../../shared/dialect/timeZone';
import type { EntryContext } from '../../../shared/entries/entryContext';
import { noRows } from '../../../shared/reading/csvEntries';
import { EventIds } from '../../../shared/entries/eventIds';
import { EntryCounts } from '../../../shared/reading/entryCounts';
import { type AuditLogFilter, entryFilter } from '../../../shared/entries/filter';
import { countEntries, readEntries } from '../../../shared/reading/readEntries';
import { exportSample, timesIn } from '../../../shared/reading/dialect/exportSample';
import { findColumns } from '../../../shared/dialect/csvColumns';
import { timedYield } from '../../../shared/files/yieldToEventLoop';
import { zlibGunzip } from '../../../mcp/archive/gunzip';
import { FileMemory } from '../../../shared/files/fileMemory';
import { type Gunzip, platformGunzip } from '../../../shared/files/gunzip';
import { unpackedMembers } from '../../../shared/files/zip';
import { context, zone } from '../context';
import type { Contender, Progress } from '../contender';
import { download } from '../download';
import { FILTER } from '../filter';

const sleep = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

function entries(filter: AuditLogFilter, gunzip: Gunzip, withRaw = false): Contender {
	return async (url, progress) => {
		const bytes = await download(url, progress);
		return await read(bytes, progress, { filter, gunzip, withRaw, context });
	};
}

interface Reading {
	readonly filter: AuditLogFilter;
	readonly gunzip: Gunzip;
	readonly withRaw: boolean;
	readonly context: EntryContext;
}

async function read(
	bytes: Uint8Array,
	progress: Progress,
	{ filter, gunzip, withRaw, context: names }: Reading,
): Promise<number> {
	const batches = readEntries([{ name: 'AuditLog_001.zip', bytes }], {
		filter: entryFilter(filter, names),
		context: names,
		ids: new EventIds(),
		counts: noRows(),
		withRaw,
		gunzip,
		sleep,
		ticks: () => performance.now(),
	});
	let rows = 0;
	for await (const batch of batches) {
		progress.row();
		rows += batch.length;
	}
	return rows;
}

function summary(gunzip: Gunzip): Contender {
	return async (url, progress) => {
		const bytes = await download(url, progress);
		const counts = new EntryCounts(['user', 'action', 'day'], zone);
		await countEntries([{ name: 'AuditLog_001.zip', bytes }], counts, {
			filter: entryFilter({}, context),
			context,
			counts: noRows(),
			gunzip,
			sleep,
			ticks: () => performance.now(),
		});
		if (counts.groups(100).length === 0) throw new Error('Nothing was counted.');
		return counts.total;
	};
}

/** All rows, by the times' own proof of how they are written. */
const proved: Contender = async (url, progress) => {
	const bytes = await download(url, progress);
	const yieldToEventLoop = timedYield(sleep, Date.now, undefined);
	const files = [{ name: 'AuditLog_001.zip', bytes }];
	const host = { yieldToEventLoop, gunzip: zlibGunzip };
	const sample = await exportSample(files, {}, host);
	const { at } = findColumns(sample.header ?? []);
	const times = timeDialect({
		sample: timesIn(sample, at.audited_time, undefined),
		declared: context.times,
		zones: [
			{ owner: 'exporter', zone },
			{ owner: 'utc', zone: new TimeZone('UTC') },
		],
		within: undefined,
		bounds: { from: 0, to: Date.now() },
	});
	const reading = { filter: {}, gunzip: zlibGunzip, withRaw: false };
	return await read(bytes, progress, { ...reading, context: { ...context, times } });
};

/** Unpacks and checks, as both doors do before anything else. */
function unpacking(gunzip: Gunzip): Contender {
	return async (url, progress) => {
		const bytes = await download(url, progress);
		const yieldToEventLoop = timedYield(sleep, Date.now, undefined);
		const memory = new FileMemory();
		let unpacked = 0;
		for await (const { start, end } of unpackedMembers(bytes, 'a.zip', memory, {
			yieldToEventLoop,
			gunzip,
		})) {
			unpacked += end - start;
		}
		return unpacked;
	};
}

export const contenders = {
	unpack: unpacking(zlibGunzip),
	filter: entries(FILTER, zlibGunzip),
	summary: summary(zlibGunzip),
	all: entries({}, zlibGunzip),
	proved,
	raw: entries({}, zlibGunzip, true),
	'node-unpack': unpacking(platformGunzip),
	'node-filter': entries(FILTER, platformGunzip),
	'node-summary': summary(platformGunzip),
	'node-all': entries({}, platformGunzip),
	'node-raw': entries({}, platformGunzip, true),
};
