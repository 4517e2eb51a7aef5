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

/** Words of actions that Zoho is known to use; its log has more. */
const KNOWN_ACTION =
	/^(added|created|updated|edited|deleted|restored|converted|exported|imported|merged|cloned|viewed|(owner_)?(re)?_?assigned|sent_an_email|added_a_note|tag_(added|removed)|mass_\w+|\w+_(added|updated|deleted))$/;

/** Whether an action is written in words that Zoho is known to use. */
export function isKnownAction(action: string): boolean {
	return KNOWN_ACTION.test(actionWord(action));
}
