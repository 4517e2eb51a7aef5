import { untilAborted } from '../../shared/http/untilAborted';

/** A question is worked on for no longer, even when nobody waits any more. */
const LONGEST_MS = 15 * 60_000;
/** An answer that nobody came for is given to who asks the same so much later. */
const KEPT_MS = 10 * 60_000;

/** One question being worked on. `known` is what can already be told, kept until the answer is there. */
export interface Run<K extends object> {
	readonly known: Partial<K>;
	readonly signal: AbortSignal;
	/** Tells all who wait how far it is. */
	readonly tell: (message: string) => void;
}

type Listener = (message: string) => void;

export type Outcome<T, K extends object> =
	{ readonly answer: T } | { readonly answer: null; readonly known: Partial<K> };

interface Entry {
	known: object;
	answer: Promise<unknown> | null;
	stop: AbortController;
	readonly callers: Set<Listener>;
	timer: NodeJS.Timeout | null;
}

/**
 * One run for a question, shared by all who ask it meanwhile. A caller waits for a while and may come
 * back; the run goes on, until its last caller has cancelled or its time is over.
 */
export class Runs {
	private readonly entries = new Map<string, Entry>();

	/**
	 * @param isFinal whether an answer ends the question; what is known of one that goes on is kept.
	 */
	async join<T, K extends object>(
		key: string,
		begin: (run: Run<K>) => Promise<T>,
		options: {
			readonly waitMs: number;
			readonly signal: AbortSignal;
			readonly isFinal: (answer: T) => boolean;
			readonly onProgress?: Listener;
		},
	): Promise<Outcome<T, K>> {
		const entry = this.entryOf(key);
		const listener: Listener = (message) => options.onProgress?.(message);
		entry.callers.add(listener);
		entry.answer ??= this.begun(key, entry, begin, options.isFinal);
		const waited = new AbortController();
		const timer = setTimeout(() => waited.abort(), options.waitMs);
		try {
			const both = AbortSignal.any([options.signal, waited.signal]);
			const answer = (await untilAborted(entry.answer, both)) as T;
			if (options.isFinal(answer)) this.forget(key, entry);
			return { answer };
		} catch (error) {
			if (options.signal.aborted) {
				// The run goes on for the others.
				if (entry.callers.size > 1) throw error;
				entry.stop.abort(options.signal.reason);
			} else if (waited.signal.aborted) {
				return { answer: null, known: entry.known as Partial<K> };
			}
			this.forget(key, entry);
			throw error;
		} finally {
			clearTimeout(timer);
			entry.callers.delete(listener);
		}
	}

	private entryOf(key: string): Entry {
		const known = this.entries.get(key);
		if (known) return known;
		const stop = new AbortController();
		const entry: Entry = { known: {}, answer: null, stop, callers: new Set(), timer: null };
		this.entries.set(key, entry);
		return entry;
	}

	private begun<T, K extends object>(
		key: string,
		entry: Entry,
		begin: (run: Run<K>) => Promise<T>,
		isFinal: (answer: T) => boolean,
	): Promise<T> {
		const tooLong = AbortSignal.timeout(LONGEST_MS);
		const signal = AbortSignal.any([entry.stop.signal, tooLong]);
		const tell = (message: string): void => {
			for (const listener of entry.callers) listener(message);
		};
		const answer = begin({ known: entry.known, signal, tell });
		const settled = (isOver: boolean): void => {
			// What is not the end is asked again by the next call.
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
