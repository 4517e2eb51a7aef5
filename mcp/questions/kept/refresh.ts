import type { TimeZone } from '../../../shared/dialect/timeZone';
import { MINUTE, SECOND } from '../../../shared/durations';
import { AuditLogError } from '../../../shared/errors';
import { untilAborted } from '../../../shared/http/untilAborted';
import type { Log } from '../../log';

/** A refresh takes no longer: Zoho goes on with its export, and the next refresh finds it. */
const MAX_MS = 15 * MINUTE;
const FIRST_PAUSE_MS = MINUTE;
const MAX_PAUSE_MS = 30 * MINUTE;

/** Where a refresh has the time and the log from, and how far two are apart. */
interface Host {
	/** Milliseconds; this machine's clock. */
	readonly now: () => number;
	readonly log: Log;
	readonly freshSeconds: number;
}

/**
 * Work that brings the archive up to now while questions are answered from what it has. One at a time for a
 * process; after a failure the next one waits, longer each time.
 */
export class Refresh {
	private running: Promise<void> | null = null;
	private readonly stop = new AbortController();
	private endedAt = -Infinity;
	private failure: { readonly at: number; readonly why: string } | null = null;
	private failures = 0;
	private notBefore = -Infinity;

	constructor(private readonly host: Host) {}

	/** Begins `work`, unless some is under way or it is too early for more. */
	begin(work: (signal: AbortSignal) => Promise<void>): void {
		const { stop } = this;
		if (this.running || stop.signal.aborted || this.isTooEarly()) return;
		const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(MAX_MS)]);
		this.running = this.done(work, signal).finally(() => (this.running = null));
	}

	/** Whether what failed must not be tried again yet, or what is new enough need not be. */
	isTooEarly(): boolean {
		return this.host.now() < this.notBefore;
	}

	/** How a question's own look for newer entries ended; notes say of a failure what they say of a refresh. */
	looked(failure: AuditLogError | null): void {
		if (failure) this.noteFailure(failure, this.stop.signal);
		else [this.failure, this.failures] = [null, 0];
	}

	/** Resolves when the one that is under way has ended, or the time is over. */
	async settled(milliseconds: number, signal: AbortSignal): Promise<void> {
		if (!this.running) return;
		const both = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
		await untilAborted(this.running, both).catch(() => undefined);
		signal.throwIfAborted();
	}

	/** What becomes of what an answer lacks after an instant. */
	noteAfter(upTo: number, zone: TimeZone): string {
		const { failure } = this;
		if (this.running) {
			return `A refresh is under way: repeat the first call in about 20 seconds, or with wait_seconds, for what happened after ${zone.iso(upTo)}.`;
		}
		if (failure) {
			return `The refresh failed at ${zone.iso(failure.at)}: ${failure.why} The next one begins no sooner than ${zone.iso(this.notBefore)}.`;
		}
		return this.endedAt > upTo
			? `A refresh has ended: repeat the first call for what happened after ${zone.iso(upTo)}.`
			: `What happened after ${zone.iso(upTo)} is not in the archive.`;
	}

	/** Nothing is begun any more, and what is under way ends. */
	end(): void {
		this.stop.abort(new Error('the server ends'));
	}

	/** Never rejects: the next answer says what went wrong. */
	private async done(
		work: (signal: AbortSignal) => Promise<void>,
		signal: AbortSignal,
	): Promise<void> {
		const { now, freshSeconds } = this.host;
		const began = now();
		try {
			await untilAborted(work(signal), signal);
			[this.failure, this.failures] = [null, 0];
			this.endedAt = now();
			// Were the archive no newer, each question would begin another one.
			this.notBefore = began + freshSeconds * SECOND;
		} catch (error) {
			if (!this.stop.signal.aborted) this.noteFailure(error, signal);
		}
	}

	private noteFailure(error: unknown, signal: AbortSignal): void {
		const { now } = this.host;
		const retryMs =
			error instanceof AuditLogError ? (error.facts.retryAfterSeconds ?? 0) * SECOND : 0;
		const pause = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures++);
		this.failure = { at: now(), why: this.reasonOf(error, signal) };
		this.notBefore = now() + Math.max(pause, retryMs);
	}

	/** Without what an unknown error may hold. */
	private reasonOf(error: unknown, signal: AbortSignal): string {
		const { log } = this.host;
		if (error instanceof AuditLogError) {
			log.write('warn', 'refresh', { text: error.message, ...error.facts });
			return log.redacted(error.message);
		}
		if (signal.aborted) return 'Zoho took too long.';
		const details = error instanceof Error ? (error.stack ?? error.message) : typeof error;
		log.write('error', 'refresh', { details });
		return "the server's log says why.";
	}
}
