import type { EntryContext } from '../../shared/entries/entryContext';
import type { Period } from '../../shared/period';
import type { Coverage } from '../../shared/reading/coverage';
import type { Part, PartUser } from './part';

/** The rows of one export that match a question. */
export interface SelectedPart {
	readonly part: Part;
	readonly context: EntryContext;
	/** The condition in SQL. */
	readonly where: string;
	readonly total: number;
	/** How many of them have no time, and the earliest time of the others. */
	readonly untimed: number;
	readonly first: number | null;
	/** Everybody in them, asked for once. */
	readonly users: () => Promise<readonly PartUser[]>;
	/** What is read from it, where several exports make up a period. */
	readonly window: Period | undefined;
}

/** All rows that match a question, and what they cover. */
export interface Selection {
	readonly parts: readonly SelectedPart[];
	readonly total: number;
	readonly coverage: Coverage;
	/** Asks the database. */
	rows: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}
