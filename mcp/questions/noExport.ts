import { InputError } from '../../shared/errors';
import { windowIn } from '../../shared/exports/compareCriteria';
import type { ExportJob } from '../../shared/exports/exportJob';
import type { Transport } from '../../shared/http/transport';
import type { Config } from '../config/config';
import type { Question } from './question';

/** A question needs an export that does not exist, and this server creates none by itself. */
export class NoExportError extends InputError {}

/** The transport of a server that creates no export by itself: it only reads. */
export function withoutPosts(transport: Transport): Transport {
	return async (request) => {
		if (request.method === 'GET') return await transport(request);
		throw new NoExportError('No export of its own user covers the period.');
	};
}

/** The same, with the period that is needed and the export that comes nearest to it. */
export function noExport(
	question: Question,
	jobs: readonly ExportJob[],
	{ readOnly }: Config,
): NoExportError {
	const { period, zone } = question;
	const needed = period ? `${zone.iso(period.from)} to ${zone.iso(period.to)}` : 'all times';
	const nearest = jobs
		.filter((job) => job.state === 'finished')
		.map((job) => ({ job, gap: gapTo(job, question) }))
		.sort((a, b) => a.gap - b.gap)[0]?.job;
	const window = nearest?.criteria ? windowIn(nearest.criteria) : undefined;
	const held = window
		? `${zone.iso(window.from)} to ${zone.iso(window.to)}`
		: `everything up to ${nearest?.job_start_time ?? 'its start'}`;
	const who = readOnly
		? 'This server is read-only and creates no export'
		: 'This server creates no export for a question';
	const next = readOnly ? '' : ' create_export makes one.';
	return new NoExportError(
		`${who}, and none of its own user covers ${needed}.${
			nearest
				? ` The nearest one, ${nearest.id}, holds ${held}: repeat the call with its export_id, or choose a period it covers.`
				: ' There is no finished export at all.'
		}${next}`,
		{ parameter: 'from' },
	);
}

/** How much of the period an export lacks at its two ends together, in milliseconds. */
function gapTo({ criteria, job_start_time }: ExportJob, { period, parsedAt }: Question): number {
	const window = criteria ? windowIn(criteria) : undefined;
	const started = Date.parse(job_start_time ?? '');
	const to = window?.to ?? (Number.isNaN(started) ? -Infinity : started);
	const from = window?.from ?? -Infinity;
	const needed = period ?? { from: parsedAt, to: parsedAt };
	return Math.max(0, from - needed.from) + Math.max(0, needed.to - to);
}
