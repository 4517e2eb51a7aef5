import { exportId, waitSeconds } from './arguments';
import { exportOf, nextStep, shownExport, statusOf } from '../questions/shownExport';
import { tool } from './tool';

export const getExport = tool({
	name: 'get_export',
	title: 'Get export status',
	description:
		'Status of one export job by its id: is my export finished yet? Shows the job, can wait for it and reports progress meanwhile.',
	input: { export_id: exportId, wait_seconds: waitSeconds },
	output: { export: shownExport.optional() },
	access: 'reads',
	async run({ config, client: clientOf }, { export_id, wait_seconds }, { signal, progress }) {
		const client = await clientOf(signal);
		const job = await client.waitForExport(export_id, {
			waitSeconds: wait_seconds,
			signal,
			onProgress: (seen, waited) =>
				progress(waited, wait_seconds, `Export ${seen.id}: ${statusOf(seen, client.now())}`),
		});
		return {
			export: exportOf(job, client.now()),
			notes: [nextStep(job, client.now(), config.readOnly)],
		};
	},
});
