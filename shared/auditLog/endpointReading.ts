import type { Period } from '../period';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { EventIds } from '../entries/eventIds';
import { type AuditLogFilter, type EntryFilter, entryFilter } from '../entries/filter';
import { isWanted, JsonEntries, type ReadEntry } from '../entries/jsonEntries';
import type { CallOptions, CrmApi } from '../http/crmApi';
import { CrmUsers } from '../org/users';
import { auditLogPages, MAX_PER_PAGE } from './auditLogPages';
import {
	type Coverage,
	coverageOf,
	noteLack,
	NOTES,
	type Reading,
	reading,
	withoutTime,
} from '../reading/coverage';
import { Descent } from './descent';
import type { OrganizationNames } from '../org/organizationNames';

export interface EndpointQuestion {
	readonly filter: AuditLogFilter;
	readonly period: Period;
	/** How many entries are wanted; undefined for all. It limits the calls, not only what is given. */
	readonly limit: number | undefined;
}

/** The log by `GET /settings/audit_log`, in Zoho's order, page by page as it is asked for. */
export class EndpointEntries {
	readonly coverage: Coverage;
	private readonly order: Descent;

	constructor(
		private readonly api: CrmApi,
		private readonly names: OrganizationNames,
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

	/** The whole answer when it takes no more than so many pages; else undefined. */
	async within(maxPages: number): Promise<Reading | undefined> {
		const batches: EntryBatch[] = [];
		const pages = this.batches(maxPages);
		for (;;) {
			const { done, value } = await pages.next();
			if (done) return value === 'cut' ? undefined : reading(this.coverage, given(batches));
			batches.push(value);
		}
	}

	private async *batches(maxPages: number): AsyncGenerator<EntryBatch, 'whole' | 'cut', undefined> {
		const { limit } = this.question;
		const { wanted, jsonEntries } = await this.prepared();
		// Without a filter a page holds what is wanted; with one, nobody knows how many pages it takes.
		const perPage = isUnfiltered(wanted) ? Math.min(limit ?? Infinity, MAX_PER_PAGE) : MAX_PER_PAGE;
		let end: 'whole' | 'cut' = 'whole';
		let found = 0;
		let pages = 0;
		try {
			for await (const items of auditLogPages(this.api, Math.max(1, perPage), this.options)) {
				const read = items.map((item) => jsonEntries.read(item));
				const batch = this.counted(read, wanted);
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
			this.coverage.notes.push(...withoutTime(this.coverage), ...this.names.notes);
			noteLack(this.coverage, await this.names.visibilityNote(this.options));
		}
		return end;
	}

	private async prepared(): Promise<{ wanted: EntryFilter; jsonEntries: JsonEntries }> {
		const { filter } = this.question;
		const context = await this.names.forEndpoint(this.options);
		const users = filter.users?.length ? await this.names.users(this.options) : new CrmUsers([]);
		return {
			wanted: entryFilter(filter, { users, modules: context.modules }),
			jsonEntries: new JsonEntries(context, new EventIds()),
		};
	}

	private counted(read: readonly ReadEntry[], wanted: EntryFilter): AuditLogEntry[] {
		this.coverage.entries_read += read.length;
		this.coverage.entries_without_time += read.filter(({ time }) => time === null).length;
		return read.filter((item) => isWanted(item, wanted)).map(({ entry }) => entry);
	}
}

function isUnfiltered(filter: EntryFilter): boolean {
	return Object.values(filter).every((part) => part === null);
}

async function* given(batches: readonly EntryBatch[]): AsyncGenerator<EntryBatch, void, undefined> {
	yield* batches;
}
