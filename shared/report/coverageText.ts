import type { TimeZone } from '../dialect/timeZone';
import { HOUR } from '../durations';
import type { Coverage } from '../reading/coverage';
import { instantOfIso } from '../dialect/auditedTime';
import { dayText, entriesText, timeText } from './labels';
import type { Tally } from './tally';

/** What a report is about, besides its entries. */
export interface ReportAbout {
	readonly zone: TimeZone;
	readonly coverage: Coverage;
	readonly organization?: string | null | undefined;
	/** What entries were selected by: a name such as User, and what it was set to. */
	readonly filters?: readonly (readonly [name: string, value: string])[] | undefined;
	/** Milliseconds. */
	readonly madeAt: number;
}

/** What nothing in a report can show, because it is not in the log. */
export const NOT_LOGGED =
	'Zoho decides what is in the log, and its help does not say so for every module: of some it lists deletions alone, of others nothing. Signing in and looking at records are not among what it lists. That nothing is shown here does not prove that nothing happened.';

const SOURCES = {
	endpoint: 'read from Zoho directly',
	export: 'read from exports',
	timeline: 'read from the timeline of a record',
} as const;

/** The sentence at the top: what the report covers, until when, and from what. */
export function coverageLine(about: ReportAbout, total: number): string {
	const { coverage, zone } = about;
	const { from, to, as_of, source, export_ids } = coverage;
	const [start, end] = [instantOf(from), instantOf(to)];
	const parts = [
		entriesText(total),
		start === null ? null : `from ${timeText(start, zone)}`,
		end === null ? null : `to ${timeText(end, zone)}`,
	].filter((part) => part !== null);
	const span = start === null && end === null ? ' of whatever time' : '';
	const count = export_ids.length;
	const origin = source === 'export' && count === 1 ? 'read from an export' : SOURCES[source];
	const gathered = instantOf(as_of);
	const until =
		gathered === null
			? ''
			: ` Zoho began to gather the entries at ${timeText(gathered, zone)}: what happened since then is not among them.`;
	return `${parts.join(' ')}${span}, ${origin}.${until} Times are those of ${zone.name}.`;
}

/** `18 – 24 Nov 2026`, of the period or else of the entries. */
export function periodTitle(
	{ coverage, zone }: ReportAbout,
	{ first, last, total }: Pick<Tally, 'first' | 'last' | 'total'>,
): string {
	const from = instantOf(coverage.from) ?? first;
	const to = instantOf(coverage.to) ?? last + 1;
	if (!Number.isFinite(from) || !Number.isFinite(to)) {
		return total === 0 ? 'No entries' : 'Of times that are not known';
	}
	const day = (instant: number): number =>
		Math.floor((instant + zone.offsetAt(instant)) / (24 * HOUR));
	const [start, end] = [day(from), Math.max(day(from), day(to - 1))];
	return start === end ? dayText(start) : `${dayText(start)} – ${dayText(end)}`;
}

export function instantOf(iso: string | null): number | null {
	return iso === null ? null : instantOfIso(iso);
}
