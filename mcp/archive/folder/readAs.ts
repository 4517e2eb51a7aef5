import type { TimeFormat } from '../../../shared/dialect/auditedTime';
import { type ColumnHints, NO_HINTS } from '../../../shared/dialect/csvColumns';
import type { EntryContext } from '../../../shared/entries/entryContext';

/** Rows are read anew when their times or columns turn out to be others. */
export function keyOf({ times, columns }: EntryContext): string {
	const { timeZone, dateFormat, timeFormat, locale = null, within }: TimeFormat = times;
	const { map, header, byContent, timeOfDay, isEmpty }: ColumnHints = columns ?? NO_HINTS;
	return JSON.stringify([
		...[timeZone?.name, dateFormat, timeFormat, locale, within?.from, within?.to],
		...[map, header, byContent, timeOfDay ?? null, isEmpty],
	]);
}
