import { untilAborted } from '../../shared/http/untilAborted';

/** A run takes no longer, even when no caller waits for it. */
const MAX_RUN_MS = 15 * 60_000;
/** How long a result is kept for the same question when no caller waits for it. */
const KEPT_MS = 10 * 60_000;

/** Work on one question. `progress` is what is already known, kept until the result is there. */
export interface Run<P extends object> {
	readonly progress: Partial<P>;
	readonly signal: AbortSignal;
	/** To all callers that wait. */
	readonly report: (message: string) => void;
}

type Listener = (message: string) => void;

export type Outcome<T, P extends object> =
	| { readonly answer: T }
	| { readonly answer: null; readonly progress: Partial<P> };

interface Entry {
	progress: object;
	answer: Promise<unknown> | null;
	stop: AbortController;
	readonly callers: Set<Listener>;
	timer: NodeJS.Timeout | null;
}

/**
 * One run for a question, shared by its concurrent callers. A caller waits for a while and may come
 * back; the run continues until its last caller has cancelled or its time is over.
 */
export class Runs {
	private readonly entries = new Map<string, Entry>();

	/**
	 * @param options.isFinal whether a result ends the question; the progress of one that continues is kept.
	 */
	async join<T, P extends object>(
		key: string,
		start: (run: Run<P>) => Promise<T>,
		options: {
			readonly waitMs: number;
			readonly signal: AbortSignal;
			readonly isFinal: (answer: T) => boolean;
			readonly onProgress?: Listener;
		},
	): Promise<Outcome<T, P>> {
		const entry = this.entryOf(key);
		const listener: Listener = (message) => options.onProgress?.(message);
		entry.callers.add(listener);
		entry.answer ??= this.started(key, entry, start, options.isFinal);
		const waited = new AbortController();
		const timer = setTimeout(() => waited.abort(), options.waitMs);
		try {
			const both = AbortSignal.any([options.signal, waited.signal]);
			const answer = (await untilAborted(entry.answer, both)) as T;
			if (options.isFinal(answer)) this.forget(key, entry);
			return { answer };
		} catch (error) {
			if (options.signal.aborted) {
				// The run continues for the other callers.
				if (entry.callers.size > 1) throw error;
				entry.stop.abort(options.signal.reason);
			} else if (waited.signal.aborted) {
				return { answer: null, progress: entry.progress as Partial<P> };
			}
			this.forget(key, entry);
			throw error;
		} finally {
			clearTimeout(timer);
			entry.callers.delete(listener);
		}
	}

	private entryOf(key: string): Entry {
		const running = this.entries.get(key);
		if (running) return running;
		const stop = new AbortController();
		const entry: Entry = { progress: {}, answer: null, stop, callers: new Set(), timer: null };
		this.entries.set(key, entry);
		return entry;
	}

	private started<T, P extends object>(
		key: string,
		entry: Entry,
		start: (run: Run<P>) => Promise<T>,
		isFinal: (answer: T) => boolean,
	): Promise<T> {
		const tooLong = AbortSignal.timeout(MAX_RUN_MS);
		const signal = AbortSignal.any([entry.stop.signal, tooLong]);
		const report = (message: string): void => {
			for (const listener of entry.callers) listener(message);
		};
		const answer = start({ progress: entry.progress, signal, report });
		const settled = (isOver: boolean): void => {
			// The next call starts again where this one did not end the question.
			if (!isOver) entry.answer = null;
			if (entry.timer) clearTimeout(entry.timer);
			entry.timer = setTimeout(() => this.forget(key, entry), KEPT_MS);
			entry.timer.unref();
		};
		answer.then(
			(value) => settled(isFinal(value)),
			() => settled(true),
		);
		return answer;
	}

	private forget(key: string, entry: Entry): void {
		if (entry.timer) clearTimeout(entry.timer);
		if (this.entries.get(key) === entry) this.entries.delete(key);
	}
}
