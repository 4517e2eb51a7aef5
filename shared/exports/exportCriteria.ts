import { DAY, MINUTE } from '../durations';
import type { Period } from '../period';
import { actionWord, EXPORT_ACTIONS, type ExportAction, isExportAction } from '../entries/actions';
import { type AuditLogFilter, periodOf } from '../entries/filter';
import { InputError } from '../errors';
import type { CallOptions } from '../http/crmApi';
import type { CrmModules } from '../org/modules';
import type { OrganizationNames } from '../org/organizationNames';
import type { CrmUsers } from '../org/users';
import { type Criteria, criteriaFor, MAX_VALUES, type ModuleValue } from './criteria';
import { MAX_EXPORT_DAYS, windowsOf } from './windows';

/**
 * The one window that an export of this filter covers; null when there is no filter, which exports the
 * whole log. Without `from` it is the last 180 days.
 * @throws InputError when it is longer, naming the windows to ask for.
 */
export function exportWindow(filter: AuditLogFilter, now: number): Period | null {
	refuseUnfilterable(filter);
	const period = periodOf(filter);
	if (Object.values(filter).every((part) => part === undefined || part.length === 0)) return null;
	const to = period.to === Infinity ? now : period.to;
	const from = period.from === -Infinity ? to - MAX_EXPORT_DAYS * DAY + MINUTE : period.from;
	if (to <= from) {
		throw new InputError(`The range begins in the future: from ${filter.from}.`, {
			parameter: 'from',
		});
	}
	const windows = windowsOf({ from, to });
	if (windows.length === 1) return { from, to };
	const days = Math.ceil((to - from) / DAY);
	throw new InputError(
		`Zoho exports at most ${MAX_EXPORT_DAYS} days at once, and this range has ${days}. Create one export after another: ${windows.map(shown).join(', ')}. Get Audit Log does this by itself.`,
		{ parameter: 'from' },
	);
}

/**
 * The criteria of a filter, its names turned into ids.
 * @throws InputError for a name that nothing or more than one thing has, and for an action that Zoho
 * cannot filter by.
 */
export async function exportCriteria(
	filter: AuditLogFilter,
	window: Period,
	names: OrganizationNames,
	options: CallOptions,
): Promise<Criteria> {
	const actions = (filter.actions ?? []).map(exportAction);
	const userIds: string[] = [];
	for (const word of filter.users ?? []) {
		userIds.push(/^\d{5,}$/.test(word) ? word : userId(word, await names.users(options)));
	}
	const modules: ModuleValue[] = [];
	for (const word of filter.modules ?? [])
		modules.push(moduleValue(word, await names.modules(options)));
	for (const [parameter, values] of Object.entries({ users: userIds, modules })) {
		if (values.length > MAX_VALUES) {
			throw new InputError(`Zoho takes at most ${MAX_VALUES} ${parameter} in one export.`, {
				parameter,
			});
		}
	}
	return criteriaFor({ window, userIds, modules, actions });
}

const UNFILTERABLE = [
	...(['record', 'text', 'hours', 'weekdays'] as const),
	...(['excludeUsers', 'excludeModules', 'excludeActions'] as const),
] as const;

function refuseUnfilterable(filter: AuditLogFilter): void {
	for (const parameter of UNFILTERABLE) {
		if (!filter[parameter]?.length) continue;
		throw new InputError(
			`Zoho cannot filter an export by ${parameter}: it knows time, users, modules and the actions ${EXPORT_ACTIONS.join(', ')}. Leave it out and filter when the export is read.`,
			{ parameter },
		);
	}
}

function exportAction(action: string): ExportAction {
	const word = actionWord(action);
	if (isExportAction(word)) return word;
	throw new InputError(
		`Zoho can filter an export by the actions ${EXPORT_ACTIONS.join(', ')}, not by "${action.slice(0, 60)}". Leave it out and filter when the export is read.`,
		{ parameter: 'actions' },
	);
}

function userId(word: string, users: CrmUsers): string {
	const found = users.meantBy(word);
	const only = found[0];
	if (found.length === 1 && only) return only.id;
	const named = (found.length > 0 ? found : users.all).slice(0, 10);
	const choices = named.map(({ name, email, id }) => `${name} (${email ?? 'no e-mail'}, id ${id})`);
	throw new InputError(
		`${found.length > 0 ? 'More than one user fits' : 'No user fits'} "${word.slice(0, 60)}". Give an id: ${choices.join('; ') || 'the list of users could not be read'}.`,
		{ parameter: 'users' },
	);
}

function moduleValue(word: string, modules: CrmModules): ModuleValue {
	const module = modules.find(word);
	if (module) {
		const { apiName: api_name, id } = module;
		return id === null ? { api_name } : { api_name, id };
	}
	// Without the list (the scope may be missing) Zoho is the judge.
	if (modules.all.length === 0) return { api_name: word };
	const names = modules.all.slice(0, 30).map(({ apiName }) => apiName);
	throw new InputError(
		`There is no module "${word.slice(0, 60)}". Use an API name or a label: ${names.join(', ')}.`,
		{ parameter: 'modules' },
	);
}

function shown({ from, to }: Period): string {
	return `${new Date(from).toISOString().slice(0, 16)}Z to ${new Date(to).toISOString().slice(0, 16)}Z`;
}
