import type { CrmUser } from '../org/users';
import { seesEverything } from '../org/users';
import { DAY } from '../durations';
import { type DeletedRecord, KEPT_DAYS, type Match } from './deletedRecord';

/** What the reading of the bin leaves open. */
export const BIN_NOTES = {
	repeating:
		'Zoho sent records or pages of the recycle bin again in place of others: some of it may be missing.',
	endedEarly:
		'Zoho said that more of the recycle bin follows, and then sent none: some of it may be missing.',
	cutOff: (count: number, page: number) =>
		`Of the recycle bin ${counted(count)} can be read, and then no page ${page}: the rest, if there is any, is missing.`,
	unreadable: (count: number) =>
		`${counted(count)} of the recycle bin cannot be read and ${count === 1 ? 'is' : 'are'} missing here.`,
	inOrder: (count: number, oldest: string) =>
		`Zoho lists the newest deletions first, by its documentation and in all that was read of the recycle bin: ${counted(count)}, down to ${oldest}. What follows was not read, so that none of it is newer is not proved.`,
	changing:
		'The recycle bin changed each time it was read: some of these records may have been restored meanwhile, and others may be missing. Ask again.',
} as const;

function counted(count: number): string {
	return `${count.toLocaleString('en')} ${count === 1 ? 'record' : 'records'}`;
}

/** One sentence for each: what is known, and what is not. */
export const MATCH_SENTENCES: Readonly<Record<Match, string>> = {
	matched: 'The log has the entry of this deletion',
	several_entries:
		'The log has several deletions of this record at this time, and does not tell which was the last',
	other_time:
		'The log has a deletion of this record, but at another time than the recycle bin: the record may have been restored and deleted again',
	no_entry:
		'The log that was read has no deletion of a record with this ID: a merge, for one, or the deletion of what it belonged to, may have deleted it under an entry of another kind',
	entry_without_id:
		'The log has a deletion without a record ID at about this time, as of many records at once, which may be this one or not',
	log_not_read: 'The log of this time was not read',
	log_without_ids:
		'The log that was read has no record IDs, and a name alone does not prove that it is the same record',
	restored: 'The log says that the record was restored afterwards',
	deleted_again: 'The record was deleted again later, so it was restored in between',
	expired:
		"The deletion is older than the 60 days for which Zoho's documentation says deleted records are kept, and the record is not among those read from the recycle bin",
	not_in_bin:
		'The recycle bin does not list a record with this ID: it may have been restored, or deleted permanently, also by Zoho, or this user may not see it; or it is nothing that the recycle bin keeps. Zoho does not say which',
	bin_not_read: 'The recycle bin was not read far enough to say whether it has this record',
	no_record_id: 'Zoho gave no record ID, so nothing can be matched',
	no_time:
		'The time of the deletion cannot be read, so nothing can be matched, and whether it was in the period is not known',
};

/**
 * What a list of deleted records cannot say.
 * @param undecided how many more may belong to it.
 * @param now Zoho's time.
 */
export function matchingNotes(
	records: readonly DeletedRecord[],
	undecided: number,
	reader: CrmUser | null,
	now: number,
): readonly string[] {
	const counts = new Map<Match, number>();
	for (const { match } of records) counts.set(match, (counts.get(match) ?? 0) + 1);
	const sentences = [...counts].flatMap(([match, count]) =>
		match === 'matched' ? [] : [`${match} (${count}): ${MATCH_SENTENCES[match]}.`],
	);
	const bin = records.filter(({ origin, match }) => origin === 'bin' && BOTH.includes(match));
	const log = records.filter(({ match }) => match === 'not_in_bin');
	const isOdd = bin.length > 0 && log.length > 0 && !counts.has('matched');
	const isOld = ({ origin, deletedAt: at }: DeletedRecord): boolean =>
		origin === 'bin' && at !== null && now - at > (KEPT_DAYS + 1) * DAY;
	return [
		...sentences,
		...(undecided > 0 ? [UNDECIDED(undecided)] : []),
		...(isOdd ? [ODD_IDS] : []),
		...(records.some(isOld) ? [KEPT_LONGER] : []),
		...(reader && seesEverything(reader) ? [] : [VISIBILITY]),
		RETENTION,
	];
}

/** These say that the log was read where a deletion could be. */
const BOTH: readonly Match[] = ['no_entry', 'other_time'];

const ODD_IDS =
	'No record of the recycle bin has an ID that the log has. If that is unlikely, Zoho may number the recycle bin in its own way: then comparing the two shows nothing.';
const UNDECIDED = (count: number): string =>
	`${count} more may match: Zoho does not give the user, the module or the record name of ${count === 1 ? 'it' : 'them'}, which the filter asks for. To see ${count === 1 ? 'it' : 'them'}, ask without that filter.`;
const KEPT_LONGER =
	"The recycle bin has records that were deleted more than 61 days ago, so Zoho keeps them longer here than its documentation says: days_left is too low then, and 'expired' proves nothing.";
const VISIBILITY =
	'Zoho lists the recycle bin by roles and permissions: records that this user may not see are missing.';
const RETENTION =
	"days_left counts from the 60 days for which Zoho's documentation says deleted records are kept, as days of 24 hours. It is not a promise: the recycle bin may be emptied earlier, and how Zoho counts the last day is not documented. Nothing is restored from here: restore records in Zoho CRM under Setup > Data Administration > Recycle Bin; record_url then opens the restored record.";
