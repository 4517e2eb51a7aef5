import { type GroupOrder, type GroupPage, groupsIn, type SampledGroup } from '../../archive/groups';
import { instantOfIso } from '../../../shared/dialect/auditedTime';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { CrmUsers } from '../../../shared/org/users';
import type { Coverage } from '../../../shared/reading/coverage';
import { type CountKey, EntryCounts, type EntryGroup } from '../../../shared/reading/entryCounts';
import { isTimeKey, type TimeKey } from '../../../shared/reading/timeKeys';
import { UserLabels } from '../../../shared/reading/userLabels';
import type { QueryContext } from '../queryContext';
import { withSelection } from '../selection';
import { reporting, type Source } from '../source';

/** Entries by their keys. */
export interface Counts {
	/** Entries counted, in groups that are here or not. */
	readonly total: number;
	/** Those of the page. */
	readonly groups: readonly SampledGroup[];
	/** How many groups there are. */
	readonly size: number;
	/** Whether there were more than are counted. */
	readonly isCapped: boolean;
	readonly coverage: Coverage;
}

/** Counts of all entries of a source, and a page of its groups. */
export async function countsOf(
	context: QueryContext,
	source: Source,
	keys: readonly CountKey[],
	page: GroupPage,
): Promise<Counts> {
	const { zone } = context.question;
	const { exports, reading } = source;
	if (exports) {
		return await withSelection(context, source, exports, { keys }, async (selection) => ({
			...(await groupsIn(selection, keys, zone, page)),
			...{ total: selection.total, isCapped: false, coverage: selection.coverage },
		}));
	}
	const { entries, samples } = await counted(context, source, keys);
	const { total, size, isCapped } = entries;
	const { order, skip, limit, pick } = page;
	const all = inOrder(entries.groups(), order);
	const picked = pick ? pick(all.slice(0, limit)) : all.slice(skip, skip + limit);
	const groups = picked.map((group) => ({
		...group,
		sample_event_ids: idsOf(samples[entries.numberOf(group)]),
	}));
	return { total, size, isCapped, groups, coverage: reading.coverage };
}

/** The entries that stand first and last. */
interface Sample {
	readonly first: AuditLogEntry;
	readonly last: AuditLogEntry;
}

async function counted(context: QueryContext, source: Source, keys: readonly CountKey[]) {
	const { client, question, run } = context;
	const entries = new EntryCounts(keys, question.zone);
	const hasUsers = keys.includes('user');
	const all = hasUsers ? await client.names.users({ signal: run.signal }) : new CrmUsers([]);
	const users = new UserLabels(all);
	const samples: Sample[] = [];
	for await (const batch of reporting(source.reading, context)) {
		for (const entry of batch) {
			const group = add(entry, entries, users);
			if (group < 0) continue;
			samples[group] = { first: samples[group]?.first ?? entry, last: entry };
		}
	}
	return { entries, samples };
}

function timeOf({ audited_time }: AuditLogEntry): number {
	return instantOfIso(audited_time ?? '') ?? NaN;
}

function idsOf(sample: Sample | undefined): readonly string[] {
	return sample ? [...new Set([sample.first.event_id, sample.last.event_id])] : [];
}

/** Equal counts stay in order of their keys. */
export function inOrder<G extends EntryGroup>(groups: readonly G[], order: GroupOrder): G[] {
	const all = [...groups];
	if (order === 'count_asc') return all.sort((a, b) => a.count - b.count);
	if (order === 'count_desc') return all.sort((a, b) => b.count - a.count);
	const textOf = new Map(all.map((group) => [group, JSON.stringify(sortable(group.key))]));
	return all.sort((a, b) => ((textOf.get(a) ?? '') < (textOf.get(b) ?? '') ? -1 : 1));
}

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Weekdays as numbers; what is not there last. */
function sortable(key: EntryGroup['key']): readonly (string | null)[] {
	return Object.entries(key).map(([name, value]) => {
		if (value === null || value === undefined) return '\uffff';
		return name === 'weekday' ? String(WEEK.indexOf(value)) : value;
	});
}

function add(entry: AuditLogEntry, into: EntryCounts, users: UserLabels): number {
	const instant = timeOf(entry);
	const codes = into.keys.map((key, index) =>
		isTimeKey(key)
			? into.codeOfTime(index, instant)
			: into.codeOf(index, valueOf(entry, key, users)),
	);
	return into.add(codes[0] ?? 0, codes[1] ?? 0, codes[2] ?? 0, instant);
}

function valueOf(
	entry: AuditLogEntry,
	key: Exclude<CountKey, TimeKey>,
	users: UserLabels,
): string | null {
	switch (key) {
		case 'user':
			return users.labelOf(entry.done_by?.id ?? null, entry.done_by?.name ?? null);
		case 'record':
			return entry.record?.name ?? null;
		case 'related_module':
			return entry.related_module;
		case 'module':
			return entry.module;
		case 'action':
			return entry.action;
	}
}
