import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { MINUTE, SECOND } from '../../../shared/durations';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import type { Period } from '../../../shared/period';
import { type Coverage, noteLack } from '../../../shared/reading/coverage';
import type { QueryContext } from '../queryContext';

/** Adds to an answer from exports what of the period is not in them. */
export function noteLacks(
	context: QueryContext,
	coverage: Coverage,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
): void {
	noteGaps(coverage, exports, filter);
	if (context.input.export_id === undefined) noteAge(context, coverage);
}

/** What of the period is in none of the exports, up to when the last one began. */
function noteGaps(
	coverage: Coverage,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
): void {
	const windows = exports.map(({ window }) => window);
	const began = instantOfIso(exports.at(-1)?.startedAt ?? '') ?? -Infinity;
	const from = instantOfIso(filter.from ?? '') ?? -Infinity;
	const to = Math.min(instantOfIso(filter.to ?? '') ?? Infinity, began);
	let read = from;
	const gaps: Period[] = [];
	for (const window of windows) {
		if (!window) return;
		if (window.from > read) gaps.push({ from: read, to: Math.min(window.from, to) });
		read = Math.max(read, window.to);
	}
	if (to > read) gaps.push({ from: read, to });
	// It began long after the last entry that it may hold.
	if (to > read + MINUTE && read > -Infinity) coverage.as_of = iso(read);
	for (const gap of gaps.filter((some) => some.to - some.from > MINUTE)) {
		noteLack(coverage, `The archive holds nothing from ${iso(gap.from)} to ${iso(gap.to)}.`);
	}
}

/** Up to now means now, and what is older than a new enough answer is a part of one. */
function noteAge({ app, question }: QueryContext, coverage: Coverage): void {
	const { period, parsedAt, zone } = question;
	const upTo = instantOfIso(coverage.as_of ?? '');
	const age = period && upTo !== null ? Math.min(period.to, parsedAt) - upTo : 0;
	if (upTo === null || age <= app.config.freshSeconds * SECOND) return;
	noteLack(coverage, app.refresh.noteAfter(upTo, zone));
}

function iso(instant: number): string {
	return instant === -Infinity ? 'the beginning' : new Date(instant).toISOString();
}
