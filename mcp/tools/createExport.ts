import { EXPORT_ACTIONS } from '../../shared/entries/actions';
import { exportWindow } from '../../shared/exports/exportCriteria';
import { z } from 'zod';
import { refuseUnreadable, understood } from '../question';
import { filters, period, timeZone } from './arguments';
import { exportOf, nextStep, shownExport } from './results';
import { tool } from './tool';

export const createExport = tool({
	name: 'create_export',
	title: 'Create export',
	description:
		'Start an export of the audit log in Zoho (asynchronous; at most 180 days, or without any argument the whole log of up to three years). Creates a job; changes no CRM record. Follow with get_export, then download_export.',
	input: {
		...period,
		user: filters.user,
		module: filters.module,
		action: z.enum(EXPORT_ACTIONS).optional(),
		...timeZone,
	},
	output: { export: shownExport.optional() },
	access: 'creates',
	async run({ config, client: connected }, given, { signal }) {
		const hasPeriod = given.from !== undefined || given.to !== undefined;
		refuseUnreadable(given, config, ({ from, to }) => {
			const filter = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
			exportWindow(hasPeriod ? filter : {}, Date.now());
		});
		const client = await connected(signal);
		const { filter, asked } = await understood(client, given, config, {
			period: hasPeriod ? undefined : null,
			signal,
		});
		const { job, adopted } = await client.createExport(filter, { signal });
		return {
			export: { ...exportOf(job, asked), ...(adopted && { adopted }) },
			notes: [
				...(adopted
					? ['The same export was running already and is used instead of a new one.']
					: []),
				'Zoho runs one export at a time for the whole organization.',
				nextStep(job, asked, config.readOnly),
			],
		};
	},
});
