import type { INodeProperties } from 'n8n-workflow';

/** How much one execution gets. */
export const entriesPerPoll: INodeProperties = {
	displayName: 'Entries per Poll',
	name: 'entriesPerPoll',
	type: 'number',
	default: 10000,
	typeOptions: { minValue: 1 },
	description: 'How many entries one execution gets at most; the rest follow in the next one',
};

/** How often the organization exports for the trigger. */
export const paceMinutes: INodeProperties = {
	displayName: 'Minutes Between Exports',
	name: 'paceMinutes',
	type: 'number',
	default: 15,
	typeOptions: { minValue: 1 },
	description:
		'For exports only, however often it polls. Zoho runs one at a time for the whole organization: while one is running, no one else can export the audit log.',
};

/** How far it looks back. */
export const overlapMinutes: INodeProperties = {
	displayName: 'Overlap Minutes',
	name: 'overlapMinutes',
	type: 'number',
	default: 15,
	typeOptions: { minValue: 1 },
	description:
		'How late an entry may appear in the log and still be found. Zoho does not say how late that can be.',
};
