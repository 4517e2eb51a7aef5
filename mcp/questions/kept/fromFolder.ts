import { coveredBy, type Held, heldBy } from '../../archive/folder/covered';
import type { KeptExport } from '../../archive/folder/keptExport';
import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { DAY, MINUTE, SECOND } from '../../../shared/durations';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { UnavailableError } from '../../../shared/errors';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { RETENTION_DAYS } from '../../../shared/exports/windows';
import { type Coverage, noteLack } from '../../../shared/reading/coverage';
import type { Period } from '../../../shared/period';
import { ExportReader } from '../../../shared/reading/exportReader';
import type { AuditLogClient } from '../../../shared/client';
import type { App } from '../app';
import type { QueryContext } from '../queryContext';

/** What is made of the folder for a question. */
export interface FromFolder {
	/** Exports that hold the period, each with what is read from it; oldest first. */
	readonly exports: readonly DownloadedExport[];
	/** What Zoho has to be asked for. */
	readonly gaps: readonly Period[];
}

/** What the folder is looked into with. */
export interface FolderContext {
	readonly app: App;
	readonly client: AuditLogClient;
	readonly run: { readonly signal?: AbortSignal | undefined };
}

/** More are asked for as one. */
const MAX_GAPS = 3;
/** Entries may reach the log a little after they happened. */
const LATE_MS = 5 * MINUTE;

/**
 * What the folder holds of a period; undefined without a folder, or when nothing of it is there.
 * @throws UnavailableError when it is all there is, and it holds nothing.
 */
export async function fromFolder(
	context: QueryContext,
	period: Period,
): Promise<FromFolder | undefined> {
	const { app, client, run } = context;
	const { archive, config } = app;
	const folder = await archive.folder?.();
	if (!folder || (config.source === 'endpoint' && !config.isOffline)) return undefined;
	const options = { signal: run.signal };
	const ownUserId = await client.names.ownUserId(options);
	const now = client.now();
	const all = ofUser(await folder.all(), ownUserId, config.isOffline);
	const held = all.flatMap((kept) => heldOf(kept) ?? []);
	const begins = held.map(({ held: { from }, isWhole }) => (isWhole ? 0 : from));
	const oldest = Math.min(now - RETENTION_DAYS * DAY, ...begins);
	const asked = { from: Math.max(period.from, oldest), to: Math.min(period.to, now) };
	if (asked.from >= asked.to) return undefined;
	const whole = await uncut(context, held, asked);
	const isFresh = whole.gaps.every(
		(gap) => gap.to === now && whole.upTo + config.freshSeconds * SECOND >= now,
	);
	if (config.isOffline && whole.parts.length === 0) throw nothingOf(context, asked, held);
	if (whole.parts.length === 0) return undefined;
	if (config.isOffline || isFresh) return { exports: await loaded(context, whole.parts), gaps: [] };
	// What is asked anew overlaps with what is there.
	const early = held.map((one) => ({ ...one, held: withoutLate(one) }));
	const { parts, gaps } = await uncut(context, early, asked);
	if (parts.length === 0 || gaps.length > MAX_GAPS) return undefined;
	return { exports: await loaded(context, parts), gaps };
}

/** Of a period, what is in no export of the folder; `late` with what may have reached the log late. */
export async function missingIn(
	context: FolderContext,
	period: Period,
	late: 'late' | 'all' = 'all',
): Promise<readonly Period[]> {
	const { app, client, run } = context;
	const folder = await app.archive.folder?.();
	const ownUserId = await client.names.ownUserId({ signal: run.signal });
	const all = ofUser((await folder?.all()) ?? [], ownUserId, false);
	const held = all.flatMap((kept) => heldOf(kept) ?? []);
	const early = held.map((one) => ({ ...one, held: withoutLate(one) }));
	return (await uncut(context, late === 'late' ? early : held, period)).gaps;
}

/** Adds to an answer what of the period is in none of its exports, up to when the last one began. */
export function noteGaps(
	coverage: Coverage,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
): void {
	const windows = exports.map(({ window }) => window);
	const began = instantOfIso(exports.at(-1)?.startedAt ?? '') ?? -Infinity;
	const from = instantOfIso(filter.from ?? '') ?? -Infinity;
	const to = Math.min(instantOfIso(filter.to ?? '') ?? Infinity, began);
	let read = from;
	const gaps: Period[] = [];
	for (const window of windows) {
		if (!window) return;
		if (window.from > read) gaps.push({ from: read, to: Math.min(window.from, to) });
		read = Math.max(read, window.to);
	}
	if (to > read) gaps.push({ from: read, to });
	const iso = (instant: number): string =>
		instant === -Infinity ? 'the beginning' : new Date(instant).toISOString();
	for (const gap of gaps.filter((some) => some.to - some.from > MINUTE)) {
		noteLack(coverage, `The archive holds nothing from ${iso(gap.from)} to ${iso(gap.to)}.`);
	}
}

/** Of the connection's own user, because others may see more or less. */
function ofUser(
	all: readonly KeptExport[],
	ownUserId: string | null,
	isOffline: boolean,
): readonly KeptExport[] {
	if (ownUserId !== null) return all.filter(({ createdById }) => createdById === ownUserId);
	const creators = new Set(all.map(({ createdById }) => createdById));
	return isOffline && creators.size === 1 ? all : [];
}

function heldOf(kept: KeptExport): Held<KeptExport> | undefined {
	const held = heldBy(kept);
	const started = instantOfIso(kept.startedAt ?? '');
	const isWhole = kept.criteria === null;
	return held && started !== null ? { export: kept, held, started, isWhole } : undefined;
}

function withoutLate({ held, started }: Held<KeptExport>): Period {
	return { from: held.from, to: Math.min(held.to, started - LATE_MS) };
}

/** The parts that cover a period, without exports that were cut at Zoho's maximum. */
async function uncut(context: FolderContext, all: readonly Held<KeptExport>[], period: Period) {
	const { client, run } = context;
	const cut = new Set<KeptExport>();
	for (;;) {
		const { parts, gaps } = coveredBy(
			all.filter(({ export: one, held }) => !cut.has(one) && held.to > held.from),
			period,
		);
		const before = cut.size;
		for (const { export: one, window } of parts) {
			const [download] = await loaded(context, [{ export: one, window }]);
			if (!download) continue;
			const reader = new ExportReader(client.session, download, { signal: run.signal });
			// A minute cannot be divided: what there is of it is read.
			const held = heldBy(one);
			const isMinute = held !== undefined && held.to - held.from <= MINUTE;
			if (!isMinute && (await reader.isAtCap())) cut.add(one);
		}
		if (cut.size > before) continue;
		const last = parts.at(-1)?.export;
		return { parts, gaps, upTo: instantOfIso(last?.startedAt ?? '') ?? -Infinity };
	}
}

async function loaded(
	{ app }: FolderContext,
	parts: readonly { readonly export: KeptExport; readonly window: Period }[],
): Promise<DownloadedExport[]> {
	const all: DownloadedExport[] = [];
	for (const { export: one, window } of parts) {
		const download = await app.archive.load(one.id);
		if (download) all.push({ ...download, window });
	}
	return all;
}

function nothingOf(
	{ question }: QueryContext,
	{ from, to }: Period,
	held: readonly Held<KeptExport>[],
): UnavailableError {
	const { zone } = question;
	const [first, last] = [
		Math.min(...held.map((one) => one.held.from)),
		Math.max(...held.map((one) => one.held.to)),
	];
	const holds =
		held.length === 0
			? 'It holds no export that is limited by time alone.'
			: `It holds entries from ${zone.iso(first)} to ${zone.iso(last)}.`;
	return new UnavailableError(
		`The archive holds nothing from ${zone.iso(from)} to ${zone.iso(to)}, and this server asks Zoho nothing (--offline). ${holds}`,
	);
}
