import { type AuditLogAnswer, type AuditLogOptions, getAuditLog } from './auditLog/auditLog';
import { recordTimeline, type RecordQuestion } from './auditLog/recordTimeline';
import type { AuditLogFilter } from './entries/filter';
import { createExport } from './exports/createExport';
import { downloadExport, downloadLink } from './exports/downloadExport';
import type { DownloadedExport } from './exports/downloadedExport';
import type { ExportJob, FinishedExport, ScheduledExport } from './exports/exportJob';
import { getExport, listExports, waitForExport, type WaitOptions } from './exports/exportJobs';
import type { CallOptions } from './http/crmApi';
import {
	type CountedEntries,
	countExports,
	type CountKeys,
	exportOverview,
	type ExportOverview,
	readExports,
	type ReadOptions,
} from './reading/readExports';
import { readRecycleBin, type RecycleBin } from './recycleBin/readBin';
import { openSession, type Session, type SessionSettings } from './session';
import { poll, type Polled } from './trigger/poll';
import { sample } from './trigger/sample';
import type { PollOptions, TriggerQuestion } from './trigger/trigger';

/**
 * Zoho CRM's audit log: who changed, deleted or exported what, and when. Each verb is described at the
 * function it calls and takes a `signal`; errors are the five of errors.ts.
 */
export class AuditLogClient {
	/** Users, modules and organization, each read when it is first needed. */
	readonly names: Session['names'];
	readonly session: Session;

	constructor(settings: SessionSettings) {
		this.session = openSession(settings);
		this.names = this.session.names;
	}

	/** Zoho's time after the last answer, in milliseconds; this machine's before the first. */
	now(): number {
		return this.session.now();
	}

	/** Up to when questions without an end reach, in Zoho's time, which its first answer brings. */
	async openEnd(options: CallOptions = {}): Promise<number> {
		await this.names.ownUserId(options);
		return this.session.openEnd();
	}

	async getAuditLog(filter: AuditLogFilter, options: AuditLogOptions): Promise<AuditLogAnswer> {
		return await getAuditLog(this.session, filter, options);
	}

	async createExport(filter: AuditLogFilter, options: WaitOptions = {}): Promise<ScheduledExport> {
		return await createExport(this.session, filter, options);
	}

	async listExports(options: CallOptions = {}): Promise<ExportJob[]> {
		return await listExports(this.session, options);
	}

	async getExport(exportId: string, options: CallOptions = {}): Promise<ExportJob> {
		return await getExport(this.session, exportId, options);
	}

	async waitForExport(exportId: string, options: WaitOptions = {}): Promise<ExportJob> {
		return await waitForExport(this.session, exportId, options);
	}

	async downloadExport(job: FinishedExport, options: CallOptions = {}): Promise<DownloadedExport> {
		return await downloadExport(this.session, job, options);
	}

	async downloadLink(link: string, options: CallOptions = {}): Promise<DownloadedExport> {
		return await downloadLink(this.session, link, options);
	}

	async exportOverview(
		download: DownloadedExport,
		newest: number,
		options: CallOptions = {},
	): Promise<ExportOverview> {
		return await exportOverview(this.session, download, newest, options);
	}

	readEntries(
		exports: readonly DownloadedExport[],
		filter: AuditLogFilter = {},
		options: ReadOptions = {},
	): ReturnType<typeof readExports> {
		return readExports(this.session, exports, filter, options);
	}

	async countEntries(
		exports: readonly DownloadedExport[],
		by: CountKeys,
		filter: AuditLogFilter = {},
		options: CallOptions = {},
	): Promise<CountedEntries> {
		return await countExports(this.session, exports, filter, by, options);
	}

	getRecordHistory(
		question: RecordQuestion,
		options: CallOptions = {},
	): ReturnType<typeof recordTimeline> {
		return recordTimeline(this.session, question, options);
	}

	async readRecycleBin(from: number, options: CallOptions = {}): Promise<RecycleBin> {
		return await readRecycleBin(this.session, from, options);
	}

	async poll(kept: unknown, question: TriggerQuestion, options: PollOptions): Promise<Polled> {
		return await poll(this.session, kept, question, options);
	}

	async sample(
		question: Pick<TriggerQuestion, 'filter' | 'source'>,
		limit: number,
		options: PollOptions,
	): Promise<Polled['entries']> {
		return await sample(this.session, question, limit, options);
	}
}
