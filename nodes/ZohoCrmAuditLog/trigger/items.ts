import type { INodeExecutionData } from 'n8n-workflow';

import { AlertWatch } from '../../../shared/alerts/alertWatch';
import type { AuditLogClient } from '../../../shared/client';
import { CrmUsers } from '../../../shared/org/users';
import { instantOf } from '../../../shared/trigger/cursor';
import type { Polled } from '../../../shared/trigger/poll';
import { entryItem } from '../operations/fields';
import type { FormRules } from './alertRules';

export interface TriggerItems {
	readonly items: INodeExecutionData[];
	/** The state of the alert conditions, for the next poll. */
	readonly watched: object | undefined;
	/** Conditions that could not be judged. */
	readonly notice?: string | undefined;
}

/** Entries as items; with rules, only those that are alerts, with the reason. */
export async function triggerItems(
	client: AuditLogClient,
	polled: Pick<Polled, 'entries' | 'repeatsFrom'> & Partial<Pick<Polled, 'cursor'>>,
	form: { readonly rules: FormRules | undefined; readonly isSimple: boolean },
	watched: object | undefined,
): Promise<TriggerItems> {
	const { rules, isSimple } = form;
	const { entries, cursor, repeatsFrom } = polled;
	const asItem = entryItem(isSimple);
	if (!rules) return { items: entries.map(asItem), watched: undefined };
	const isQuiet = entries.length === 0;
	if (isQuiet && !watched) return { items: [], watched };
	const users = isQuiet ? new CrmUsers([]) : await client.names.users({});
	const watch = new AlertWatch({ ...rules, users }, watched);
	if (repeatsFrom !== undefined) watch.repeatedFrom(repeatsFrom);
	const items: INodeExecutionData[] = [];
	for (const entry of entries) {
		const alerts = watch.firedBy(entry);
		if (alerts.length > 0) items.push({ json: { ...asItem(entry).json, alerts } });
	}
	if (cursor) watch.forgetBefore(instantOf(cursor.checkpoint));
	return { items, watched: watch.toJson(), notice: watch.notice };
}
