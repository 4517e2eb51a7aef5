import { disclosureOf } from '../../config/disclosure';
import { cleanText, DATA_NOTE } from '../../../shared/disclosure/cleanText';
import { DAY } from '../../../shared/durations';
import { type DayTimes, dayTimesOf } from '../../../shared/entries/dayTimes';
import { entryFilter, filledWords } from '../../../shared/entries/filter';
import { InputError } from '../../../shared/errors';
import { folded } from '../../../shared/folded';
import { LEARNING_DAYS } from '../../../shared/alerts/userHistory';
import type { Period } from '../../../shared/period';
import { reviewEntries } from '../../../shared/review/review';
import {
	type Finding,
	REVIEW_RULES,
	type ReviewFacts,
	type ReviewRule,
	type Thresholds,
} from '../../../shared/review/rules';
import { writeCursor } from '../pageCursor';
import type { Fitted } from '../people/peopleAnswer';
import type { QueryContext, QueryInput, QueryResult } from '../queryContext';
import { isoOf } from '../question';
import { coverageNotes, periodNotes, scopeOf } from '../scope';
import { reporting, sourceOf } from '../source';
import { listOf, weekdaysIn } from '../words/lists';
import { nameNotes } from '../words/unknown';

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`);

/** The rules as arguments and findings name them. */
const RULE_NAMES = REVIEW_RULES.map(snakeCase);

/** What a review is asked for. */
export type ReviewInput = QueryInput & {
	readonly rules?: readonly string[] | undefined;
	readonly working_hours?: string | undefined;
	readonly working_days?: readonly string[] | undefined;
	readonly mass_count: number;
	readonly mass_minutes: number;
	readonly volume_factor: number;
	readonly volume_minimum: number;
	readonly leaver_days: number;
	readonly limit: number;
};

/** Characters of one sentence, and of one name. */
const MAX_SENTENCE = 600;
const MAX_NAME = 120;

/** What stands out in a period, by rules. Null while an export is running. */
export async function reviewAnswer(
	context: QueryContext<ReviewInput>,
	fitted: Fitted,
): Promise<QueryResult | null> {
	const { app, client, input, question, cursor, bounds, run } = context;
	const { period, zone } = question;
	if (period === null) return null;
	const options = { signal: run.signal };
	const read = readPeriod(period, input.leaver_days, question.parsedAt);
	const filter = { from: isoOf(read.from), to: isoOf(read.to) };
	const wide = { ...context, question: { ...question, period: read, filter } };
	const source = await sourceOf(wide);
	if (source === null) return null;
	const [users, modules] = [await client.names.users(options), await client.names.modules(options)];
	const facts: ReviewFacts = {
		...{ period, zone, users, modules, hours: workingTimes(input, zone.name) },
		rules: rulesIn(input),
		thresholds: thresholdsOf(input),
		withValues: disclosureOf(app.config).values,
	};
	const { people } = app.config;
	const entries = reporting(source.reading, wide);
	const reviewed = await reviewEntries(people ? people.meeting(entries) : entries, facts);
	const { coverage } = source.reading;
	const isOf = entryFilter({ users: question.filter.users }, { users, modules }).user;
	const matching = reviewed.findings.filter(
		({ user }) => isOf === null || isOf(user === null ? null : users.idOfName(user), user),
	);
	const skip = cursor?.after[0] ?? 0;
	const remarks = [
		...reviewed.notes,
		...(matching.length === 0
			? [
					`No rule found anything in the ${reviewed.entries.toLocaleString('en')} entries of the period; that proves nothing.`,
				]
			: ['A finding is something to look at, and no verdict.']),
		...periodNotes(question, coverage),
		...coverageNotes(coverage),
		...(await nameNotes(context, false)),
		DATA_NOTE,
	];
	return fitted(matching.slice(skip, skip + input.limit), (shown) => {
		const end = skip + shown.length;
		const hasNext = end < matching.length && shown.length > 0;
		const after = [end, 'findings'] as const;
		const next_cursor =
			hasNext && source.data
				? writeCursor({ period, data: source.data, after }, bounds)
				: undefined;
		return {
			status: 'ready',
			scope: {
				...scopeOf(question, app.config, coverage),
				compared_from: zone.iso(read.from),
				rules: facts.rules.map(snakeCase),
			},
			...{ total_matched: matching.length, returned: shown.length },
			findings: shown.map(shownFinding),
			...(next_cursor && { next_cursor }),
			notes: [
				...(shown.length < matching.length
					? [
							`Findings ${skip + 1}–${end} of ${matching.length}, newest first.${next_cursor ? ' For the next ones repeat the call with cursor set to next_cursor.' : ''}`,
						]
					: []),
				...remarks,
			],
		};
	});
}

/** What the period is compared with, and what shows who left afterwards. */
function readPeriod({ from, to }: Period, leaverDays: number, now: number): Period {
	const later = Math.max(to, Math.min(to + leaverDays * DAY, now));
	return { from: from - LEARNING_DAYS * DAY, to: later };
}

/** All of them by default. @throws InputError for a word that is none, with those that there are. */
export function rulesIn({ rules }: Pick<ReviewInput, 'rules'>): readonly ReviewRule[] {
	const words = listOf(rules).flatMap((text) => filledWords(text.split(/[,;]/)));
	const plain = (word: string): string => folded(word).replace(/[^a-z]/g, '');
	const named = new Map(REVIEW_RULES.map((rule) => [plain(rule), rule]));
	const found = words.map((word) => named.get(plain(word)) ?? unknownRule(word));
	return found.length === 0 ? REVIEW_RULES : REVIEW_RULES.filter((rule) => found.includes(rule));
}

function unknownRule(word: string): never {
	throw new InputError(
		`There is no rule "${cleanText(word, 40)}". Rules: ${RULE_NAMES.join(', ')}.`,
		{ parameter: 'rules' },
	);
}

/** @throws InputError for hours or days that are none. */
export function workingTimes(
	{ working_hours, working_days }: Pick<ReviewInput, 'working_hours' | 'working_days'>,
	timeZone: string,
): DayTimes {
	const days = weekdaysIn(working_days);
	const times = dayTimesOf(
		working_hours ?? '07:00-19:00',
		days.length === 0 ? ['weekdays'] : days,
		timeZone,
	);
	return times as DayTimes;
}

function thresholdsOf(input: ReviewInput): Thresholds {
	return {
		mass: { count: input.mass_count, minutes: input.mass_minutes },
		volume: { minimum: input.volume_minimum, factor: input.volume_factor },
		leaverDays: input.leaver_days,
	};
}

function shownFinding({ rule, user, sentence, ...rest }: Finding) {
	return {
		rule: snakeCase(rule satisfies ReviewRule),
		user: user === null ? null : cleanText(user, MAX_NAME),
		...rest,
		sentence: cleanText(sentence, MAX_SENTENCE),
	};
}
