/** A member of an archive that is no CSV. */
export interface SkippedMember {
	readonly archive: string;
	/** A label. */
	readonly name: string;
	/** What it holds, in words. */
	readonly holds: string;
	/** Whether it may be in the place of entries. */
	readonly isLoss: boolean;
}

/** Called for each member that is no CSV. */
export type OnSkipped = (member: SkippedMember) => void;
