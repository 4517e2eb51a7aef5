import { newestFirst } from '../../../shared/exports/exportJob';
import { limit, limitOf, returnAll } from '../form/fields';
import { optionsField } from '../form/options';
import { personalData } from '../form/personalData';
import { jobItem } from './jobItem';
import { asOutput, type Operation } from './operation';

export const listExports: Operation = {
	resource: 'export',
	option: {
		name: 'Get Many Exports',
		value: 'listExports',
		action: 'Get many exports',
		description: 'Get the exports that Zoho lists, newest first',
	},
	fields: [returnAll, limit, optionsField(personalData)],
	async *run({ context, client, item, signal }) {
		const jobs = await client.listExports({ signal });
		yield newestFirst(jobs)
			.slice(0, limitOf(context, item))
			.map((job) => asOutput(jobItem(job)));
	},
};
