import type { EntryContext } from '../../shared/entries/entryContext';
import { TimeZone } from '../../shared/dialect/timeZone';
import { CrmModules } from '../../shared/org/modules';
import { type CrmUser, CrmUsers } from '../../shared/org/users';

const NAMES = [
	...['Ana Lopez', 'Ben Ito', 'Chloé Dupont', 'Dmitri Kaur', 'Elif Yılmaz', 'Farah Aziz'],
	...['Günther Weiß', 'Hiro Sato', 'Ines Costa', 'John Smith', 'Kim Park', 'Lea Moor', '王芳'],
];
const MODULES = ['Leads', 'Contacts', 'Accounts', 'Deals', 'Tasks', 'Meetings', 'Calls', 'Quotes'];

const modules = new CrmModules(
	MODULES.map((apiName, index) => ({
		id: String(2000 + index),
		apiName,
		moduleName: apiName === 'Deals' ? 'Potentials' : apiName,
		singularLabel: apiName.replace(/s$/, ''),
		pluralLabel: apiName,
	})),
);

const UNKNOWN_USER: Omit<CrmUser, 'id' | 'name'> = {
	email: null,
	profile: null,
	role: null,
	status: null,
	timeZone: null,
	dateFormat: null,
	timeFormat: null,
	locale: null,
};

/** The zone of the times in the data, and of the days and hours that are counted. */
export const zone = new TimeZone('America/New_York');

/** The organization whose log the data is. */
export const context: EntryContext = {
	users: new CrmUsers(
		NAMES.map((name, index) => ({ ...UNKNOWN_USER, id: `4876876${1000 + index}`, name })),
	),
	modules,
	urls: { web: 'https://crm.zoho.com', domainName: 'org20001', modules },
	times: {
		dateFormat: 'MM/dd/yyyy',
		timeFormat: 'hh:mm a',
		timeZone: zone,
	},
};
