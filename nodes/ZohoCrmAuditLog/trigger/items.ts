import type { INodeExecutionData } from 'n8n-workflow';

import { AlertWatch } from '../../../shared/alerts/alertWatch';
import type { AuditLogClient } from '../../../shared/client';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { entryItem } from '../operations/fields';
import type { FormRules } from './alertRules';

export interface TriggerItems {
	readonly items: INodeExecutionData[];
	/** The state of the alert conditions, for the next poll. */
	readonly watched: object | undefined;
}

/** Entries as items; with rules, only those that are alerts, with the reason. */
export async function triggerItems(
	client: AuditLogClient,
	entries: readonly AuditLogEntry[],
	form: { readonly rules: FormRules | undefined; readonly isSimple: boolean },
	watched: object | undefined,
): Promise<TriggerItems> {
	const { rules, isSimple } = form;
	const asItem = entryItem(isSimple);
	if (!rules) return { items: entries.map(asItem), watched };
	if (entries.length === 0) return { items: [], watched };
	const watch = new AlertWatch({ ...rules, users: await client.names.users({}) }, watched);
	const items: INodeExecutionData[] = [];
	for (const entry of entries) {
		const alerts = watch.firedBy(entry);
		if (alerts.length > 0) items.push({ json: { ...asItem(entry).json, alerts } });
	}
	return { items, watched: watch.toJson() };
}
