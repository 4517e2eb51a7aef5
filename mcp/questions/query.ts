import { ExportGoneError } from '../../shared/errors';
import type { App } from './app';
import { noExport, NoExportError } from './noExport';
import { type CursorBounds, readCursor } from './pageCursor';
import type { Call, Progress, QueryContext, QueryInput, QueryResult, Result } from './queryContext';
import { parseQuestion, validateQuestion } from './question';
import type { Run } from './runs';
import { failed, inTheFuture, preparing } from './states';

/**
 * A question to the log, from words to the result: rejected before anything is sent if it cannot be
 * read in any time zone, shared by equal calls, and `preparing` when the wait is over.
 */
export async function query<I extends QueryInput>(
	app: App,
	input: I,
	call: Call,
	options: {
		readonly tool: string;
		/** `from` where the input has none. */
		readonly defaultFrom?: string;
		/** How the tool shows that there is nothing. */
		readonly empty: Readonly<Record<string, unknown>>;
		/** Whether what the archive lacks is waited for. */
		readonly needsAll?: boolean;
		/** Null while an export is running. */
		readonly answer: (context: QueryContext<I>) => Promise<QueryResult | null>;
	},
): Promise<Result> {
	const { tool, defaultFrom, empty, needsAll, answer } = options;
	validateQuestion(input, app, { defaultFrom });
	const bounds = boundsOf(tool, input);
	const cursor = input.cursor === undefined ? undefined : readCursor(input.cursor, bounds);
	const { waitSeconds } = app.config;
	return await sharedRun(app, { tool, input, call, waitSeconds }, async (run) => {
		const client = await app.client(run.signal);
		const isWhole = input.export_id !== undefined && !input.from && !input.to;
		const question = await parseQuestion(client, input, app.config, {
			period: cursor ? cursor.period : isWhole ? null : run.progress.period,
			defaultFrom,
			signal: run.signal,
		});
		run.progress.period = question.period;
		run.progress.question = question;
		const isLater = question.period !== null && question.period.from >= question.parsedAt;
		if (isLater) return inTheFuture(app, question, empty);
		const context = { app, client, input, question, cursor, bounds, run, needsAll };
		return (await answerOf(context, answer)) ?? preparing(app, run.progress);
	});
}

/** What is left of a wait for reading many calls that come at once, and for answering them when their time is over. */
const ANSWER_MS = 1_000;

/** Work shared by all calls of a tool with the same input; `preparing` when the wait is over before it is done. */
export async function sharedRun(
	app: App,
	{
		tool,
		input,
		call,
		waitSeconds,
		waitMs = waitSeconds * 1000,
	}: {
		readonly tool: string;
		readonly input: object;
		readonly call: Call;
		readonly waitSeconds: number;
		readonly waitMs?: number;
	},
	start: (run: Run<Progress>) => Promise<QueryResult>,
): Promise<Result> {
	const started = app.now();
	const key = `${tool} ${JSON.stringify(Object.entries(input).sort())}`;
	const outcome = await app.runs.join(key, start, {
		waitMs: waitMs - Math.min(ANSWER_MS, waitMs / 10),
		signal: call.signal,
		isFinal: ({ status }) => status !== 'preparing',
		onProgress: (message) =>
			call.progress(Math.round((app.now() - started) / 1000), waitSeconds, message),
	});
	return outcome.answer ?? preparing(app, outcome.progress);
}

async function answerOf<I extends QueryInput>(
	context: QueryContext<I>,
	answer: (context: QueryContext<I>) => Promise<QueryResult | null>,
): Promise<QueryResult | null> {
	const { app, client, question, run } = context;
	const { signal } = run;
	try {
		return await answer(context);
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

/** These may differ from page to page; those of the period are compared by themselves. */
const OF_THE_PAGE = new Set(['cursor', 'limit', 'top', 'detail', 'from', 'to', 'wait_seconds']);

/** Everything that decides which entries there are, and in which order. */
function boundsOf(tool: string, input: QueryInput): CursorBounds {
	const others = Object.entries(input).filter(([name]) => !OF_THE_PAGE.has(name));
	return { question: [tool, ...others.sort()], period: [input.from, input.to] };
}
