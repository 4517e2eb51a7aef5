import { ExportGoneError, UnexpectedAnswerError } from '../errors';
import type { Deadline } from '../ticks';
import { type Operation, errorFor } from './codes';
import { parseJson } from './json';
import { refusalIn } from './refusal';
import type { Transport, ZohoResponse } from './transport';

/** Lists and job objects; the largest documented list is 100 jobs with 1,000 links each. */
const MAX_JSON_BYTES = 32 * 1024 * 1024;

/** The scopes the product asks for. https://www.zoho.com/crm/developer/docs/api/v8/scopes.html */
export const SCOPES = {
	createExport: 'ZohoCRM.settings.audit_logs.CREATE',
	readAuditLog: 'ZohoCRM.settings.audit_logs.READ',
	download: 'ZohoFiles.files.READ',
	users: 'ZohoCRM.users.READ',
	organization: 'ZohoCRM.org.READ',
	modules: 'ZohoCRM.settings.modules.READ',
	/** Of every module at once. */
	records: 'ZohoCRM.modules.READ',
	/** Optional: nothing else needs it. */
	recycleBin: 'ZohoCRM.settings.recycle_bin.READ',
} as const;

/** The scope that reads the timeline of a record of one module, as Zoho's page for the call names it. */
function recordScope(module: string): string {
	return `ZohoCRM.modules.${module}.READ`;
}

/** Versions that serve the Export Audit Log API: it came with v7, and v8 is the newest. */
export const API_VERSIONS = ['v8', 'v7'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/** Limits a call. Every call of the client takes them. */
export interface CallOptions {
	/** Aborts it. */
	readonly signal?: AbortSignal | undefined;
	/** No request begins after it. */
	readonly deadline?: Deadline | undefined;
	/** How often a request is sent at most while Zoho is busy; four times by default. */
	readonly attempts?: number | undefined;
}

/** Zoho's calls, one method each: a request out, JSON back as it came; undefined for an empty list. */
export class CrmApi {
	private readonly base: string;

	/**
	 * @param send already guarded and retrying.
	 * @param now Zoho's time in milliseconds.
	 */
	constructor(
		private readonly send: Transport,
		origin: string,
		version: ApiVersion,
		private readonly now: () => number,
	) {
		this.base = `${origin}/crm/${version}`;
	}

	/** https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html */
	async createExport(criteria: object | null, options: CallOptions): Promise<unknown> {
		const body = criteria === null ? undefined : { audit_log_export: [{ criteria }] };
		const operation = api('creating exports of the audit log', SCOPES.createExport);
		return await this.call('POST', '/settings/audit_log_export', operation, options, body);
	}

	/** https://www.zoho.com/crm/developer/docs/api/v8/get-export-audit-log.html */
	async listExports(options: CallOptions): Promise<unknown> {
		const operation = api('listing exports of the audit log', SCOPES.readAuditLog);
		return await this.call('GET', '/settings/audit_log_export', operation, options);
	}

	/** https://www.zoho.com/crm/developer/docs/api/v8/get-export-audit-log.html */
	async getExport(id: string, options: CallOptions): Promise<unknown> {
		const operation = api('reading an export job', SCOPES.readAuditLog);
		return await this.call('GET', `/settings/audit_log_export/${id}`, operation, options);
	}

	/** Not documented by Zoho; see auditLogPages.ts. `position` is `page=2` or `page_token=…`. */
	async auditLogPage(perPage: number, position: string, options: CallOptions): Promise<unknown> {
		const operation = api('the call GET /settings/audit_log', SCOPES.readAuditLog);
		const path = `/settings/audit_log?${position}&per_page=${perPage}`;
		return await this.call('GET', path, operation, options);
	}

	/**
	 * https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
	 * `position` is `page_token=…`, with which Zoho takes no page size, or else `per_page=…`.
	 */
	async recordTimeline(
		record: { readonly module: string; readonly id: string },
		position: string,
		options: CallOptions,
	): Promise<unknown> {
		const operation: Operation = {
			what: 'reading the timeline of a record',
			scope: recordScope(record.module),
			purpose: 'record',
		};
		const inner = 'include_inner_details=field_history.field_label';
		const path = `/${record.module}/${record.id}/__timeline?${position}&${inner}`;
		return await this.call('GET', path, operation, options);
	}

	/** https://www.zoho.com/crm/developer/docs/api/v8/get-recycle-bin.html */
	async recycleBin(page: number, options: CallOptions): Promise<unknown> {
		const operation: Operation = {
			what: 'reading the recycle bin',
			scope: SCOPES.recycleBin,
			purpose: 'bin',
		};
		const order = 'sort_by=deleted_time&sort_order=desc';
		const path = `/settings/recycle_bin?${order}&page=${page}&per_page=200`;
		return await this.call('GET', path, operation, options);
	}

	/** https://www.zoho.com/crm/developer/docs/api/v8/get-users.html */
	async users(type: string, page: number, options: CallOptions): Promise<unknown> {
		const path = `/users?type=${type}&page=${page}&per_page=200`;
		return await this.call('GET', path, api('listing users', SCOPES.users), options);
	}

	/** https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html */
	async organization(options: CallOptions): Promise<unknown> {
		const operation = api('reading the organization', SCOPES.organization);
		return await this.call('GET', '/org', operation, options);
	}

	/** https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html */
	async modules(options: CallOptions): Promise<unknown> {
		const operation = api('listing modules', SCOPES.modules);
		return await this.call('GET', '/settings/modules', operation, options);
	}

	/**
	 * The file of a download link, as Zoho made it.
	 * https://www.zoho.com/crm/developer/docs/api/v8/download-export-audit-log-result.html
	 * @throws ExportGoneError when Zoho no longer gives it.
	 */
	async download(link: string, maxBytes: number, options: CallOptions): Promise<ZohoResponse> {
		const operation: Operation = {
			what: 'downloading an export',
			scope: SCOPES.download,
			purpose: 'file',
		};
		const response = await this.send({ method: 'GET', url: link, maxBytes, ...options });
		const refusal = refusalIn(response, this.now());
		if (refusal) throw errorFor(refusal, operation);
		if (response.status === 204) {
			throw new ExportGoneError('The download link of this export leads to no file.', {
				status: 204,
			});
		}
		return response;
	}

	private async call(
		method: 'GET' | 'POST',
		path: string,
		operation: Operation,
		options: CallOptions,
		body?: object,
	): Promise<unknown> {
		const url = `${this.base}${path}`;
		const response = await this.send({ method, url, body, maxBytes: MAX_JSON_BYTES, ...options });
		// Zoho's page says 400 for an empty list, its specification 204.
		const refusal = refusalIn(response, this.now());
		const isNothing = refusal?.code === 'NO_CONTENT' && response.status < 500;
		if (method === 'GET' && (isNothing || response.status === 204)) return undefined;
		if (refusal) throw errorFor(refusal, operation);
		try {
			return parseJson(response.body);
		} catch {
			throw new UnexpectedAnswerError(`Zoho's answer to ${operation.what} is not JSON.`, {
				status: response.status,
			});
		}
	}
}

function api(what: string, scope: string): Operation {
	return { what, scope, purpose: 'api' };
}
