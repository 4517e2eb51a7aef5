import { instantOfIso } from '../dialect/auditedTime';
import type { ExportDialect } from '../dialect/exportDialect';
import { keptDialect, shapeOf } from '../dialect/keptDialect';
import { DAY, MINUTE } from '../durations';
import { UnexpectedAnswerError } from '../errors';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import type { DownloadedExport } from '../exports/downloadedExport';
import { downloadExport } from '../exports/downloadExport';
import { type ExportJob, finishedOrThrow } from '../exports/exportJob';
import type { UnreadRows } from '../files/rows/unreadRows';
import { certainDialect, readAsKept, readsOtherwise } from '../reading/dialect/exportsDialect';
import { dialectNotes, unreadNote } from '../reading/notes';
import { readExports } from '../reading/readExports';
import type { Session } from '../session';
import { type Draining, instantOf, iso, type ReadsAs, type Waiting } from './cursor';
import { deliver, noticeOf, placeOf, type Position, positionOf } from './delivery';
import { requireNames } from './namesInFiles';
import { codeOf, minuteOf } from './seenIds';
import { type Budget, callsOf, overlapOf, type TriggerQuestion } from './trigger';

/** A longer window would need a second export. */
const LONGEST_SILENCE = DAY;

/** What a poll took from the files of an export. */
export interface FileDelivery {
	/** The cursor's state is still the one before. */
	readonly moved: Waiting | Draining;
	readonly timeless: string;
	/** When Zoho began the export. */
	readonly began: number;
	/** When there is more in the files. */
	readonly readsAs: ReadsAs | undefined;
	readonly entries: readonly AuditLogEntry[];
	readonly notice: string | undefined;
	/** From where on entries come again, under other ids. */
	readonly repeatsFrom: number | undefined;
}

/**
 * The next entries in the files of an export. How they are read is found once, and stays with the
 * export until its last entry was delivered. See docs/decisions/files-in-portions.md
 * @throws UnexpectedAnswerError when they no longer read as they did.
 */
export async function deliverFile(
	session: Session,
	cursor: Waiting | Draining,
	job: ExportJob,
	question: TriggerQuestion,
	budget: Budget,
): Promise<FileDelivery | 'unproved' | 'truncated'> {
	const own = cursor.export;
	const calls = callsOf(budget);
	const kept = cursor.state === 'draining' ? cursor.reads_as : undefined;
	const [from, to] = [instantOf(own.from), instantOf(own.to)];
	const began = instantOfIso(job.job_start_time ?? '') ?? instantOf(own.scheduled_at);
	const { settings } = own;
	// First, so that a reading that has come to its end needs no request any more. What was asked before the
	// export was created does not say what has changed since.
	if (kept) await session.names.currentUser(calls);
	else await session.names.currentUserNow(calls);
	const download = {
		...(await downloadExport(session, finishedOrThrow(job), calls)),
		...{ settings },
	};
	for (const owner of cursor.zone_owners ?? []) session.provedZoneOwners.add(owner);
	const dialect = kept
		? await readAsKept(session, download, kept.dialect, calls)
		: await certainDialect(session, download, calls);
	if (!dialect) return 'unproved';
	await requireNames(session, question.filter, dialect, calls);

	const position = positionOf(cursor, cursor.state === 'draining' ? cursor.timeless : '');
	const shape = newShape(cursor, dialect);
	// Under other ids it would hide some.
	if (shape.isOther) position.after = '';
	const start = minuteOf(Math.max(position.checkpoint, from));
	const due = position.seen.countBetween(start, to);
	const checkpoint = iso(start);
	const filter = { ...question.filter, from: checkpoint, to: own.to };
	const { withRaw, needs } = question;
	const reading = readExports(session, [download], filter, { withRaw, needs, ...calls });
	const delivery = await deliver(position, reading, question.limit, () => ({
		end: to,
		settled: minuteOf(began - overlapOf(question)),
		isJoined:
			(own.as?.from === undefined || position.checkpoint >= from) &&
			(saysSomething(download) || to - position.checkpoint > LONGEST_SILENCE),
	}));
	const { entries_read: read, rows_refused: refused } = reading.coverage;
	if (read + refused >= session.cap.entries && to - from > MINUTE) return 'truncated';
	// What was delivered from these minutes is in every export of them.
	if (read + refused === 0 && due > 0) {
		if (own.as?.replaces === undefined) return 'unproved';
		throw withoutThem(own.id, checkpoint);
	}
	const filterPrint = codeOf(JSON.stringify([question.filter, question.needs]));
	const { fresh, rest, repeated, entries } = delivery;
	if (kept?.filter === filterPrint && (fresh.count !== kept.left || fresh.sum !== kept.sum)) {
		throw readsOtherwise(own.id);
	}
	const unread = unreadNotice(cursor, reading.unread);
	const ids = shape.isOther && repeated < due ? idsNotice(download, checkpoint) : undefined;
	const written = read > 0 ? writtenNotice(cursor, own.id, dialect) : {};
	const notices = [noticeOf(delivery), ids, unread.notice, written.notice].filter(
		(text) => text !== undefined,
	);
	return {
		moved: movedCursor(session, cursor, position, {
			refused: unread.prints,
			shape: shape.now,
			noted: written.noted ?? cursor.noted,
		}),
		timeless: position.timeless,
		began,
		readsAs: delivery.hasMore
			? {
					dialect: kept?.dialect ?? keptDialect(dialect),
					...{ left: rest.count, sum: rest.sum, filter: filterPrint },
				}
			: undefined,
		entries,
		notice: notices.join(' ') || undefined,
		repeatsFrom: ids === undefined ? undefined : start,
	};
}

/**
 * That there is no link or nothing in a file is taken to mean that there are no entries, which is not known: for a
 * while the next export has these minutes too.
 */
function saysSomething({ files, emptyFiles = [] }: DownloadedExport): boolean {
	return files.length > 0 || emptyFiles.some(({ holds }) => holds !== 'nothing');
}

function withoutThem(id: string, since: string): UnexpectedAnswerError {
	return new UnexpectedAnswerError(
		`The export ${id} has no entries, not even those that an earlier export had since ${since}. Nothing is skipped: it is made again until it has them. If the connected user may no longer see the log, or the connection is to another organization now, connect the one from before, or change Start From to begin anew.`,
		{ exportId: id },
	);
}

function movedCursor(
	{ provedZoneOwners }: Session,
	cursor: Waiting | Draining,
	position: Position,
	known: Pick<Waiting, 'refused' | 'shape' | 'noted'>,
): Waiting | Draining {
	const zone_owners = [...provedZoneOwners];
	return { ...cursor, ...placeOf(position), ...known, zone_owners };
}

/** What ids depend on beside the rows, and whether it is something else than in the export before. */
function newShape(
	cursor: Waiting | Draining,
	dialect: ExportDialect,
): { readonly now: string | undefined; readonly isOther: boolean } {
	const columns = shapeOf(dialect);
	if (columns === undefined) return { now: cursor.shape, isOther: false };
	// Words of a file may be in the user's language.
	const now = `${columns} ${cursor.export.settings?.locale ?? ''}`;
	return { now, isOther: cursor.shape !== undefined && cursor.shape !== now };
}

function idsNotice({ id }: DownloadedExport, since: string): string {
	return `From the export ${id} on, Zoho writes its files differently: how exact the times are, the columns or the language have changed, and the ids of entries depend on them. Entries from ${since} on that were delivered before come again under other ids; none is lost.`;
}

/** How files are written, as far as it is not proved or not as expected: reported once, and again when it changes. */
function writtenNotice(
	{ noted }: Waiting | Draining,
	exportId: string,
	dialect: ExportDialect,
): { readonly notice?: string; readonly noted?: string } {
	const notes = dialectNotes(dialect);
	const print = codeOf(JSON.stringify(notes));
	if (notes.length === 0 || noted === print) return {};
	const notice = `How the files of exports are written (seen in the export ${exportId}; reported once): ${notes.join(' ')}`;
	return { notice, noted: print };
}

/**
 * Lines that cannot be read are reported once, though the next export has them again, and so has the
 * same one while it is delivered over several polls.
 */
function unreadNotice(
	{ refused = [] }: Waiting | Draining,
	unread: UnreadRows | undefined,
): { readonly notice?: string | undefined; readonly prints?: readonly string[] | undefined } {
	if (!unread || unread.count === 0) return {};
	const prints = [...new Set(unread.named.map(({ print }) => print))];
	const isKnown = prints.every((print) => refused.includes(print));
	const notice = `${unreadNote(unread)} The trigger goes on without them; they are in the file of the export, which Download Export gives.`;
	return { prints, notice: isKnown ? undefined : notice };
}
