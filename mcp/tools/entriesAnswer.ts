import type { Coverage, Reading } from '../../shared/auditLog/coverage';
import type { AuditLogClient } from '../../shared/client';
import type { Period } from '../../shared/entries/filter';
import { newest } from '../../shared/entries/newest';
import type { ExportJob } from '../../shared/exports/exportJob';
import type { App } from '../app';
import { withinBudget } from '../budget';
import { cleanText } from '../cleanText';
import { type Detail, type ShownEntry, shortened, shownEntry } from '../entry';
import { noMatchNotes } from '../noMatch';
import { periodNotes, type Question, scopeOf } from '../question';
import { CALL_AGAIN, DATA_NOTE, exportOf, nextStep } from './results';
import type { Result } from './tool';

/** What can be said of a question before its answer is there. */
export interface Known {
	/** Resolved once: asked again, the same words still mean the same period. */
	period: Period | null;
	question: Question;
	job: ExportJob;
}

/** The newest entries of a reading, as many as were wanted and fit. */
export async function ready(
	app: App,
	client: AuditLogClient,
	asked: {
		readonly question: Question;
		readonly reading: Reading;
		readonly detail: Detail;
		readonly limit: number;
		readonly signal: AbortSignal;
	},
): Promise<Result> {
	const { question, reading, detail, limit, signal } = asked;
	const { coverage } = reading;
	const { entries, total } = await newest(reading, limit);
	const notes = [...periodNotes(question, coverage), ...coverage.notes.map(clean)];
	if (total === 0) notes.push(...(await noMatchNotes(client, question, coverage, { signal })));
	const shown = entries.map((entry) => shownEntry(entry, detail, question.zone));
	const build = (page: readonly ShownEntry[]): Result => ({
		status: 'ready',
		scope: scopeOf(question, app.config, coverage),
		total_matched: total,
		returned: page.length,
		entries: page,
		notes: [...positionNotes(page.length, shown.length, total), ...notes, DATA_NOTE],
	});
	return withinBudget(app.config.maxResultChars, shown, build, shortened);
}

/** Nothing is asked of Zoho: there is nothing yet. */
export function inTheFuture(app: App, question: Question): Result {
	return {
		status: 'ready',
		scope: scopeOf(question, app.config),
		total_matched: 0,
		returned: 0,
		entries: [],
		notes: [...periodNotes(question), DATA_NOTE],
	};
}

/** The work goes on; not an error, and nothing is lost. */
export function preparing(app: App, { question, job }: Partial<Known>): Result {
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
export function failed(app: App, question: Question, job: ExportJob): Result {
	return {
		status: 'failed',
		scope: scopeOf(question, app.config),
		export_id: job.id,
		export: exportOf(job, question.asked),
		notes: [nextStep(job, question.asked, app.config.readOnly)],
	};
}

/** Times have no seconds in most exports, so the last minute shown is asked for once more. */
function positionNotes(returned: number, wanted: number, total: number): string[] {
	if (returned === total) return [];
	const more =
		returned < wanted ? 'No more fit into one result: add' : 'Raise limit (at most 200), add';
	return [
		`These are the newest ${returned} of ${total.toLocaleString('en')} entries. ${more} a filter, or set "to" to one minute after the last time shown.`,
	];
}

function clean(note: Coverage['notes'][number]): string {
	return cleanText(note, 400);
}
