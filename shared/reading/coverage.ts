import type { Period } from '../period';
import type { EntryBatch } from '../entries/auditLogEntry';
import type { Manifest } from './manifest';

/** What an answer covers and why it may be less than everything. */
export type Coverage = {
	source: 'endpoint' | 'export' | 'timeline';
	/** ISO 8601; null where the period is open. `from` is inclusive, `to` is not. */
	from: string | null;
	to: string | null;
	/** When Zoho began to gather the entries; null when it is reading now. */
	as_of: string | null;
	/** The exports that were read. */
	export_ids: string[];
	/** Entries looked at, wanted or not. */
	entries_read: number;
	/** Entries whose time could not be read. They are given without a time. */
	entries_without_time: number;
	/** False when something is known to be missing, or may be for want of rights; the notes say what. */
	complete: boolean;
	/** Short sentences on what may be missing, and how it was read. */
	notes: string[];
};

/** Entries as they are read, and what they cover; `coverage` is final when the loop has ended. */
export interface Reading extends AsyncIterable<EntryBatch> {
	readonly state: 'ready';
	readonly coverage: Coverage;
	/** What proves the files it is read from; undefined where it is not read from files. */
	readonly manifest?: () => Promise<Manifest>;
}

export function reading(coverage: Coverage, entries: AsyncIterable<EntryBatch>): Reading {
	return {
		state: 'ready',
		coverage,
		[Symbol.asyncIterator]: () => entries[Symbol.asyncIterator](),
	};
}

export function coverageOf(source: Coverage['source'], period: Period): Coverage {
	return {
		source,
		from: isoOrNull(period.from),
		to: isoOrNull(period.to),
		as_of: null,
		export_ids: [],
		entries_read: 0,
		entries_without_time: 0,
		complete: true,
		notes: [],
	};
}

export const NOTES = {
	undocumented:
		'Read from GET /settings/audit_log, which Zoho does not document: how far back it goes is not known.',
	/** Zoho says nothing when it cuts an export. */
	capped: (entries: number): string =>
		`An export ends at ${entries.toLocaleString('en')} entries, and this one reached them: others are probably missing. Ask for shorter periods, as Get Audit Log does by itself where it can.`,
	parts: (count: number): string =>
		`Read from ${count} exports, one after the other in time: one export holds at most 180 days and 1,000,000 entries.`,
	withoutTime: (count: number): string =>
		count === 1
			? 'The time of one entry could not be read without guessing; it is given without a time, whatever the period.'
			: `The times of ${count} entries could not be read without guessing; they are given without a time, whatever the period.`,
	noLink: 'Zoho gave no file for the export, which is taken to mean that there are no entries.',
	sameName: (name: string): string =>
		`More than one user is named ${name}, and an export tells users by name only: entries of each of them are included.`,
	unknownUser: (id: string): string =>
		`No user with the id ${id} is known, and an export tells users by name only: nothing of that user can be found in it.`,
	otherOrganization: (number: string, own: string): string =>
		`The download link names the organization ${number}, and this connection is of ${own}: check that it is the right one.`,
	missingScope: (cost: string, scope: string): string =>
		`${cost} because the connection lacks the scope ${scope}.`,
	missingPermission: (cost: string): string =>
		`${cost} because Zoho does not let this user see it.`,
	ownEntries: (name: string, profile: string | null): string =>
		`Read as ${name}${profile === null ? '' : `, profile ${profile}`}: administrators and the CEO see every entry, other users their own and those of their subordinates, so this may not be all.`,
	unknownVisibility:
		'Whether this user sees every entry is not known: administrators and the CEO do, other users see their own and those of their subordinates.',
	narrower:
		'The export does not hold all of what was asked for: it is limited to other times, users, modules or actions.',
} as const;

/** What makes an answer less than everything. */
export function noteLack(coverage: Coverage, note: string | null): void {
	if (note === null) return;
	coverage.complete = false;
	coverage.notes.push(note);
}

/** The note on entries without a time, if there are any. */
export function withoutTime({ entries_without_time }: Coverage): readonly string[] {
	return entries_without_time > 0 ? [NOTES.withoutTime(entries_without_time)] : [];
}

function isoOrNull(instant: number): string | null {
	return Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}
