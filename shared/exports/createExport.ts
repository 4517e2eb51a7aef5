import type { AuditLogFilter } from '../entries/filter';
import type { Session } from '../session';
import { exportCriteria, exportWindow } from './exportCriteria';
import type { ScheduledExport } from './exportJob';
import { requireExportScopes, scheduleExport } from './scheduleExport';
import type { WaitOptions } from './exportJobs';

/**
 * Starts one export, or joins the same one if it is running. A range of at most 180 days; without any
 * filter the whole log of up to three years.
 * @throws InputError before anything is sent for what Zoho would refuse.
 */
export async function createExport(
	session: Session,
	filter: AuditLogFilter,
	options: WaitOptions,
): Promise<ScheduledExport> {
	const { names, now } = session;
	exportWindow(filter, now());
	requireExportScopes(session);
	// Before the window is fixed, because the answer also brings Zoho's time.
	await names.ownUserId(options);
	const window = exportWindow(filter, now());
	const criteria = window === null ? null : await exportCriteria(filter, window, names, options);
	return await scheduleExport(session, criteria, options);
}
