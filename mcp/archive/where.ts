import type { DayTimes } from '../../shared/entries/dayTimes';
import type { EntryContext } from '../../shared/entries/entryContext';
import type { AuditLogFilter, EntryFilter } from '../../shared/entries/filter';
import { folded } from '../../shared/folded';
import { moduleOf } from '../../shared/reading/csvRows';
import { ZoneClock } from './clock';
import { numberOf, TEXT_COLUMNS, type TextColumn } from './columns';
import type { Database } from './database';
import type { Part, TextValue } from './part';

/** A record as the log names it. */
export interface RecordKey {
	/** As entries have it. */
	readonly module: string | null;
	readonly id: string | null;
	readonly name: string | null;
}

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

/** More numbers than these are not written into a query. */
const MAX_LISTED = 2_000;
/** A text as `folded` makes it. */
export const FOLDED = 'coalesce(folded, lower(text))';
/** The id of an entry. */
export const EVENT_ID =
	"lpad(lower(to_hex(id_high)), 16, '0') || lpad(lower(to_hex(id_low)), 16, '0') || CASE WHEN number = 1 THEN '' ELSE '-' || number END";

/** The condition under which a row of the part matches: the same as shared/entries/filter.ts. */
export async function whereOf(
	database: Database,
	part: Part,
	{ predicate, filter, nameText, about }: RowTest,
	context: EntryContext,
	signal?: AbortSignal,
): Promise<string> {
	const texts = new TextTests(database, part, context, signal);
	const { user, module, action, period } = predicate;
	const all: string[] = [];
	if (period) all.push(withinSql(period));
	if (period?.dayTimes) all.push(dayTimesSql(period.dayTimes, part.facts.days));
	if (action) all.push(await texts.passing('action', (text) => action(text || null)));
	if (module) all.push(await texts.passing('module', (text) => module(text || null)));
	if (user) all.push(await usersSql(database, part, user, signal));
	const record = filter.record?.trim() ?? '';
	if (record !== '') all.push(await texts.record(record));
	for (const word of wordsIn(filter.text)) all.push(await texts.word(word, TEXT_COLUMNS));
	for (const word of wordsIn(nameText)) all.push(await texts.nameWord(word));
	if (about) all.push(await texts.about(about));
	return all.length === 0 ? 'true' : all.map((test) => `(${test})`).join(' AND ');
}

export function withinSql({ from, to }: { readonly from: number; readonly to: number }): string {
	const tests = [
		...(Number.isFinite(from) ? [`instant + grain > ${from}`] : []),
		...(Number.isFinite(to) ? [`instant < ${to}`] : []),
	];
	return tests.length === 0 ? 'true' : `instant IS NULL OR (${tests.join(' AND ')})`;
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

/** A text in SQL. */
export function quoted(text: string): string {
	const whole = text.replace(/\p{Surrogate}/gu, '\ufffd');
	return `('${whole.replaceAll("'", "''").replaceAll('\0', "' || chr(0) || '")}')`;
}

/** @param codes of the texts that match; of all texts of the column there are `of`. */
function inSql(column: TextColumn, codes: readonly number[], of: number): string {
	if (codes.length === of) return 'true';
	return codes.length === 0 ? 'false' : `${column} IN (${codes.join(', ')})`;
}

function wordsIn(text: string | undefined): string[] {
	return folded(text ?? '')
		.split(/\s+/)
		.filter((word) => word !== '');
}

/** Where files have ids of users, each row is tested by both. */
async function usersSql(
	database: Database,
	part: Part,
	test: NonNullable<EntryFilter['user']>,
	signal: AbortSignal | undefined,
): Promise<string> {
	const pairs = await database.rows(
		`SELECT DISTINCT done_by, done_by_id FROM ${part.schema}.entries`,
		[],
		signal,
	);
	const texts = await part.texts(
		pairs.flatMap(({ done_by: name, done_by_id: id }) => [Number(name), Number(id)]),
		signal,
	);
	const matching = pairs.filter(({ done_by: name, done_by_id: id }) =>
		test(texts.get(Number(id)) || null, texts.get(Number(name)) || null),
	);
	if (matching.length === pairs.length) return 'true';
	if (!part.has('done_by_id')) {
		return inSql(
			'done_by',
			matching.map(({ done_by }) => Number(done_by)),
			pairs.length,
		);
	}
	const listed = matching.map(({ done_by: name, done_by_id: id }) => `(${name}, ${id})`);
	return listed.length === 0 ? 'false' : `(done_by, done_by_id) IN (${listed.join(', ')})`;
}

/** Tests of texts, as conditions on the rows that have them. */
class TextTests {
	constructor(
		private readonly database: Database,
		private readonly part: Part,
		private readonly context: EntryContext,
		private readonly signal: AbortSignal | undefined,
	) {}

	/** Of a column with few texts. */
	async passing(column: TextColumn, test: (text: string) => boolean): Promise<string> {
		const values = await this.part.values(column);
		const codes = values.filter(({ text }) => test(text)).map(({ code }) => code);
		return inSql(column, codes, values.length);
	}

	/** A record's id, or part of its name. */
	async record(word: string): Promise<string> {
		const byName = await this.having(`contains(${FOLDED}, ${quoted(folded(word))})`, ['record']);
		const byId = await this.having(`text = ${quoted(word)}`, ['record_id']);
		return `${byName} OR ${byId}`;
	}

	async word(word: string, columns: readonly TextColumn[]): Promise<string> {
		return await this.having(`contains(${FOLDED}, ${quoted(word)})`, columns);
	}

	/** In what an answer shows without old and new values. */
	async nameWord(word: string): Promise<string> {
		const holds = (text: string): boolean => folded(text).includes(word);
		const named = ({ text }: TextValue): string => moduleOf(text, this.context).name ?? '';
		const tests = [await this.word(word, NAMES)];
		for (const column of ['module', 'related_module'] as const) {
			const values = await this.part.values(column);
			const codes = values.filter((value) => value.code > 0 && holds(named(value)));
			tests.push(
				inSql(
					column,
					codes.map(({ code }) => code),
					values.length,
				),
			);
		}
		if (/^[\da-f-]+$/.test(word)) tests.push(`contains(${EVENT_ID}, ${quoted(word)})`);
		return tests.join(' OR ');
	}

	/** By id where there is one; else by name, whose case varies. */
	async about({ module, id, name }: RecordKey): Promise<string> {
		const modules = await this.passing(
			'module',
			(text) => moduleOf(text, this.context).name === module,
		);
		if (id) return `${modules} AND (${await this.having(`text = ${quoted(id)}`, ['record_id'])})`;
		const same = `${TRIMMED} = ${quoted(folded(name ?? ''))}`;
		const names = [await this.having(same, ['record'])];
		if (folded(name ?? '') === '') names.push('record = 0');
		return `${modules} AND record_id = 0 AND (${names.join(' OR ')})`;
	}

	/** Rows with a text, in one of the columns, for which the condition holds. */
	private async having(condition: string, columns: readonly TextColumn[]): Promise<string> {
		const { database, part, signal } = this;
		const numbers = columns.filter((column) => part.has(column)).map(numberOf);
		if (numbers.length === 0) return 'false';
		const where = `col IN (${numbers.join(', ')}) AND ${condition}`;
		const texts = `${part.schema}.texts`;
		const hits = await database.rows(
			`SELECT col, count(*) AS count, CASE WHEN count(*) <= ${MAX_LISTED} THEN string_agg(code, ', ') END AS codes FROM ${texts} WHERE ${where} GROUP BY col`,
			[],
			signal,
		);
		const tests = hits.map(({ col, codes }) => {
			const column = TEXT_COLUMNS[Number(col)] ?? 'other';
			const found =
				codes ?? `SELECT code FROM ${texts} WHERE col = ${Number(col)} AND ${condition}`;
			return `${column} IN (${String(found)})`;
		});
		return tests.length === 0 ? 'false' : tests.join(' OR ');
	}
}

/** Where ASCII alone is lowered by the database, it is trimmed there too. */
const SPACES = [32, 9, 10, 11, 12, 13].map((code) => `chr(${code})`).join(' || ');
export const TRIMMED = `coalesce(folded, trim(lower(text), ${SPACES}))`;

const NAMES = [
	...(['done_by', 'action', 'record', 'record_id', 'related_record'] as const),
	...(['account_name', 'source', 'field'] as const),
] as const;
