import { folded } from '../folded';

/**
 * The actions an export can be filtered by. The log records many more, which are kept as they come.
 * https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html
 */
export const EXPORT_ACTIONS = ['added', 'updated', 'deleted'] as const;
export type ExportAction = (typeof EXPORT_ACTIONS)[number];

export function isExportAction(action: string): action is ExportAction {
	return (EXPORT_ACTIONS as readonly string[]).includes(action);
}

/**
 * One spelling for comparing actions: "Owner Re-assigned" and `owner_re_assigned` are the same word.
 * For comparing only; an entry keeps its own text.
 */
export function actionWord(action: string): string {
	return folded(action).replace(/[\s_-]+/g, '_');
}
