import { InputError } from '../../../shared/errors';
import type { Period } from '../../../shared/period';
import type { CountKey, EntryGroup } from '../../../shared/reading/entryCounts';
import type { GroupPage, SampledGroup } from '../../archive/groups';
import { isoOf } from '../question';
import type { QueryContext } from '../queryContext';
import { type Source, sourceOf } from '../source';
import { parsePeriod } from '../words/period';
import { type Counts, countsOf, inOrder } from './counts';
import { periodBefore } from './periodBefore';

/** Two periods side by side. */
export interface Comparison extends Counts {
	readonly groups: readonly ComparedGroup[];
	readonly period: Period;
	/** Of the question itself. */
	readonly source: Source;
	/** Of the other period, without its groups. */
	readonly before: Counts;
}

/** A group of the one period, the other, or both. */
interface ComparedGroup extends SampledGroup {
	readonly previous: number;
	readonly change: number;
}

export const PREVIOUS_PERIOD = 'previous_period';

/** More groups than these are not compared. */
const MAX_COMPARED = 100_000;

/** The counts of a question beside those of another period. Null while an export is running. */
export async function comparison(
	context: QueryContext,
	keys: readonly CountKey[],
	words: string,
	{ order, skip, limit }: GroupPage,
): Promise<Comparison | null> {
	const { question } = context;
	const period = comparedPeriod(context, words);
	const filter = { ...question.filter, from: isoOf(period.from), to: isoOf(period.to) };
	const earlier = { ...context, cursor: undefined, question: { ...question, period, filter } };
	const source = await sourceOf(context);
	const other = source && (await sourceOf(earlier));
	if (source === null || other === null) return null;
	const all = { order: 'key', skip: 0, limit: MAX_COMPARED } as const;
	let previous: ReadonlyMap<string, EntryGroup> = new Map();
	const before = await countsOf(earlier, other, keys, {
		...all,
		pick: (groups) => {
			previous = new Map(groups.map((group) => [keyOf(group), group]));
			return [];
		},
	});
	let size = 0;
	const counts = await countsOf(context, source, keys, {
		...all,
		pick: (groups) => {
			const present = new Set(groups.map(keyOf));
			const vanished = [...previous].filter(([key]) => !present.has(key));
			const gone = vanished.map(([, { key }]) => ({ key, count: 0, first: null, last: null }));
			size = groups.length + gone.length;
			return inOrder(inOrder([...groups, ...gone], 'key'), order).slice(skip, skip + limit);
		},
	});
	requireFew(counts, before);
	const groups = counts.groups.map((group): ComparedGroup => {
		const earlierCount = previous.get(keyOf(group))?.count ?? 0;
		return { ...group, previous: earlierCount, change: group.count - earlierCount };
	});
	return { ...counts, size, groups, period, source, before };
}

function comparedPeriod({ question }: QueryContext, words: string): Period {
	const { period, zone, parsedAt } = question;
	if (period === null) {
		throw new InputError('compare_to needs a period to compare: give from and to as well.', {
			parameter: 'compare_to',
		});
	}
	if (isPrevious(words)) return periodBefore(period, zone);
	return parsePeriod({ from: words }, { zone, now: parsedAt });
}

export function isPrevious(words: string): boolean {
	return /^\s*previous([ _-]period)?\s*$/i.test(words);
}

/** @throws InputError where a group that is not counted would seem to be new or gone. */
function requireFew(...all: readonly Counts[]): void {
	if (all.every(({ size, isCapped }) => size <= MAX_COMPARED && !isCapped)) return;
	throw new InputError(
		`There are more than ${MAX_COMPARED.toLocaleString('en')} groups, which are too many to compare. Group by fewer keys, or add a filter.`,
		{ parameter: 'group_by' },
	);
}

function keyOf({ key }: EntryGroup): string {
	return JSON.stringify(Object.entries(key));
}
