import type { CrmModule } from './modules';

/**
 * What Zoho's help says it logs of a module. Its pages differ: an older one lists less than the newer one,
 * and neither names every module.
 * https://help.zoho.com/portal/kb/articles/monitor-audit-log, read 2026-11-27.
 */
export type Logged = 'deletions' | 'deletions, imports and exports' | 'unknown';

const BY_MODULE: Readonly<Partial<Record<string, Logged>>> = {
	Campaigns: 'deletions',
	Solutions: 'deletions',
	Vendors: 'deletions',
	Quotes: 'deletions',
	Sales_Orders: 'deletions',
	Purchase_Orders: 'deletions',
	Invoices: 'deletions',
	Cases: 'deletions, imports and exports',
	Price_Books: 'deletions, imports and exports',
	Products: 'unknown',
};
/** Zoho numbers the modules that an organization made itself. */
const CUSTOM = /^CustomModule\d+$/;

/** Modules of which less may be logged than of others. */
export const LESS_LOGGED: readonly (readonly [string, Logged])[] = Object.entries(
	BY_MODULE,
).flatMap(([name, logged]) => (logged ? [[name, logged] as const] : []));

/** Undefined where nothing suggests that less is logged than additions, updates and deletions. */
export function loggedOf({
	apiName,
	moduleName,
}: Pick<CrmModule, 'apiName' | 'moduleName'>): Logged | undefined {
	return CUSTOM.test(moduleName ?? '') ? 'unknown' : BY_MODULE[apiName];
}
