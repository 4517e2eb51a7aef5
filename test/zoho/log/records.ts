import { zohoId } from '../organization/organization';
import { moduleOf } from './logEntry';
import type { LogRecord } from './logEntry';
import { pick } from './random';

/** A field that routine entries change, and its values. */
interface Field {
	readonly api_name: string;
	readonly field_label: string;
	readonly data_type: string;
	readonly values: readonly string[];
}

/** A record of routine entries, with the related data of its entries. */
export interface PooledRecord {
	readonly record: LogRecord;
	readonly related_record: LogRecord | null;
	readonly account_name: string | null;
	readonly fields: readonly Field[];
}

function field(api_name: string, data_type: string, values: readonly string[]): Field {
	return { api_name, field_label: api_name.replaceAll('_', ' '), data_type, values };
}

const phone = field('Phone', 'phone', ['+49 555 0100', '+49 555 0117', '+49 555 0142', '']);
const description = field('Description', 'textarea', [
	'Asked for a call back',
	'Wants the annual plan,\nnot the monthly one',
	'Said: "send it again; the PDF was empty"',
	'',
]);

const fields: Readonly<Record<string, readonly Field[]>> = {
	Leads: [
		field('Lead_Status', 'picklist', ['Not Contacted', 'Contacted', 'Junk Lead', 'Qualified']),
		phone,
	],
	Contacts: [phone, field('Title', 'text', ['Buyer', 'Head of Laboratory', 'Managing Director'])],
	Accounts: [
		field('Industry', 'picklist', ['Chemistry', 'Energy', 'Food', 'Pharma']),
		field('Annual_Revenue', 'currency', ['250000', '1200000', '8400000']),
	],
	Deals: [
		field('Stage', 'picklist', ['Qualification', 'Proposal', 'Negotiation', 'Closed Won']),
		field('Amount', 'currency', ['4800', '12500', '39000', '118000']),
	],
	Tasks: [field('Status', 'picklist', ['Not Started', 'In Progress', 'Completed']), description],
	Calls: [field('Call_Result', 'picklist', ['Interested', 'No response', 'Not interested'])],
	Events: [
		field('Venue', 'text', ['Berlin, room 2', 'Video call', 'At the customer']),
		description,
	],
	Products: [field('Unit_Price', 'currency', ['199', '249', '1290'])],
	Notes: [description],
	Field_Trials: [field('Result', 'picklist', ['Passed', 'Failed', 'Repeated'])],
};

const firstNames = ['Alva', 'Bruno', 'Célia', 'Dörte', 'Emil', 'Fatima', 'Gösta', 'Irma', '健'];
const lastNames = ['Amberson', 'Birkenfels', 'Crane', 'Dunkelmoor', 'Eastwick', 'Fjord', '山本'];
const adjectives = ['Copper', 'Silent', 'Northern', 'Amber', 'Hollow', 'Winter', 'Blue'];
const nouns = ['Lantern', 'Harbour', 'Meadow', 'Foundry', 'Orchard', 'Bridge', 'Observatory'];
const forms = ['GmbH', 'Ltd', 'AG', 'SARL', '& Söhne KG', '株式会社'];
const matters = ['Spectrometer', 'Service contract', 'Calibration', 'Pilot', 'Upgrade'];

const perModule: ReadonlyArray<readonly [string, number]> = [
	['Leads', 160],
	['Contacts', 110],
	['Deals', 80],
	['Tasks', 60],
	['Calls', 30],
	['Events', 30],
	['Products', 20],
	['Notes', 40],
	['Field_Trials', 20],
];

/** Some 600 records of all modules, with related records and account names where Zoho has them. */
export function recordPool(random: () => number): PooledRecord[] {
	const pool: PooledRecord[] = [];
	let number = 100_000;

	const add = (module: string, name: string, account: PooledRecord | null, related = account) => {
		const pooled: PooledRecord = {
			record: { id: zohoId((number += 7)), name, module: moduleOf(module) },
			related_record: related?.record ?? null,
			account_name: account?.record.name ?? null,
			fields: fields[module] ?? [description],
		};
		pool.push(pooled);
		return pooled;
	};
	const company = () => `${pick(random, adjectives)} ${pick(random, nouns)} ${pick(random, forms)}`;
	const person = () => `${pick(random, firstNames)} ${pick(random, lastNames)}`;

	const accounts = Array.from({ length: 60 }, () => add('Accounts', company(), null));
	for (const [module, count] of perModule) {
		for (let index = 0; index < count; index++) {
			const account = pick(random, accounts);
			const matter = pick(random, matters);
			if (module === 'Leads') add(module, person(), null);
			else if (module === 'Contacts') add(module, person(), account);
			else if (module === 'Deals') add(module, `${account.record.name} – ${matter}`, account);
			else if (module === 'Products') add(module, `${matter} ${100 + index}`, null);
			else if (module === 'Field_Trials') add(module, `Trial ${2_000 + index}`, account);
			else add(module, `${matter}: ${person()}`, account, pick(random, pool));
		}
	}
	return pool;
}
