import { getAuditLog } from '../auditLog/auditLog';
import { DAY } from '../durations';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { pageOf } from '../entries/page';
import { finishedOrThrow } from '../exports/exportJob';
import type { Session } from '../session';
import type { PollOptions, TriggerQuestion } from './trigger';

/** How far back samples are looked for. */
export const SAMPLE_DAYS = 7;

/**
 * The newest entries of the last days, oldest first, as a trigger would deliver them. No cursor is
 * read or moved. An export of today is used again.
 * @throws UnavailableError while the export is running.
 */
export async function sample(
	session: Session,
	{ filter, source }: Pick<TriggerQuestion, 'filter' | 'source'>,
	limit: number,
	{ budgetSeconds, signal }: PollOptions,
): Promise<readonly AuditLogEntry[]> {
	const from = new Date(session.now() - SAMPLE_DAYS * DAY).toISOString();
	const answer = await getAuditLog(
		session,
		{ ...filter, from },
		{ source, limit, waitSeconds: budgetSeconds, freshSeconds: DAY / 1000, signal },
	);
	if (answer.state === 'preparing') {
		finishedOrThrow(answer.job);
		return [];
	}
	return [...(await pageOf(answer, { limit, order: 'newest' })).entries].reverse();
}
