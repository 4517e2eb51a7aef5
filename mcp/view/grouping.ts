import { type Answer, answerOf } from './answer';
import { forPeople } from './notes';
import { type Fields, numberOf, textOf } from './values';

export type Call = (tool: string, args: Record<string, unknown>) => Promise<unknown>;

export interface Grouped {
	readonly groups: readonly Fields[];
	readonly total: number;
	/** Groups that there are, asked for or not. */
	readonly totalGroups: number | null;
	/** Whether the groups hold all entries. */
	readonly isWhole: boolean;
	/** Whether the server does not say that anything may be missing. */
	readonly isComplete: boolean;
}

const PAGE = 100;

/** `2026-11-24T10:02+01:00` as an hour on the wall since 1970. */
export function hourOf(iso: unknown): number | null {
	const [, day, hour] = /^(\d{4}-\d\d-\d\d)T(\d\d)/.exec(textOf(iso) ?? '') ?? [];
	const start = day === undefined ? null : dayOf(day);
	return start === null ? null : start * 24 + Number(hour);
}

/** Days since 1970. */
export function dayOf(date: unknown): number | null {
	const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(textOf(date) ?? '') ?? [];
	if (year === undefined) return null;
	return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
}

/**
 * Counts of the server by these keys, in as many pages as it takes.
 * @param args of summarize_audit_log; without an order, groups come by their keys.
 * @param budget of calls; with `isAllOrFirst` the first page alone is asked for where they cannot bring all.
 * @throws Error with what the server says when it does not count.
 */
export async function groupsBy(
	call: Call,
	args: Fields,
	by: readonly string[],
	budget: { calls: number; readonly isAllOrFirst?: boolean },
): Promise<Grouped> {
	const groups: Fields[] = [];
	let cursor: string | null = null;
	let answer: Answer;
	let isComplete = true;
	do {
		budget.calls--;
		answer = answerOf(
			await call('summarize_audit_log', {
				...{ order: 'key', top: PAGE, ...args },
				group_by: [...by],
				...(cursor !== null && { cursor }),
			}),
		);
		if (answer.status !== 'ready' || answer.kind !== 'groups') throw new Error(refusalIn(answer));
		isComplete &&= answer.scope.complete !== false;
		for (const group of answer.items) groups.push(group);
		cursor = answer.next;
		const hasRoom = (answer.totalGroups ?? 0) <= groups.length + budget.calls * PAGE;
		if (budget.isAllOrFirst && !hasRoom) break;
	} while (cursor !== null && budget.calls > 0);
	const { total, totalGroups } = answer;
	if (total === null) throw new Error('The tool did not say how many entries there are.');
	const sum = groups.reduce((all, { count }) => all + (numberOf(count) ?? 0), 0);
	return { groups, total, totalGroups, isWhole: sum === total, isComplete };
}

/** Why an answer is none, in a sentence. */
export function refusalIn({ status, text, notes }: Answer): string {
	if (status === 'error') return text;
	if (status === 'preparing') return 'The export for it is still being prepared.';
	return forPeople(notes[0] ?? '') || 'The tool answered with something else.';
}
