import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { AlertWatch, type FiredAlert } from '../../../shared/alerts/alertWatch';
import type { AuditLogClient } from '../../../shared/client';
import type { HiddenPeople } from '../../../shared/disclosure/hiddenPeople';
import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import { instantOf } from '../../../shared/trigger/cursor';
import type { Polled } from '../../../shared/trigger/poll';
import { type EntryOutput, entryOutput } from '../form/output';
import { alertTitle } from './alertFields';
import type { FormRules } from './alertRules';

export interface TriggerItems {
	readonly items: INodeExecutionData[];
	/** The state of the alert conditions, for the next poll. */
	readonly watched: object | undefined;
	/** Conditions that could not be judged. */
	readonly notice?: string | undefined;
}

/** What the form says of items. */
export interface TriggerForm {
	readonly rules: FormRules | undefined;
	readonly output: EntryOutput;
	/** Who is hidden; undefined where people are named. */
	readonly people: HiddenPeople | undefined;
}

/** Entries as items; with rules, only those that are alerts, with the reason. */
export async function triggerItems(
	client: AuditLogClient,
	polled: Pick<Polled, 'entries' | 'repeatsFrom'> & Partial<Pick<Polled, 'cursor'>>,
	form: TriggerForm,
	watched: object | undefined,
): Promise<TriggerItems> {
	const { rules, output, people } = form;
	const hide = (json: IDataObject): IDataObject =>
		people ? (people.json(json) as IDataObject) : json;
	const { entries, cursor, repeatsFrom } = polled;
	if (!rules) {
		return {
			items: entries.map((entry) => ({ json: hide(output.json(entry)) })),
			watched: undefined,
		};
	}
	const isQuiet = entries.length === 0;
	if (isQuiet && !watched) return { items: [], watched };
	const users = isQuiet ? new CrmUsers([]) : await client.names.users({});
	const modules = isQuiet ? new CrmModules([]) : await client.names.modules({});
	const { withValues } = output;
	const watch = new AlertWatch({ ...rules, users, modules, withValues }, watched);
	if (repeatsFrom !== undefined) watch.repeatedFrom(repeatsFrom);
	const items: INodeExecutionData[] = [];
	for (const entry of entries) {
		const alerts = watch.firedBy(entry);
		// The entry first: its names are known then where a reason has them.
		if (alerts.length > 0) {
			items.push({ json: hide(withAlerts(output, output.json(entry), alerts)) });
		}
	}
	if (cursor) watch.forgetBefore(instantOf(cursor.checkpoint));
	return { items, watched: watch.toJson(), notice: watch.notice };
}

/** The form's Output. @throws InputError for one that does not exist. */
export function triggerOutput(context: IPollFunctions, people?: HiddenPeople): EntryOutput {
	return entryOutput(
		(name, defaultValue) => context.getNodeParameter(name, defaultValue as string),
		people,
	);
}

/**
 * A list beside all fields, else one text, because nothing in such an item is nested. Simplified it follows the
 * record, so that a table shows who, what and which without scrolling, and takes the place of the record's id,
 * which its link has as well: an item has ten fields at most.
 */
function withAlerts(
	{ withRaw, isSimple }: EntryOutput,
	{ time, ...json }: IDataObject,
	alerts: readonly FiredAlert[],
): IDataObject {
	const timed = time === undefined ? {} : { time };
	if (withRaw) return { ...timed, ...json, alerts: [...alerts] };
	const text = alerts.map(({ alert, reason }) => `${alertTitle(alert)}: ${reason}`).join(' ');
	if (!isSimple) return { ...timed, alerts: text, ...json };
	const { user, action, module, record, record_id: _, ...others } = json;
	return { ...timed, user, action, module, record, alerts: text, ...others };
}
