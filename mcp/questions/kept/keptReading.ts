import { SECOND } from '../../../shared/durations';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { AuditLogError, InputError, UnavailableError } from '../../../shared/errors';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import type { Period } from '../../../shared/period';
import type { Reading } from '../../../shared/reading/reading';
import { mayCreate } from '../../config/config';
import type { App } from '../app';
import { NoExportError } from '../noExport';
import type { QueryContext } from '../queryContext';
import { isoOf } from '../question';
import { type FromArchive, fromArchive } from './fromArchive';
import { keepParts } from './keepParts';

/** Of a refresh, which no caller waits for. */
const REFRESH_SECONDS = 14 * 60;

/** How Zoho is asked for what is missing. */
export interface Waiting {
	readonly waitSeconds: number;
	readonly freshSeconds?: number;
}

/**
 * What the archive has of a period: at once where it has all of it up to some moment, and what is newer is
 * fetched meanwhile; else joined with what Zoho is asked for. Null while that is being exported; undefined when
 * the archive cannot answer. See docs/decisions/answers-at-once.md
 */
export async function keptReading(
	context: QueryContext,
	filter: AuditLogFilter,
	period: Period,
	waiting: Waiting,
): Promise<Reading | null | undefined> {
	const { app, client, input, run } = context;
	const { config, archive } = app;
	const read = (exports: readonly DownloadedExport[]): Reading =>
		client.readEntries(exports, filter, { signal: run.signal });
	const found = await fromArchive(context, period);
	if (!found) return undefined;
	const { held, later, joined } = found;
	if (held && !later) return read(held);
	const isAtOnce = held && later && config.freshSeconds > 0 && context.needsAll !== true;
	const creates = mayCreate(config);
	if (isAtOnce && creates) {
		app.refresh.begin(async (signal) => await refreshed(app, later, signal));
		if (!input.wait_seconds) return read(held);
		const seconds = Math.min(input.wait_seconds, waiting.waitSeconds);
		await app.refresh.settled(seconds * SECOND, run.signal);
		return read((await fromArchive(context, period))?.held ?? held);
	}
	if (isAtOnce) {
		// It creates none, but there may be a newer export that it can read.
		if (app.refresh.isTooEarly()) return read(held);
		const whole = { exports: [], gaps: [period] };
		const asking = { ...waiting, waitSeconds: 0, freshSeconds: config.freshSeconds };
		const parts = archive.folder && joined ? joined : whole;
		const newer = await looked(app, withGaps(context, parts, filter, asking));
		return newer ?? read(held);
	}
	if (!joined || !archive.folder) return undefined;
	return await withGaps(context, joined, filter, waiting);
}

/** Where Zoho gives nothing newer, what is held is an answer all the same, and a note says why. */
async function looked({ refresh }: App, look: Promise<Reading | null>): Promise<Reading | null> {
	try {
		const newer = await look;
		refresh.looked(null);
		return newer;
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		if (error instanceof InputError && !(error instanceof NoExportError)) throw error;
		refresh.looked(error instanceof NoExportError ? null : error);
		return null;
	}
}

/** What the folder holds, and what Zoho has to be asked for; null while that is being exported. */
async function withGaps(
	{ client, run }: QueryContext,
	{ exports, gaps }: NonNullable<FromArchive['joined']>,
	filter: AuditLogFilter,
	waiting: Waiting,
): Promise<Reading | null> {
	const { signal } = run;
	const all = [...exports];
	for (const gap of gaps) {
		const answer = await client.getAuditLog(filterOf(gap), {
			...waiting,
			signal,
			source: 'export',
		});
		if (answer.state !== 'ready') {
			run.progress.job = answer.job;
			return null;
		}
		all.push(...(answer.exports ?? []));
	}
	all.sort((a, b) => (a.window?.from ?? 0) - (b.window?.from ?? 0));
	return client.readEntries(all, filter, { signal });
}

/** Has Zoho export a period, and keeps it. */
async function refreshed(app: App, period: Period, signal: AbortSignal): Promise<void> {
	const { archive, config } = app;
	const client = await app.client(signal);
	const answer = await client.getAuditLog(filterOf(period), {
		...{ signal, source: 'export', waitSeconds: REFRESH_SECONDS },
		freshSeconds: config.freshSeconds,
	});
	if (answer.state !== 'ready') {
		throw new UnavailableError(`Zoho has been preparing the export ${answer.job.id} for too long.`);
	}
	const exports = answer.exports ?? [];
	for (const { id } of exports) {
		const reason = id === null ? undefined : archive.whyUnkept(id);
		if (reason !== undefined) {
			throw new UnavailableError(`The export ${id} could not be kept in the archive: ${reason}.`);
		}
	}
	await keepParts(app, client, exports);
}

function filterOf({ from, to }: Period): AuditLogFilter {
	return { from: isoOf(from), to: isoOf(to) };
}
