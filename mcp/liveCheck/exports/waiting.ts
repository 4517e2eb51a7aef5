import { type ExportJob, exportJobsIn } from '../../../shared/exports/exportJob';
import { outcomeOf } from '../answers';
import { type Line, line } from '../assumption';
import { count, say, seconds, word } from '../shown';
import { itemsIn, type Live } from '../step';
import { jobLine, statesLine } from '../steps/exportList';
import { CREATING as A } from './assumptions';

/** Zoho documents no pace; these are those of the client. */
const FIRST_PAUSE_MS = 3_000;
const MAX_PAUSE_MS = 30_000;
const LONGEST_MS = 15 * 60_000;
/** Links may come a moment later. */
const LOOKS = 5;
const LOOK_MS = 2_000;

/** An export that has ended, or has not within a quarter of an hour. */
export interface Waited {
	readonly job: ExportJob;
	/** As Zoho sent it. */
	readonly raw: unknown;
}

/** Waits for an export, and for its links. Null when it cannot be seen. */
export async function* waiting(live: Live, id: string): AsyncGenerator<Line, Waited | null> {
	const { host } = live.connection;
	const start = host.ticks();
	const seen: unknown[] = [];
	let early = 0;
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(MAX_PAUSE_MS, pause * 1.5)) {
		const waited = await look(live, id);
		if ('status' in waited) {
			yield line(A.outcome, 'new', say`it cannot be seen: ${outcomeOf(waited)}`);
			return null;
		}
		const { job, raw } = waited;
		seen.push(raw);
		const isOver = job.state !== 'running';
		if (!isOver && hasLinks(raw)) early++;
		if (isOver || host.ticks() - start >= LONGEST_MS) {
			yield statesLine(seen);
			yield jobLine(seen);
			const after = seconds(host.ticks() - start);
			if (!isOver) {
				const came = say`${word(job.status)} for ${after}, and not waited for any longer`;
				yield line(A.outcome, 'variant', came);
				return null;
			}
			const isFinished = job.state === 'finished';
			yield line(
				A.outcome,
				isFinished ? 'same' : 'variant',
				say`${word(job.status)} after ${after}`,
			);
			if (!isFinished) return waited;
			return yield* linksOf(live, id, waited, early);
		}
		host.progress(`waiting for an export, ${Math.round((host.ticks() - start) / 1000)} seconds`);
		await host.sleep(pause, host.signal);
	}
}

async function* linksOf(
	live: Live,
	id: string,
	first: Waited,
	early: number,
): AsyncGenerator<Line, Waited> {
	const { host } = live.connection;
	let waited = first;
	let looks = 1;
	for (; looks < LOOKS && !hasLinks(waited.raw); looks++) {
		await host.sleep(LOOK_MS, host.signal);
		const again = await look(live, id);
		if (!('status' in again)) waited = again;
	}
	if (!hasLinks(waited.raw)) return waited;
	if (early > 0) yield line(A.links, 'variant', say`before it was finished`);
	else if (looks > 1) yield line(A.links, 'variant', say`at look ${count(looks)} after its end`);
	else yield line(A.links, 'same', say`at once`);
	return waited;
}

async function look({ connection }: Live, id: string) {
	const answer = await connection.get(`/settings/audit_log_export/${id}`);
	const items = itemsIn(answer, 'audit_log_export');
	const job = items && exportJobsIn(answer.json).find((it) => it.id === id);
	const raw = items?.find((it) => (it as { id?: unknown } | null)?.id === id);
	return job ? { job, raw } : answer;
}

export function linksIn(raw: unknown): unknown {
	return (raw as { download_links?: unknown } | undefined)?.download_links;
}

function hasLinks(raw: unknown): boolean {
	const links = linksIn(raw);
	return Array.isArray(links) && links.length > 0;
}
