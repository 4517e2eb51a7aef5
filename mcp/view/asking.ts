import { HOUR } from '../../shared/durations';
import type { Scope } from './answer';
import type { Fields } from './values';

/** A question to a tool. */
export interface Asked {
	readonly tool: string;
	readonly args: Fields;
}

/** Hours on the wall since 1970: inclusive and exclusive. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** What was chosen, narrower than the question. */
export interface Place {
	readonly span?: Span;
	/** Milliseconds. */
	readonly instants?: { readonly from: number; readonly to: number };
	/** By names of arguments. */
	readonly filters?: Readonly<Record<string, string | readonly string[]>>;
}

const FILTERS = [
	...['user', 'module', 'action', 'exclude_user', 'exclude_module', 'exclude_action'],
	...['hours', 'weekdays', 'record', 'text'],
] as const;

/** Of the page, or of the period, which is given anew. */
const OF_THE_PAGE = ['cursor', 'from', 'to', 'time_zone', 'compare_to'];

/**
 * Arguments of a tool for the entries that an answer is about, or for a part of them. The period is the
 * one that the answer names, because `7d` moves.
 */
export function argumentsFor(
	tool: string,
	asked: Asked,
	scope: Scope,
	place: Place = {},
): Record<string, unknown> {
	// Not every host says what the tool was asked: the answer names its filters.
	const own = tool === asked.tool ? withoutPage(asked.args) : {};
	return {
		...filtersOf(asked.args, scope),
		...own,
		...periodOf(asked, scope, place),
		...place.filters,
	};
}

/** Whether a filter is set already. */
export function hasFilter(asked: Asked, scope: Scope, name: string): boolean {
	return filtersOf(asked.args, scope)[name] !== undefined;
}

/** The instants that a clock shows as these hours, both passes of one that comes twice. */
export function instantsIn(span: Span, { from, to, zone }: Scope) {
	if (!zone) return null;
	const [start, end] = [zone.instantOf(span.from * HOUR), zone.instantOf(span.to * HOUR)];
	return { from: Math.max(start, from ?? start), to: Math.min(end, to ?? end) };
}

function withoutPage(args: Fields): Record<string, unknown> {
	return Object.fromEntries(Object.entries(args).filter(([name]) => !OF_THE_PAGE.includes(name)));
}

function filtersOf(args: Fields, scope: Scope): Record<string, unknown> {
	return Object.fromEntries(
		FILTERS.flatMap((name) => {
			const value = args[name] ?? scope.filters[name];
			return value === undefined || value === null ? [] : [[name, value]];
		}),
	);
}

function periodOf({ args }: Asked, scope: Scope, { span, instants }: Place) {
	const { zone, zoneName } = scope;
	const chosen = instants ?? (span && instantsIn(span, scope));
	const [from, to] = [chosen?.from ?? scope.from, chosen?.to ?? scope.to];
	const exportId = args['export_id'] ?? (scope.from === null ? scope.exportIds[0] : undefined);
	return {
		...(zone && from !== null && { from: zone.iso(from) }),
		...(zone && to !== null && { to: zone.iso(to) }),
		...(zoneName !== null && { time_zone: zoneName }),
		...(exportId !== undefined && { export_id: exportId }),
	};
}
