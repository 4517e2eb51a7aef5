import type { ExportJob } from '../../shared/exports/exportJob';
import type { Period } from '../../shared/period';
import type { AuditLogClient } from '../../shared/client';
import type { App } from './app';
import type { CursorBounds, PageCursor } from './pageCursor';
import type { Question, QuestionWords } from './question';
import type { Run } from './runs';

/** One call of a tool, besides its arguments. */
export interface Call {
	/** Aborted when the caller cancels. */
	readonly signal: AbortSignal;
	/** Reports progress to a caller that wants it. */
	readonly progress: (done: number, total: number, message: string) => void;
}

/** What a tool returns; `notes` are sentences for the model. */
export type Result = { notes: string[] } & Record<string, unknown>;

/** The result of a tool that may need an export first. */
export type QueryResult = Result & { status: string };

/** Arguments of a tool that queries the log. */
export type QueryInput = QuestionWords & {
	readonly export_id?: string | undefined;
	readonly cursor?: string | undefined;
	readonly order?: string | undefined;
	/** How long a call waits for what is newer than the archive. */
	readonly wait_seconds?: number | undefined;
};

/** What is known of a question before its result. */
export interface Progress {
	/** Parsed once: in a repeated call the same words still mean the same period. */
	period: Period | null;
	question: Question;
	job: ExportJob;
}

/** A question that is being answered. */
export interface QueryContext<I extends QueryInput = QueryInput> {
	readonly app: App;
	readonly client: AuditLogClient;
	readonly input: I;
	readonly question: Question;
	/** Of the previous page; undefined for the first one. */
	readonly cursor: PageCursor | undefined;
	readonly bounds: CursorBounds;
	/** Waits for what the archive lacks, because the answer will be kept. */
	readonly needsAll?: boolean | undefined;
	readonly run: Run<Progress>;
}
