import { DAY } from '../durations';
import { newest } from '../entries/topK';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { finishedOrThrow } from '../exports/exportJob';
import { getAuditLog } from '../auditLog/auditLog';
import type { Session } from '../session';
import type { PollOptions, TriggerQuestion } from './trigger';

/** How far back examples are looked for. */
export const SAMPLE_DAYS = 7;
const DAY_SECONDS = DAY / 1000;

/**
 * The newest entries of some days, oldest first, as a trigger would give them. No cursor is read or
 * moved. An export of today is used again.
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
		{ source, limit, waitSeconds: budgetSeconds, freshSeconds: DAY_SECONDS, signal },
	);
	if (answer.state === 'preparing') {
		finishedOrThrow(answer.job);
		return [];
	}
	return [...(await newest(answer, limit)).entries].reverse();
}
