import type { ExportJob } from '../../shared/exports/exportJob';
import type { App } from '../questions/app';
import type { Known } from '../questions/query';
import { periodNotes, type Question, scopeOf } from '../questions/question';
import { CALL_AGAIN, DATA_NOTE, exportOf, nextStep } from './results';
import type { Result } from './tool';

/** Nothing is asked of Zoho: there is nothing yet. @param empty how the tool says "nothing". */
export function inTheFuture(
	app: App,
	question: Question,
	empty: Readonly<Record<string, unknown>>,
): Result & { status: string } {
	return {
		status: 'ready',
		scope: { ...scopeOf(question, app.config), complete: true },
		total_matched: 0,
		...empty,
		notes: [...periodNotes(question), DATA_NOTE],
	};
}

/** The work goes on; not an error, and nothing is lost. */
export function preparing(
	app: App,
	{ question, job }: Partial<Known>,
): Result & { status: string } {
	return {
		status: 'preparing',
		...(question && { scope: scopeOf(question, app.config) }),
		...(question && job && { export_id: job.id, export: exportOf(job, question.asked) }),
		notes: [
			job
				? 'Zoho is still making the export that will answer this.'
				: 'The answer takes longer than one call may wait; the work goes on.',
			CALL_AGAIN,
		],
	};
}

/** Zoho gave up the export that was to answer. */
export function failed(app: App, question: Question, job: ExportJob): Result & { status: string } {
	return {
		status: 'failed',
		scope: scopeOf(question, app.config),
		export_id: job.id,
		export: exportOf(job, question.asked),
		notes: [nextStep(job, question.asked, app.config.readOnly)],
	};
}
