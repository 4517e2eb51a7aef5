import type { CrmModules } from '../org/modules';

export interface RecordUrls {
	/** Origin of the CRM's pages; null when it is not known. */
	readonly web: string | null;
	/** `org123456789` or an alias; null gives the short form, which works for users of one organization. */
	readonly domainName: string | null;
	readonly modules: CrmModules;
}

/** Modules whose page is not at their name: organizations list Events as `Meetings`, and open `Events`. */
const TABS: Readonly<Record<string, string>> = { Events: 'Events' };

/**
 * The record's page in Zoho CRM; null without an id. The page's name of a module is not its API name
 * (`Potentials` for Deals), so a module that is not known gives no link. Not documented by Zoho.
 */
export function recordUrl(
	{ web, domainName, modules }: RecordUrls,
	module: string | null,
	recordId: string | null,
): string | null {
	const known = module === null ? undefined : modules.find(module);
	if (web === null || !known || recordId === null || !/^\d+$/.test(recordId)) return null;
	const own = Object.hasOwn(TABS, known.apiName) ? TABS[known.apiName] : undefined;
	const tab = own ?? known.moduleName ?? known.apiName;
	if (!/^\w+$/.test(tab)) return null;
	const organization = domainName === null ? '' : `${encodeURIComponent(domainName)}/`;
	return `${web}/crm/${organization}tab/${tab}/${recordId}`;
}
