import { DATA_NOTE } from '../../shared/disclosure/cleanText';
import type { ExportJob } from '../../shared/exports/exportJob';
import type { App } from './app';
import type { Progress, QueryResult } from './queryContext';
import type { Question } from './question';
import { periodNotes, scopeOf } from './scope';
import { exportOf, nextStep } from './shownExport';

/** When the caller of a tool that waits comes back. */
const CALL_AGAIN = 'Call again with the same arguments in about 20 seconds.';

/** Without a request to Zoho: nothing is recorded yet. @param empty how the tool shows that there is nothing. */
export function inTheFuture(
	app: App,
	question: Question,
	empty: Readonly<Record<string, unknown>>,
): QueryResult {
	return {
		status: 'ready',
		scope: { ...scopeOf(question, app.config), complete: true },
		total_matched: 0,
		...empty,
		notes: [...periodNotes(question), DATA_NOTE],
	};
}

/** The work continues: not an error, and nothing is lost. */
export function preparing(app: App, { question, job }: Partial<Progress>): QueryResult {
	return {
		status: 'preparing',
		...(question && { scope: scopeOf(question, app.config) }),
		...(question && job && { export_id: job.id, export: exportOf(job, question.parsedAt) }),
		notes: [
			job
				? 'Zoho is still making the export that will answer this.'
				: 'The answer takes longer than one call may wait; the work goes on.',
			CALL_AGAIN,
		],
	};
}

/** Zoho gave up the export that was needed. */
export function failed(app: App, question: Question, job: ExportJob): QueryResult {
	return {
		status: 'failed',
		scope: scopeOf(question, app.config),
		export_id: job.id,
		export: exportOf(job, question.parsedAt),
		notes: [nextStep(job, question.parsedAt, app.config.readOnly)],
	};
}
