import type { CrmApi } from '../http/crmApi';
import type { AuditLogVerbs } from '../auditLog/auditLog';
import { auditLogPages, MAX_PER_PAGE } from '../auditLog/auditLogPages';
import type { OrganizationNames } from '../org/organizationNames';
import type { TriggerVerbs } from './trigger';

/** The client's verbs that a trigger is made of. */
export function triggerVerbs(
	client: AuditLogVerbs & Pick<TriggerVerbs, 'requireExportScopes'>,
	api: CrmApi,
	names: OrganizationNames,
	localNow: () => number,
): TriggerVerbs {
	return {
		cutExports: client.cutExports,
		now: () => client.now(),
		localNow,
		requireExportScopes: () => client.requireExportScopes(),
		ownUserId: async (options) => await client.ownUserId(options),
		endpoint: (question, options) => client.endpoint(question, options),
		listExports: async (options) => await client.listExports(options),
		scheduleExport: async (criteria, options) => await client.scheduleExport(criteria, options),
		waitForExport: async (id, options) => await client.waitForExport(id, options),
		downloadExport: async (job, options) => await client.downloadExport(job, options),
		isAtCap: async (download, options) => await client.isAtCap(download, options),
		readEntries: (exports, filter, options) => client.readEntries(exports, filter, options),
		auditLogPages: (options) => auditLogPages(api, MAX_PER_PAGE, options),
		endpointContext: async (options) => await names.forEndpoint(options),
		exportContext: async (exporterId, options) => await names.forExport(exporterId, options),
		users: async (options) => await names.users(options),
		visibilityNote: async (options) => await names.visibilityNote(options),
	};
}
