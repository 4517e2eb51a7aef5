import type { TimeZone } from '../dialect/timeZone';
import type { EntryBatch } from '../entries/auditLogEntry';
import type { Coverage } from '../reading/coverage';
import { type Reviewed, reviewEntries } from '../review/review';
import { DEFAULT_THRESHOLDS, REVIEW_RULES } from '../review/rules';
import { instantOf } from './coverageText';
import type { FindingFacts } from './entryFindings';

/** When people work is not known here, and the pictures show the hours. */
const RULES = REVIEW_RULES.filter((rule) => rule !== 'outsideWorkingHours');

/**
 * What a review finds in the same entries, for a report whose source can be read twice: the entries that findings
 * name are known only at the end.
 */
export async function reviewedFindings(
	batches: AsyncIterable<EntryBatch>,
	zone: TimeZone,
	{ from, to }: Pick<Coverage, 'from' | 'to'>,
	{ users, modules }: FindingFacts,
): Promise<Pick<Reviewed, 'findings' | 'notes'>> {
	return await reviewEntries(batches, {
		period: { from: instantOf(from) ?? -Infinity, to: instantOf(to) ?? Infinity },
		hours: { zone, from: 0, to: 24 * 60, days: [0, 1, 2, 3, 4, 5, 6] },
		...{ zone, users, modules, rules: RULES, thresholds: DEFAULT_THRESHOLDS },
		// In no sentence, so that none is where it may not be.
		withValues: false,
	});
}
