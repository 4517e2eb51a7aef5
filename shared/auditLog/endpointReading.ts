import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import { type AuditLogFilter, type EntryFilter, entryFilter } from '../entries/filter';
import { isMatch, JsonEntries, type ReadEntry } from '../entries/jsonEntries';
import type { CallOptions } from '../http/crmApi';
import { CrmUsers } from '../org/users';
import type { Period } from '../period';
import { userNotes } from '../reading/userLabels';
import {
	addNotes,
	type Coverage,
	coverageOf,
	noteGaps,
	noteLack,
	visibilityNote,
} from '../reading/coverage';
import { endpointContext } from '../reading/dialect/entryContexts';
import { loggedNotes, NOTES } from '../reading/notes';
import { type Reading, reading } from '../reading/reading';
import type { Session } from '../session';
import { auditLogPages, MAX_PER_PAGE } from './auditLogPages';
import { Descent } from './descent';

export interface EndpointQuestion {
	readonly filter: AuditLogFilter;
	readonly period: Period;
	/** How many entries to return; undefined for all. It limits the calls, too. */
	readonly limit: number | undefined;
}

/** The log by `GET /settings/audit_log`, in Zoho's order, a page at a time on demand. */
export class EndpointEntries {
	readonly coverage: Coverage;
	private readonly order: Descent;

	constructor(
		private readonly session: Session,
		private readonly question: EndpointQuestion,
		private readonly options: CallOptions,
	) {
		this.coverage = coverageOf('endpoint', question.period);
		this.coverage.notes.push(NOTES.undocumented);
		this.order = new Descent(question.period.from);
	}

	all(): Reading {
		return reading(this.coverage, this.batches(Infinity));
	}

	/** The whole answer when it takes no more than so many pages; else undefined, as for a list without any entry. */
	async within(maxPages: number): Promise<Reading | undefined> {
		const batches: EntryBatch[] = [];
		const pages = this.batches(maxPages);
		for (;;) {
			const { done, value } = await pages.next();
			if (!done) {
				batches.push(value);
				continue;
			}
			const isAnswer = value === 'whole' && this.coverage.entries_read > 0;
			return isAnswer ? reading(this.coverage, held(batches)) : undefined;
		}
	}

	private async *batches(maxPages: number): AsyncGenerator<EntryBatch, 'whole' | 'cut', undefined> {
		const { limit } = this.question;
		const { predicate, jsonEntries } = await endpointReader(
			this.session,
			this.question.filter,
			this.options,
		);
		// Without a filter each entry of a page counts; with one, how many pages it takes is not known.
		const perPage = isUnfiltered(predicate)
			? Math.min(limit ?? Infinity, MAX_PER_PAGE)
			: MAX_PER_PAGE;
		let end: 'whole' | 'cut' = 'whole';
		let found = 0;
		let pages = 0;
		try {
			for await (const items of auditLogPages(
				this.session.api,
				Math.max(1, perPage),
				this.options,
			)) {
				const read = items.map((item) => jsonEntries.read(item));
				const batch = this.counted(read, predicate);
				found += batch.length;
				if (batch.length > 0) yield batch;
				if (
					this.order.hasPassed(read.map(({ time }) => time)) ||
					(limit !== undefined && found >= limit)
				)
					break;
				if (++pages >= maxPages) {
					end = 'cut';
					break;
				}
			}
		} finally {
			// Also when the reader has enough and leaves.
			await this.noteNames();
			if (this.coverage.entries_read === 0) noteLack(this.coverage, NOTES.nothingListed);
			noteGaps(this.coverage, this.session);
			noteLack(this.coverage, await visibilityNote(this.session, this.options));
		}
		return end;
	}

	private async noteNames(): Promise<void> {
		const { session, options, coverage } = this;
		const { filter } = this.question;
		if (filter.users?.length)
			addNotes(coverage, userNotes(filter, await session.names.users(options), true));
		if (filter.modules?.length)
			addNotes(coverage, loggedNotes(filter, await session.names.modules(options)));
	}

	private counted(read: readonly ReadEntry[], predicate: EntryFilter): AuditLogEntry[] {
		this.coverage.entries_read += read.length;
		this.coverage.entries_without_time += read.filter(({ time }) => time === null).length;
		return read.filter((item) => isMatch(item, predicate)).map(({ entry }) => entry);
	}
}

/** Reads the endpoint's entries, and says which of them match. */
export interface EndpointReader {
	readonly predicate: EntryFilter;
	readonly jsonEntries: JsonEntries;
}

export async function endpointReader(
	session: Session,
	filter: AuditLogFilter,
	options: CallOptions,
): Promise<EndpointReader> {
	const context = await endpointContext(session, options);
	const isAboutUsers = [filter.users, filter.excludeUsers].some((words) => words?.length);
	const users = isAboutUsers ? await session.names.users(options) : new CrmUsers([]);
	return {
		predicate: entryFilter(filter, { users, modules: context.modules }),
		jsonEntries: new JsonEntries(context, new EventIds()),
	};
}

function isUnfiltered(filter: EntryFilter): boolean {
	return Object.values(filter).every((part) => part === null);
}

async function* held(batches: readonly EntryBatch[]): AsyncGenerator<EntryBatch, void, undefined> {
	yield* batches;
}
