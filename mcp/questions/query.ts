import type { Period } from '../../shared/period';
import { ExportGoneError } from '../../shared/errors';
import type { ExportJob } from '../../shared/exports/exportJob';
import type { App } from './app';
import { noExport, NoExportError } from './noExport';
import { type CursorBounds, type PageCursor, readCursor } from './pageCursor';
import { type Question, type QuestionWords, refuseUnreadable, understood } from './question';
import type { Run } from './runs';
import type { AuditLogClient } from '../../shared/client';
import { failed, inTheFuture, preparing } from '../tools/states';
import type { Call, Result } from '../tools/tool';

/** What a tool that asks the log is given. */
export type QueryArguments = QuestionWords & {
	readonly export_id?: string | undefined;
	readonly cursor?: string | undefined;
	readonly order?: string | undefined;
};

/** What can be said of a question before its answer is there. */
export interface Known {
	/** Resolved once: asked again, the same words still mean the same period. */
	period: Period | null;
	question: Question;
	job: ExportJob;
}

/** A question under way. */
export interface Asked<A extends QueryArguments = QueryArguments> {
	readonly app: App;
	readonly client: AuditLogClient;
	readonly given: A;
	readonly question: Question;
	/** Of the page before; undefined for the first one. */
	readonly cursor: PageCursor | undefined;
	readonly bounds: CursorBounds;
	readonly run: Run<Known>;
}

/**
 * A question to the log, from words to the answer: refused before anything is sent if it cannot be
 * meant, shared by all who ask the same, and told as `preparing` when the wait is over.
 * @param asking.answer null while an export is running.
 */
export async function query<A extends QueryArguments>(
	app: App,
	given: A,
	call: Call,
	asking: {
		readonly tool: string;
		/** What `from` is when it is not given. */
		readonly otherwise?: string;
		/** How the tool says that there is nothing. */
		readonly empty: Readonly<Record<string, unknown>>;
		readonly answer: (asked: Asked<A>) => Promise<(Result & { status: string }) | null>;
	},
): Promise<Result> {
	const { tool, otherwise, empty, answer } = asking;
	refuseUnreadable(given, app, undefined, otherwise);
	const bounds = boundsOf(tool, given);
	const cursor = given.cursor === undefined ? undefined : readCursor(given.cursor, bounds);
	const begun = app.now();
	const waitSeconds = app.config.waitSeconds;
	const outcome = await app.runs.join<Result, Known>(
		`${tool} ${JSON.stringify(Object.entries(given).sort())}`,
		async (run) => {
			const client = await app.client(run.signal);
			const isWhole = given.export_id !== undefined && !given.from && !given.to;
			const question = await understood(client, given, app.config, {
				period: cursor ? cursor.period : isWhole ? null : run.known.period,
				otherwise,
				signal: run.signal,
			});
			run.known.period = question.period;
			run.known.question = question;
			const isLater = question.period !== null && question.period.from >= question.asked;
			if (isLater) return inTheFuture(app, question, empty);
			const asked = { app, client, given, question, cursor, bounds, run };
			return (await answerOf(asked, answer)) ?? preparing(app, run.known);
		},
		{
			waitMs: waitSeconds * 1000,
			signal: call.signal,
			isFinal: ({ status }) => status !== 'preparing',
			onProgress: (message) =>
				call.progress(Math.round((app.now() - begun) / 1000), waitSeconds, message),
		},
	);
	return outcome.answer ?? preparing(app, outcome.known);
}

async function answerOf<A extends QueryArguments>(
	asked: Asked<A>,
	answer: (asked: Asked<A>) => Promise<Result | null>,
): Promise<Result | null> {
	const { app, client, question, run } = asked;
	const { signal } = run;
	try {
		return await answer(asked);
	} catch (error) {
		if (error instanceof NoExportError) {
			throw noExport(question, await client.listExports({ signal }), app.config);
		}
		if (!(error instanceof ExportGoneError) || error.facts.exportId === undefined) throw error;
		const job = await client.getExport(error.facts.exportId, { signal });
		if (job.state !== 'failed') throw error;
		return failed(app, question, job);
	}
}

/** What a cursor is bound to: everything that decides which entries there are, and in which order. */
function boundsOf(tool: string, given: QueryArguments): CursorBounds {
	const { user, module, action, record, text, time_zone, export_id, order } = given;
	return {
		question: [tool, user, module, action, record, text, time_zone, export_id, order],
		period: [given.from, given.to],
	};
}
