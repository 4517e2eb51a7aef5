import { z } from 'zod';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import { isTimeOnly, windowIn } from '../../shared/exports/compareCriteria';
import type { ExportJob } from '../../shared/exports/exportJob';
import { cleanJson, cleanText } from '../../shared/disclosure/cleanText';
import { withoutUndefined } from './shownEntry';

export const EXPORT_STATUSES = [
	'scheduled',
	'in_progress',
	'finished',
	'failed',
	'expired',
] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

const MAX_CRITERIA_CHARS = 1_500;

/** Little is required: an unusual job must not cost the whole result. */
export const shownExport = z.looseObject({
	export_id: z.string(),
	status: z.enum(EXPORT_STATUSES),
});

/** An export job as a model reads it. @param now Zoho's time in milliseconds. */
export function exportOf(job: ExportJob, now: number): z.output<typeof shownExport> {
	const window = windowIn(job.criteria);
	const criteria =
		job.criteria && !isTimeOnly(job.criteria) ? cleanJson(job.criteria, 120) : undefined;
	const isShort = JSON.stringify(criteria ?? null).length <= MAX_CRITERIA_CHARS;
	return withoutUndefined({
		export_id: job.id,
		status: statusOf(job, now),
		zoho_status: shown(job.status),
		created_at: shown(job.job_start_time),
		finished_at: shown(job.job_end_time),
		expires_at: shown(job.expiry_date),
		created_by: shown(job.created_by?.name ?? job.created_by?.id),
		period: window && {
			from: new Date(window.from).toISOString(),
			to: new Date(window.to).toISOString(),
		},
		covers: job.criteria === null ? 'the whole log' : undefined,
		criteria: isShort ? criteria : undefined,
	});
}

export function statusOf(job: ExportJob, now: number): ExportStatus {
	const expires = instantOfIso(job.expiry_date ?? '');
	if (job.state === 'failed') return 'failed';
	if (job.state === 'finished') return expires !== null && expires <= now ? 'expired' : 'finished';
	return /^scheduled$/i.test(job.status ?? '') ? 'scheduled' : 'in_progress';
}

/** What a model can do with a job in this state. */
export function nextStep(job: ExportJob, now: number, readOnly: boolean): string {
	const again = readOnly
		? 'This server is read-only: someone with permission has to export again.'
		: 'Call create_export to make it again.';
	switch (statusOf(job, now)) {
		case 'finished':
			return `Finished: read it with download_export, or with get_audit_log and export_id "${job.id}".`;
		case 'failed':
			return `Zoho ended this export without a file. ${again}`;
		case 'expired':
			return `The file is no longer kept. ${again}`;
		default:
			return `Still running in Zoho: call get_export with export_id "${job.id}" and wait_seconds 50.`;
	}
}

function shown(text: string | null | undefined): string | undefined {
	return text ? cleanText(text, 120) : undefined;
}
