import { maximumWait, VISIBILITY, waitSecondsOf } from './fields';
import { exportFilters, filterOf } from './filters';
import { jobItem } from './jobItem';
import { asOutput, type Operation } from './operation';

export const createExport: Operation = {
	resource: 'export',
	option: {
		name: 'Create Export',
		value: 'createExport',
		action: 'Create an export',
		description: 'Start an export of up to 180 days, or join an identical one that is running',
	},
	fields: [
		{
			displayName: `Zoho exports at most 180 days at once or, without any filter, the whole log of up to three years. It runs one export at a time for the whole organization. ${VISIBILITY}`,
			name: 'limitsNotice',
			type: 'notice',
			default: '',
		},
		exportFilters,
		{
			...maximumWait,
			default: 300,
			description: 'How long to wait if another export is running in the organization',
		},
	],
	async *run({ context, client, item, signal }) {
		const waitSeconds = waitSecondsOf(context, item);
		const filter = filterOf(context, item);
		const { job, adopted } = await client.createExport(filter, { waitSeconds, signal });
		yield [asOutput({ ...jobItem(job), adopted })];
	},
};
