import { InputError } from '../../../shared/errors';
import { VISIBILITY } from '../form/fields';
import { exportFilters } from '../form/filterFields';
import { filterOf } from '../form/filters';
import { jobItem } from './jobItem';
import { asOutput, type Operation } from './operation';
import { maximumWait, optionsField, optionsOf } from '../form/options';
import { personalData } from '../form/personalData';
import { periodFields, periodIn } from '../form/period';

const WAIT_SECONDS = 300;

export const createExport: Operation = {
	resource: 'export',
	option: {
		name: 'Create Export',
		value: 'createExport',
		action: 'Create export',
		description: 'Start an export of up to 180 days, or join an identical one that is running',
	},
	fields: [
		{
			displayName: `Zoho exports at most 180 days at once or, without any filter, the whole log of up to three years. It runs one export at a time for the whole organization. ${VISIBILITY}`,
			name: 'limitsNotice',
			type: 'notice',
			default: '',
		},
		...periodFields,
		exportFilters,
		optionsField(
			{
				...maximumWait,
				default: WAIT_SECONDS,
				description: 'How long to wait if another export is running in the organization',
			},
			personalData,
		),
	],
	makes: true,
	async *run(call) {
		const { context, client, item, signal, onProgress } = call;
		const { waitSeconds } = optionsOf(context, item, { waitSeconds: WAIT_SECONDS });
		const filter = filterOf(context, item);
		const period = await periodIn(call);
		const isFiltered = Object.values(filter).some((part) => part !== undefined);
		if (isFiltered && period.from === undefined && period.to === undefined) {
			throw new InputError(
				'Zoho exports the whole log only without filters. Remove the filters, or choose a period of at most 180 days.',
				{ parameter: 'period' },
			);
		}
		const question = { ...filter, ...period };
		const { job, adopted } = await client.createExport(question, {
			waitSeconds,
			signal,
			onProgress,
		});
		yield [asOutput({ ...jobItem(job), adopted })];
	},
};
