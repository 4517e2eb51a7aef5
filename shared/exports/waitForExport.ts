import type { CallOptions } from '../http/crmApi';
import type { Sleep } from '../http/transport';
import type { ExportJob } from './exportJob';

/** Which of the exports of a range; `of` grows when one has to be made in halves. */
export interface RangePart {
	readonly number: number;
	readonly of: number;
}

/** How long to wait for an export, and whom to tell. */
export interface WaitOptions extends CallOptions {
	/** 0 looks once. */
	readonly waitSeconds?: number | undefined;
	/** Told at every look; `part` where a range takes several exports. */
	readonly onProgress?:
		((job: ExportJob, waitedSeconds: number, part?: RangePart) => void) | undefined;
}

/** Zoho documents no pace. Its sample jobs took 10 to 27 seconds. */
const FIRST_PAUSE_MS = 3_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Looks at a job until it is no longer running or the wait is over; then it may still be running.
 * Pauses grow from 3 to 30 seconds.
 */
export async function waitForExport(
	look: () => Promise<ExportJob>,
	options: WaitOptions,
	host: { readonly sleep: Sleep; readonly localNow: () => number },
): Promise<ExportJob> {
	const start = host.localNow();
	const deadline = start + (options.waitSeconds ?? 0) * 1000;
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
		const job = await look();
		options.onProgress?.(job, Math.round((host.localNow() - start) / 1000));
		const left = deadline - host.localNow();
		if (job.state !== 'running' || left <= 0) return job;
		await host.sleep(Math.min(pause, left), options.signal);
	}
}
