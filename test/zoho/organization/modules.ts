import type { Switches } from '../switches';
import { zohoId } from './organization';

/** As a member of `modules` of https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html, in part. */
export interface Module {
	readonly id: string;
	readonly api_name: string;
	/** The tab's name in deep links: Deals is `Potentials`, a custom module `CustomModule1`. */
	readonly module_name: string;
	readonly singular_label: string;
	readonly plural_label: string;
	readonly generated_type: string;
	readonly api_supported: boolean;
	readonly viewable: boolean;
	readonly status: string;
	readonly visibility: number;
}

function module(
	number: number,
	api_name: string,
	[singular_label, plural_label]: readonly [string, string],
	rest: Partial<Module> = {},
): Module {
	return {
		id: zohoId(number),
		api_name,
		module_name: api_name,
		singular_label,
		plural_label,
		generated_type: 'default',
		api_supported: true,
		viewable: true,
		status: 'visible',
		visibility: 1,
		...rest,
	};
}

/** What the modules call of a real organization answered, against the docs' sample. */
const LISTED: Readonly<Record<string, string>> = { Deals: 'Deals', Events: 'Meetings' };
const ALSO_LISTED: readonly Module[] = [
	module(5_011, 'Sales_Orders', ['Sales Order', 'Sales Orders'], { module_name: 'SalesOrders' }),
	module(5_012, 'Analytics', ['Analytics', 'Analytics'], { module_name: 'Dashboards' }),
];

/** The modules as the switch `moduleNames` has them. */
export function modulesOf({ moduleNames }: Switches): readonly Module[] {
	if (moduleNames === 'tabs') return modules;
	const listed = modules.map((it) => ({
		...it,
		module_name: LISTED[it.api_name] ?? it.module_name,
	}));
	return [...listed, ...ALSO_LISTED];
}

export const modules: readonly Module[] = [
	module(5_001, 'Leads', ['Lead', 'Leads']),
	module(5_002, 'Contacts', ['Contact', 'Contacts']),
	module(5_003, 'Accounts', ['Account', 'Accounts']),
	module(5_004, 'Deals', ['Deal', 'Deals'], { module_name: 'Potentials' }),
	module(5_005, 'Tasks', ['Task', 'Tasks']),
	module(5_006, 'Calls', ['Call', 'Calls']),
	module(5_007, 'Events', ['Meeting', 'Meetings']),
	module(5_008, 'Products', ['Product', 'Products']),
	module(5_009, 'Notes', ['Note', 'Notes']),
	module(5_010, 'Field_Trials', ['Field Trial', 'Field Trials'], {
		module_name: 'CustomModule1',
		generated_type: 'custom',
	}),
];
