import type { INodeExecutionData } from 'n8n-workflow';

import { AlertWatch } from '../../../shared/alerts/alertWatch';
import type { AuditLogClient } from '../../../shared/client';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { entryItem } from '../operations/fields';
import type { FormRules } from './alertRules';

/** What entries become: items, all of them or the alerts among them. */
export interface Given {
	readonly items: INodeExecutionData[];
	/** What the conditions have counted so far. */
	readonly counted: object | undefined;
}

/** Entries as items; with rules only those that are alerts, which say why. */
export async function given(
	client: AuditLogClient,
	entries: readonly AuditLogEntry[],
	form: { readonly rules: FormRules | undefined; readonly isSimple: boolean },
	counted: object | undefined,
): Promise<Given> {
	const { rules, isSimple } = form;
	const asItem = entryItem(isSimple);
	if (!rules) return { items: entries.map(asItem), counted };
	if (entries.length === 0) return { items: [], counted };
	const watch = new AlertWatch({ ...rules, users: await client.names.users({}) }, counted);
	const items: INodeExecutionData[] = [];
	for (const entry of entries) {
		const alerts = watch.firedBy(entry);
		if (alerts.length > 0) items.push({ json: { ...asItem(entry).json, alerts } });
	}
	return { items, counted: watch.toJson() };
}
