import { exportId, exportIdOf } from '../form/fields';
import { optionsField } from '../form/options';
import { personalData } from '../form/personalData';
import { jobItem } from './jobItem';
import { asOutput, type Operation } from './operation';

export const getExport: Operation = {
	resource: 'export',
	option: {
		name: 'Get Export',
		value: 'getExport',
		action: 'Get export',
		description: 'Get the status and the download links of an export',
	},
	fields: [exportId, optionsField(personalData)],
	async *run({ context, client, item, signal }) {
		const job = await client.getExport(exportIdOf(context, item), { signal });
		yield [asOutput(jobItem(job))];
	},
};
