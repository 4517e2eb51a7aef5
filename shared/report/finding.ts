/** What a rule found in the log: something for people to look at, no verdict. */
export type Finding = {
	/** The rule, as a name that is the same each time: `massDelete`. */
	rule: string;
	/** Null where it is about no single user. */
	user: string | null;
	/** ISO 8601 with offset: the first and the last entry it is about; null where no time is known. */
	from: string | null;
	to: string | null;
	/** Entries it is about. */
	count: number;
	sentence: string;
	/** Of some or all of those entries. */
	event_ids: readonly string[];
};

/** How many entries of a finding are listed. */
const LISTED = 5;

/** The entries of a finding that a report lists. */
export function listedIds({ event_ids }: Pick<Finding, 'event_ids'>): readonly string[] {
	return event_ids.slice(0, LISTED);
}
