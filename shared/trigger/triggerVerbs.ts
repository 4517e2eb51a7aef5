import { auditLogPages, MAX_PER_PAGE } from '../auditLog/auditLogPages';
import { downloadExport } from '../exports/downloadExport';
import { listExports, waitForExport } from '../exports/exportJobs';
import { requireExportScopes, scheduleExport } from '../exports/scheduleExport';
import { visibilityNote } from '../reading/coverage';
import { endpointContext, exportTimes } from '../reading/entryContexts';
import { readExports } from '../reading/readExports';
import type { Session } from '../session';
import type { TriggerVerbs } from './trigger';

export function triggerVerbs(session: Session): TriggerVerbs {
	const { api, names } = session;
	return {
		session,
		now: session.now,
		localNow: session.localNow,
		requireExportScopes: () => requireExportScopes(session),
		ownUserId: async (options) => await names.ownUserId(options),
		listExports: async (options) => await listExports(session, options),
		scheduleExport: async (criteria, options) => await scheduleExport(session, criteria, options),
		waitForExport: async (id, options) => await waitForExport(session, id, options),
		downloadExport: async (job, options) => await downloadExport(session, job, options),
		readEntries: (exports, filter, options) => readExports(session, exports, filter, options),
		auditLogPages: (options) => auditLogPages(api, MAX_PER_PAGE, options),
		endpointContext: async (options) => await endpointContext(session, options),
		exportTimes: async (exporterId, options) => await exportTimes(session, exporterId, options),
		users: async (options) => await names.users(options),
		visibilityNote: async (options) => await visibilityNote(session, options),
	};
}
