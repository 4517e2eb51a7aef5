import type { DayTimes } from '../../../shared/entries/dayTimes';
import type { AuditLogFilter, EntryFilter } from '../../../shared/entries/filter';
import { DAY } from '../../../shared/durations';
import type { Period } from '../../../shared/period';
import { folded } from '../../../shared/folded';
import { ZoneClock } from '../clock';
import type { Part } from '../part';
import { inSql, type RecordKey, withinSql } from '../sql';
import { type TextTestOptions, TextTests } from './textTests';

/** What rows of a part are tested by. */
export interface RowTest {
	/** Period, user, module and action. */
	readonly predicate: EntryFilter;
	/** Record and text. */
	readonly filter: AuditLogFilter;
	/** Words that are looked for in names alone. */
	readonly nameText?: string | undefined;
	readonly about?: RecordKey | undefined;
}

/** The condition under which a row of the part matches: the same as shared/entries/filter.ts. */
export async function whereOf(
	options: TextTestOptions,
	{ predicate, filter, nameText, about }: RowTest,
): Promise<string> {
	const { part, signal } = options;
	const texts = new TextTests(options);
	const { user, module, action, period } = predicate;
	const all: string[] = [];
	if (period && !hasAllDays(period, part.facts.days)) all.push(withinSql(period));
	if (period?.dayTimes) all.push(dayTimesSql(period.dayTimes, part.facts.days));
	if (action) all.push(await texts.passing('action', (text) => action(text || null)));
	if (module) all.push(await texts.passing('module', (text) => module(text || null)));
	if (user) all.push(await usersSql(part, user, signal));
	const record = filter.record?.trim() ?? '';
	if (record !== '') all.push(await texts.record(record));
	all.push(...(await texts.words(wordsIn(filter.text))));
	all.push(...(await texts.nameWords(wordsIn(nameText))));
	if (about) all.push(await texts.about(about));
	return all.length === 0 ? 'true' : all.map((test) => `(${test})`).join(' AND ');
}

/** Whether all days of a part lie in the period, so that no time need be looked at. */
function hasAllDays({ from, to }: Period, days: readonly number[]): boolean {
	const [first, last] = [days.at(0), days.at(-1)];
	return (
		first === undefined || last === undefined || (first * DAY >= from && (last + 1) * DAY <= to)
	);
}

/** As `isInDayTimes`; an entry without a time is kept. @param days of UTC on which there are entries. */
function dayTimesSql(
	{ zone, from, to, days: weekdays }: DayTimes,
	days: readonly number[],
): string {
	const clock = new ZoneClock(zone, days);
	const { minute } = clock;
	const isNight = from > to;
	const early = isNight ? `(${minute} < ${to})::INTEGER` : '0';
	const isInside = isNight
		? `(${minute} >= ${from} OR ${minute} < ${to})`
		: `${minute} >= ${from} AND ${minute} < ${to}`;
	return `instant IS NULL OR (${isInside} AND ${clock.weekday(early)} IN (${weekdays.join(', ')}))`;
}

function wordsIn(text: string | undefined): string[] {
	return folded(text ?? '')
		.split(/\s+/)
		.filter((word) => word !== '');
}

/** Where files have ids of users, each row is tested by both. */
async function usersSql(
	part: Part,
	test: NonNullable<EntryFilter['user']>,
	signal: AbortSignal | undefined,
): Promise<string> {
	const pairs = await part.users(signal);
	const matching = pairs.filter(({ id, name }) => test(id, name));
	if (matching.length === pairs.length) return 'true';
	if (!part.has('done_by_id')) {
		return inSql(
			'done_by',
			matching.map(({ nameCode }) => nameCode),
			pairs.length,
		);
	}
	const listed = matching.map(({ nameCode, idCode }) => `(${nameCode}, ${idCode})`);
	return listed.length === 0 ? 'false' : `(done_by, done_by_id) IN (${listed.join(', ')})`;
}
