import { entriesText, numberText } from '../../shared/report/labels';
import type { Answer, Scope } from './answer';
import { argumentsFor, type Asked, type Place, type Span } from './asking';
import { type Counts, countsOfPage } from './counting';
import { hourOf } from './grouping';
import { isIn } from './places';
import type { Listed, Zoom } from './state';
import { type UserHours, userHoursOfPage } from './users';

export const TOOLS = {
	entries: 'get_audit_log',
	groups: 'summarize_audit_log',
	findings: 'review_audit_log',
} as const;

/** The tool by what a host calls it: some put the server's name before. Null for none that is drawn. */
export function toolNamed(name: string | null): string | null {
	return Object.values(TOOLS).find((tool) => name?.endsWith(tool)) ?? null;
}

/** Where an answer and the pictures below it count differently, both numbers are said. */
export function countedOtherwise({ kind, total }: Answer, counted: number): string | null {
	if (kind === 'findings' || total === null || total === counted) return null;
	return `The answer names ${entriesText(total)}, and ${numberText(counted)} are counted now: the log has grown, or was read anew.`;
}

/** What the page says when the host lets it ask nothing. */
export const MAY_NOT_ASK =
	'This host does not let the page ask the server, so it knows no more than this answer holds.';

/** The question for a part of what a list shows. A review is asked for entries: findings have no parts. */
export function questionFor(list: Listed, place: Place, tool = toolFor(list)): Asked {
	return { tool, args: argumentsFor(tool, list.asked, list.answer.scope, place) };
}

function toolFor({ answer, asked }: Listed): string {
	return answer.kind === 'groups' ? asked.tool : TOOLS.entries;
}

/** A question for the chat, about the same period. */
export function chatQuestion(scope: Scope): string {
	const { from, to } = argumentsFor('', { tool: '', args: {} }, scope);
	const period = typeof from === 'string' && typeof to === 'string' ? ` from ${from} to ${to}` : '';
	return `What happened in the audit log of Zoho CRM${period}, and what of it is unusual?`;
}

/** What of an answer is known to lie in a part of its period, until the server has been asked. */
function partOf(list: Listed, span: Span | undefined, remark: string): Listed {
	const { answer } = list;
	if (answer.kind !== 'entries') return { ...list, remark };
	const items = answer.items.filter(({ time }) => isIn(hourOf(time), span));
	const text = `${numberText(items.length)} of ${entriesText(answer.items.length)} listed. ${remark}`;
	// That none of them is listed says nothing of others.
	const status = items.length === 0 ? 'unanswered' : answer.status;
	const known = { ...answer, items, total: null, next: null, status } as const;
	return { ...list, remark: text, answer: known };
}

/** What is shown of a part until the server has answered for it, and where it does not. */
export function unanswered(list: Listed, span: Span | undefined, canAsk: boolean): Listed {
	if (!canAsk) return partOf(list, span, MAY_NOT_ASK);
	// Only entries show by themselves that they lie in a part of the period.
	if (span && list.answer.kind === 'entries') return partOf(list, span, NOT_YET);
	const answer = { ...list.answer, items: [], total: null, totalGroups: null, next: null };
	return { ...list, remark: NOT_YET, answer: { ...answer, status: 'unanswered' } };
}

const NOT_YET = 'The server has not answered for this part.';

/** A list with the page after it. What either lacks, both lack. */
export function withMore(list: Listed, { answer: more }: Listed): Listed {
	const { answer } = list;
	const isKnown = answer.scope.complete === true;
	const scope = {
		...answer.scope,
		complete: isKnown ? more.scope.complete : answer.scope.complete,
	};
	const [items, notes] = [
		[...answer.items, ...more.items],
		[...answer.notes, ...more.notes],
	];
	const { next, total, totalGroups } = more;
	const remark = total === answer.total ? list.remark : remarkOn(answer.total, more);
	const all = { ...answer, items, next, total, totalGroups, scope, notes: [...new Set(notes)] };
	return { ...list, remark, answer: all };
}

/** Entries of an answer by time; null where it lists something else. */
export function pageCounts({ asked, answer }: Listed): Counts | null {
	if (answer.kind !== 'entries') return null;
	const isAll = asked.args['cursor'] === undefined && answer.next === null;
	const counts = countsOfPage(answer.items, answer.total);
	return { ...counts, isWhole: counts.isWhole && isAll };
}

/** The same by user and hour of the day. */
export function pageUsers(list: Listed): UserHours | null {
	const counts = pageCounts(list);
	return counts && userHoursOfPage(list.answer.items, counts.isWhole);
}

/** Where an answer has no period: from the first entry to the last. */
export function spanOfCounts({ hours, finest }: Counts): Span | null {
	const all = [...hours.keys()].sort((a, b) => a - b);
	const [first, last] = [all[0], all.at(-1)];
	if (first === undefined || last === undefined) return null;
	return { from: first, to: last + (finest === 'day' ? 24 : 1) };
}

/** Entries that a part of a picture shows; null where it does not show all. */
export function countedAt(key: string, zoom: Zoom, span: Span | undefined): number | null {
	if (!key.startsWith('u:')) return span ? countedIn(zoom, span) : null;
	const [, row, from, to = Number(from) + 1] = key.split(':');
	const { users } = zoom;
	if (!users?.isWhole) return null;
	const { counts } = users.rows[Number(row)] ?? { counts: [] };
	return counts.slice(Number(from), Number(to)).reduce((sum, count) => sum + count, 0);
}

/** Entries that the pictures show in some hours; null where they do not show all. */
export function countedIn({ counts }: Zoom, { from, to }: Span): number | null {
	if (!counts?.isWhole) return null;
	let sum = 0;
	for (const [hour, count] of counts.hours) if (hour >= from && hour < to) sum += count;
	return sum;
}

/** Two numbers of one thing that differ are said, and why they may. */
export function remarkOn(expected: number | null, { total, status }: Answer): string | null {
	if (expected === null || total === null || status !== 'ready' || expected === total) return null;
	return `${entriesText(expected)} were counted there, and the tool now finds ${numberText(total)}: filters by name match parts of names, and the log may have grown.`;
}

export function statusOf({ status, total, items, kind }: Answer): string {
	if (status !== 'ready') return 'The tool did not answer with anything to list.';
	const of = total === null ? '' : ` of ${numberText(total)}`;
	return `${numberText(items.length)}${kind === 'groups' ? '' : of} ${kind ?? 'entries'} are listed.`;
}

export function textOfError(error: unknown): string {
	return error instanceof Error ? error.message : 'unknown';
}
