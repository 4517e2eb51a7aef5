import { SECOND } from '../durations';
import type { Period } from '../period';
import type { ExportAction } from '../entries/actions';

/**
 * What Zoho can filter an export by: four fields, joined by `and`, at most two members in a group.
 * https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html
 */
export type Criteria = Comparison | CriteriaGroup;

type Comparison = {
	field: { api_name: 'audited_time' | 'done_by' | 'module' | 'action' };
	comparator: 'between' | 'in';
	value: (string | { id: string } | ModuleValue)[];
};

/**
 * Zoho's page wants API name and id, its specification at least one of the two, and both refuse a pair
 * that does not belong together: so both are sent, of one entry of the list of modules.
 */
export type ModuleValue = { api_name: string; id?: string };

type CriteriaGroup = {
	group_operator: 'and';
	group: [Criteria, Criteria];
};

/** A question in Zoho's terms. */
export interface ExportQuestion {
	readonly window: Period;
	readonly userIds?: readonly string[] | undefined;
	readonly modules?: readonly ModuleValue[] | undefined;
	readonly actions?: readonly ExportAction[] | undefined;
}

/** Zoho takes up to this many users or modules. */
export const MAX_VALUES = 500;

/**
 * The criteria of a question. A window is always among them: which time a filter without one covers
 * is not documented. Several filters are nested pairs.
 */
export function criteriaFor(question: ExportQuestion): Criteria {
	const { window, userIds = [], modules = [], actions = [] } = question;
	const comparisons: Comparison[] = [
		{
			field: { api_name: 'audited_time' },
			comparator: 'between',
			value: secondsOf(window),
		},
	];
	if (userIds.length > 0)
		comparisons.push(
			oneOf(
				'done_by',
				userIds.map((id) => ({ id })),
			),
		);
	if (modules.length > 0) comparisons.push(oneOf('module', [...modules]));
	if (actions.length > 0) comparisons.push(oneOf('action', [...actions]));
	return nested(comparisons);
}

/** `in` also for one value: the same rows as `equal`, whose value has another shape for each field. */
function oneOf(api_name: Comparison['field']['api_name'], value: Comparison['value']): Comparison {
	return { field: { api_name }, comparator: 'in', value };
}

function nested(comparisons: readonly Comparison[]): Criteria {
	return comparisons.reduceRight<Criteria | null>(
		(rest, comparison) =>
			rest ? { group_operator: 'and', group: [comparison, rest] } : comparison,
		null,
	) as Criteria;
}

/** Zoho's range has its last second inside, a period ends before `to`. */
function secondsOf({ from, to }: Period): string[] {
	return [wholeSecond(Math.floor(from / SECOND)), wholeSecond(Math.ceil(to / SECOND) - 1)];
}

/** The period that Zoho's range covers; the instants of its first and its last second. */
export function periodOfSeconds(first: number, last: number): Period {
	return { from: first, to: last + SECOND };
}

/** `2026-09-01T08:00:00+00:00`: the form of Zoho's page, without milliseconds. */
function wholeSecond(seconds: number): string {
	return `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;
}
