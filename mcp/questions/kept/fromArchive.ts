import { coveredBy, endOf, type Held, heldBy } from '../../archive/folder/covered';
import type { KeptExport } from '../../archive/folder/keptExport';
import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { DAY, MINUTE, SECOND } from '../../../shared/durations';
import { InputError } from '../../../shared/errors';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { RETENTION_DAYS } from '../../../shared/exports/windows';
import type { Period } from '../../../shared/period';
import { isAtCap } from '../../../shared/reading/isAtCap';
import type { AuditLogClient } from '../../../shared/client';
import type { App } from '../app';
import type { QueryContext } from '../queryContext';

/** What the archive has for a question. */
export interface FromArchive {
	/** Exports that hold all of the period up to some moment, oldest first; null when they have holes. */
	readonly held: readonly DownloadedExport[] | null;
	/** What is too old in it: from there on Zoho has to be asked. Null when it is as new as it has to be. */
	readonly later: Period | null;
	/** Exports of which each is read, and what Zoho is asked for in place of the rest; null when that is too much. */
	readonly joined: {
		readonly exports: readonly DownloadedExport[];
		readonly gaps: readonly Period[];
	} | null;
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
 * What the archive holds of a period: the folder, or without one what is in memory. Undefined when it holds
 * nothing of it.
 * @throws InputError when it is all there is, and it holds nothing.
 */
export async function fromArchive(
	context: QueryContext,
	period: Period,
): Promise<FromArchive | undefined> {
	const { app, client, run } = context;
	const { config } = app;
	if (config.source === 'endpoint' && !config.isOffline) return undefined;
	const ownUserId = await client.names.ownUserId({ signal: run.signal });
	const now = client.now();
	const held = await heldIn(app, ownUserId, config.isOffline);
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
	const all = await loaded(context, whole.parts);
	if (config.isOffline || isFresh) return { held: all, later: null, joined: null };
	const isOld = asked.to - whole.upTo > config.freshSeconds * SECOND;
	const later = isOld ? laterThan(held, whole.gaps, { from: asked.from, to: now }) : null;
	// What is asked anew overlaps with what is there.
	const early = held.map((one) => ({ ...one, held: withoutLate(one) }));
	const { parts, gaps } = await uncut(context, early, asked);
	const isTooMuch = parts.length === 0 || gaps.length > MAX_GAPS;
	return {
		held: later && all,
		later,
		joined: isTooMuch ? null : { exports: await loaded(context, parts), gaps },
	};
}

/** What is newer than everything in the archive; null when what is missing lies elsewhere. */
function laterThan(
	all: readonly Held<KeptFacts>[],
	gaps: readonly Period[],
	{ from, to }: Period,
): Period | null {
	const [gap, ...others] = gaps;
	const newest = Math.max(...all.map(({ held }) => held.to));
	if (!gap || others.length > 0 || gap.from <= from || newest >= gap.from + MINUTE) return null;
	return { from: gap.from - LATE_MS, to };
}

/** Of a period, what is in no export of the folder; `late` with what may have reached the log late. */
export async function missingIn(
	context: FolderContext,
	period: Period,
	late: 'late' | 'all' = 'all',
): Promise<readonly Period[]> {
	const { app, client, run } = context;
	const held = await heldIn(app, await client.names.ownUserId({ signal: run.signal }), false);
	const early = held.map((one) => ({ ...one, held: withoutLate(one) }));
	return (await uncut(context, late === 'late' ? early : held, period)).gaps;
}

/** What is known of an export in the folder, or in memory. */
type KeptFacts = Pick<KeptExport, 'id' | 'startedAt' | 'createdById' | 'criteria'>;

async function heldIn(
	{ archive }: App,
	ownUserId: string | null,
	isOffline: boolean,
): Promise<readonly Held<KeptFacts>[]> {
	const folder = await archive.folder?.();
	const all = folder ? await folder.all() : archive.all();
	const known = all.flatMap(({ id, ...facts }) => (id === null ? [] : [{ ...facts, id }]));
	return ofUser(known, ownUserId, isOffline).flatMap((kept) => heldOf(kept) ?? []);
}

/** Of the connection's own user, because others may see more or less. */
function ofUser(
	all: readonly KeptFacts[],
	ownUserId: string | null,
	isOffline: boolean,
): readonly KeptFacts[] {
	if (ownUserId !== null) return all.filter(({ createdById }) => createdById === ownUserId);
	const creators = new Set(all.map(({ createdById }) => createdById));
	return isOffline && creators.size === 1 ? all : [];
}

function heldOf(kept: KeptFacts): Held<KeptFacts> | undefined {
	const held = heldBy(kept);
	const started = instantOfIso(kept.startedAt ?? '');
	const isWhole = kept.criteria === null;
	return held && started !== null ? { export: kept, held, started, isWhole } : undefined;
}

function withoutLate({ held, started }: Held<KeptFacts>): Period {
	return { from: held.from, to: Math.min(held.to, started - LATE_MS) };
}

/** The parts that cover a period, without exports that were cut at Zoho's maximum. */
async function uncut(context: FolderContext, all: readonly Held<KeptFacts>[], period: Period) {
	const { client, run } = context;
	const cut = new Set<KeptFacts>();
	for (;;) {
		const { parts, gaps } = coveredBy(
			all.filter(({ export: one, held }) => !cut.has(one) && held.to > held.from),
			period,
		);
		const before = cut.size;
		for (const { export: one, window } of parts) {
			const [download] = await loaded(context, [{ export: one, window }]);
			if (!download) continue;
			// A minute cannot be divided: what there is of it is read.
			const held = heldBy(one);
			const isMinute = held !== undefined && held.to - held.from <= MINUTE;
			if (!isMinute && (await isAtCap(client.session, download, { signal: run.signal })))
				cut.add(one);
		}
		if (cut.size > before) continue;
		const last = parts.at(-1)?.export;
		// When it began says nothing of an export of a period that was over long before.
		return { parts, gaps, upTo: (last && endOf(last)) ?? -Infinity };
	}
}

async function loaded(
	{ app }: FolderContext,
	parts: readonly { readonly export: KeptFacts; readonly window: Period }[],
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
	held: readonly Held<KeptFacts>[],
): InputError {
	const { zone } = question;
	const [first, last] = [
		Math.min(...held.map((one) => one.held.from)),
		Math.max(...held.map((one) => one.held.to)),
	];
	const holds =
		held.length === 0
			? 'It holds no export that is limited by time alone.'
			: `It holds entries from ${zone.iso(first)} to ${zone.iso(last)}.`;
	return new InputError(
		`The archive holds nothing from ${zone.iso(from)} to ${zone.iso(to)}, and this server asks Zoho nothing (--offline). ${holds}`,
	);
}
