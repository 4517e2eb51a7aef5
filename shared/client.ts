import { type AuditLogOptions, type AuditLogVerbs, getAuditLog } from './auditLog/auditLog';
import type { Reading } from './reading/coverage';
import { EndpointEntries, type EndpointQuestion } from './auditLog/endpointReading';
import { exportAtCap } from './reading/exportAtCap';
import {
	type CountedEntries,
	type CountQuestion,
	type DownloadedExport,
	exportCounts,
	exportReading,
	knownOf,
	type ReadingHost,
	type ReadOptions,
} from './reading/exportReading';
import type { Preparing } from './auditLog/exportRange';
import { OrganizationNames } from './org/organizationNames';
import { poll, type Polled } from './trigger/poll';
import { recordTimeline, type RecordQuestion } from './auditLog/recordTimeline';
import { sample } from './trigger/sample';
import { triggerVerbs } from './trigger/triggerVerbs';
import type { PollOptions, TriggerQuestion } from './trigger/trigger';
import type { DataCenter } from './dataCenters';
import type { AuditLogEntry } from './entries/auditLogEntry';
import type { AuditLogFilter } from './entries/filter';
import { AuditLogError } from './errors';
import type { Criteria } from './exports/criteria';
import {
	downloadExport,
	downloadFile,
	MAX_EXPORT_BYTES,
	organizationIn,
} from './exports/downloadExport';
import { EXPORT_CAP, type ExportCap } from './reading/exportCap';
import { exportCriteria, exportWindow } from './exports/exportCriteria';
import { checkedExportId, LATEST, latestFinished, unknownExport } from './exports/exportId';
import { type ExportJob, exportJobsIn, type FinishedExport } from './exports/exportJob';
import type { RowMemory } from './reading/rememberedRows';
import { scheduleExport, type ScheduledExport } from './exports/scheduleExport';
import { waitForExport, type WaitOptions } from './exports/waitForExport';
import { allowedUrl } from './http/allowedUrls';
import { type ApiVersion, type CallOptions, CrmApi, SCOPES } from './http/crmApi';
import { GrantedScopes } from './http/grantedScopes';
import { guarded } from './http/guarded';
import { resuming } from './http/resuming';
import { retrying } from './http/retrying';
import type { Sleep, Transport } from './http/transport';
import { ZohoClock } from './http/zohoClock';

/** What a host lends to the client. */
export interface ClientSettings {
	readonly transport: Transport;
	readonly dataCenter: DataCenter;
	/** One of the data center's API origins; the production environment by default. */
	readonly apiOrigin?: string | undefined;
	/** The scopes in Zoho's token answer, as it lists them; nothing is assumed of a connection without. */
	readonly grantedScopes?: unknown;
	/** `v8` by default. */
	readonly apiVersion?: ApiVersion | undefined;
	readonly sleep: Sleep;
	/** Milliseconds; this machine's clock by default. */
	readonly now?: (() => number) | undefined;
	/** 0 to 1; spreads repeated requests. */
	readonly random?: (() => number) | undefined;
	/** Where Zoho ends an export; as documented by default. */
	readonly exportCap?: ExportCap | undefined;
	/** What is known of files that were read before; nothing by default. */
	readonly rows?: RowMemory | undefined;
	/** Format and zone of times in exported files, where they are not the exporting user's. */
	readonly declaredTimes?: { readonly dateFormat?: string; readonly timeZone?: string } | undefined;
}

/**
 * Zoho CRM's audit log: who changed, deleted or exported what, and when.
 * Every verb takes a `signal`; errors are the five of errors.ts.
 */
export class AuditLogClient implements AuditLogVerbs {
	/** Users, modules and organization, read when they are first needed. */
	readonly names: OrganizationNames;
	readonly cutExports = new Set<string>();
	private readonly api: CrmApi;
	private readonly clock: ZohoClock;
	private readonly localNow: () => number;
	private readonly granted: GrantedScopes;
	private readonly host: ReadingHost;

	constructor(private readonly settings: ClientSettings) {
		const { transport, dataCenter, sleep, now = Date.now, random = Math.random } = settings;
		this.localNow = now;
		const { exportCap = EXPORT_CAP, rows } = settings;
		this.granted = new GrantedScopes(settings.grantedScopes);
		this.clock = new ZohoClock(now);
		const zohoNow = (): number => this.clock.now();
		this.host = { sleep, localNow: now, exportCap, zohoNow, dataCenter: dataCenter.id, rows };
		// Innermost first: each hop of a redirect, each part of a file and each repetition is checked.
		const checked = this.clock.listening(guarded(transport, dataCenter));
		const send = retrying(resuming(checked), { sleep, random, now: zohoNow });
		const origin = settings.apiOrigin ?? dataCenter.api[0];
		this.api = new CrmApi(send, origin, settings.apiVersion ?? 'v8', zohoNow);
		this.names = new OrganizationNames(this.api, dataCenter.web, settings.declaredTimes);
	}

	/** Zoho's time after the last answer, in milliseconds; this machine's before the first. */
	now(): number {
		return this.clock.now();
	}

	/**
	 * Entries of a period: from the endpoint Zoho does not document, from an export, or from whichever
	 * serves. An export that is still running when the wait is over is told as `preparing`.
	 */
	async getAuditLog(
		filter: AuditLogFilter,
		options: AuditLogOptions,
	): Promise<Reading | Preparing> {
		return await getAuditLog(this, filter, options);
	}

	/**
	 * Starts one export, or joins the same one if it is running. A range of at most 180 days; without
	 * any filter the whole log of up to three years.
	 * @throws InputError before anything is sent for what Zoho would refuse.
	 */
	async createExport(filter: AuditLogFilter, options: WaitOptions = {}): Promise<ScheduledExport> {
		exportWindow(filter, this.now());
		this.requireExportScopes();
		// Asked before the window is fixed, because the answer also tells Zoho's time.
		await this.ownUserId(options);
		const window = exportWindow(filter, this.now());
		const lists = {
			users: async () => await this.names.users(options),
			modules: async () => await this.names.modules(options),
		};
		const criteria = window === null ? null : await exportCriteria(filter, window, lists);
		return await this.scheduleExport(criteria, options);
	}

	/** The same with criteria in Zoho's own terms; null for the whole log. */
	async scheduleExport(criteria: Criteria | null, options: WaitOptions): Promise<ScheduledExport> {
		this.requireExportScopes();
		return await scheduleExport(criteria, options, {
			createExport: async (wanted) => await this.api.createExport(wanted, options),
			listExports: async () => await this.listExports(options),
			ownUserId: await this.ownUserId(options),
			getExport: async (id) => await this.getExport(id, options),
			sleep: this.host.sleep,
			localNow: this.localNow,
			zohoNow: () => this.clock.now(),
		});
	}

	/** The jobs Zoho lists; its order, newest first as far as is known. */
	async listExports(options: CallOptions = {}): Promise<ExportJob[]> {
		try {
			return exportJobsIn(await this.api.listExports(options));
		} catch (error) {
			// Zoho's page says 400 for an empty list, its specification 204.
			if (error instanceof AuditLogError && error.facts.code === 'NO_CONTENT') return [];
			throw error;
		}
	}

	/**
	 * A job by its id, or the `latest` finished one.
	 * @throws InputError when there is no such job, or none that this user may see.
	 */
	async getExport(exportId: string, options: CallOptions = {}): Promise<ExportJob> {
		if (exportId.trim() === LATEST) return latestFinished(await this.listExports(options));
		const id = checkedExportId(exportId);
		try {
			const jobs = exportJobsIn(await this.api.getExport(id, options));
			const job = jobs.find((candidate) => candidate.id === id);
			if (job) return job;
		} catch (error) {
			if (!(error instanceof AuditLogError && error.facts.status === 404)) throw error;
			// The same code tells of a wrong path or version. Then the list is not there either.
			await this.listExports(options);
		}
		throw unknownExport(id);
	}

	/** The job once it no longer runs, or as it is when the wait is over. */
	async waitForExport(exportId: string, options: WaitOptions = {}): Promise<ExportJob> {
		const look = async (): Promise<ExportJob> => await this.getExport(exportId, options);
		return await waitForExport(look, options, { sleep: this.host.sleep, localNow: this.localNow });
	}

	/** The files as Zoho made them. @throws ExportGoneError when a link is no longer usable. */
	async downloadExport(job: FinishedExport, options: CallOptions = {}): Promise<DownloadedExport> {
		const downloaded = await downloadExport(job, options, {
			api: this.api,
			getExport: async (id) => await this.getExport(id, options),
			sleep: this.host.sleep,
		});
		return { ...knownOf(job), ...downloaded };
	}

	/**
	 * The file behind one download link.
	 * @throws InputError before anything is sent when the link leads anywhere else than to a file of an
	 * export in this data center.
	 */
	async downloadLink(link: string, options: CallOptions = {}): Promise<DownloadedExport> {
		const url = allowedUrl(link.trim(), 'file', this.settings.dataCenter);
		const jobs = await this.listExports(options);
		const job = jobs.find(
			(known) => known.state === 'finished' && known.download_links.includes(link.trim()),
		);
		const file = await downloadFile(url, MAX_EXPORT_BYTES, options, this.api);
		return { ...knownOf(job), files: [file], organizations: [organizationIn(url) ?? ''] };
	}

	/** Whether an export holds as many entries as Zoho gives at most, so that others may be missing. */
	async isAtCap(download: DownloadedExport, options: CallOptions = {}): Promise<boolean> {
		return await exportAtCap(download, this.names, this.host, options);
	}

	/** The entries in downloaded exports that the filter wants, in the files' order. */
	readEntries(
		exports: readonly DownloadedExport[],
		filter: AuditLogFilter = {},
		options: ReadOptions = {},
	): Reading {
		return exportReading(exports, filter, this.names, this.host, options);
	}

	/**
	 * One record's timeline, newest first, with old and new values.
	 * @throws InputError for an id that is none, before anything is sent.
	 */
	getRecordHistory(question: RecordQuestion, options: CallOptions = {}): Reading {
		return recordTimeline(this.api, this.names, question, options);
	}

	/** Counts of the entries in downloaded exports that the filter wants, by one to three keys, in one pass. */
	async countEntries(
		exports: readonly DownloadedExport[],
		question: CountQuestion,
		filter: AuditLogFilter = {},
		options: CallOptions = {},
	): Promise<CountedEntries> {
		return await exportCounts(exports, filter, question, this.names, this.host, options);
	}

	/**
	 * One poll of a trigger: what the host has kept of the last cursor in, entries and the next cursor
	 * out. See `poll`.
	 */
	async poll(kept: unknown, question: TriggerQuestion, options: PollOptions): Promise<Polled> {
		const verbs = triggerVerbs(this, this.api, this.names, this.localNow);
		return await poll(verbs, kept, question, options);
	}

	/** Recent entries, as a trigger would give them; see `sample`. */
	async sample(
		question: Pick<TriggerQuestion, 'filter' | 'source'>,
		limit: number,
		options: PollOptions,
	): Promise<readonly AuditLogEntry[]> {
		return await sample(this, question, limit, options);
	}

	/** The log by `GET /settings/audit_log`, which Zoho does not document. */
	endpoint(question: EndpointQuestion, options: CallOptions): EndpointEntries {
		return new EndpointEntries(this.api, this.names, question, options);
	}

	/** The token's own user; null when the connection may not ask. */
	async ownUserId(options: CallOptions): Promise<string | null> {
		return (await this.names.currentUser(options))?.id ?? null;
	}

	/**
	 * An export that nobody could download would keep the organization from making another.
	 * @throws CredentialError when a scope is known to be missing.
	 */
	requireExportScopes(): void {
		const { createExport, readAuditLog, download } = SCOPES;
		this.granted.require('making an export', [createExport, readAuditLog, download]);
	}
}
