import type { EntryContext } from '../../../shared/entries/entryContext';
import { recordWords } from '../../../shared/entries/filter';
import { folded } from '../../../shared/folded';
import { hasWords, spellings } from '../../../shared/spelling';
import { moduleOf } from '../../../shared/reading/csvRows';
import { isPlain, numberOf, TEXT_COLUMNS, type TextColumn } from '../columns';
import type { Database } from '../database';
import type { Part, TextValue } from '../part';
import type { Scratch } from './scratch';
import { EVENT_ID, inSql, quoted, type RecordKey } from '../sql';

/** More numbers than these are not written into a query. */
const MAX_LISTED = 2_000;
/** So many words are looked for in one pass. */
const WORDS_AT_ONCE = 16;

/** What tests of texts are made with. */
export interface TextTestOptions {
	readonly database: Database;
	readonly part: Part;
	readonly context: EntryContext;
	/** For what is found in texts, so that these are searched once. */
	readonly scratch: Scratch;
	readonly signal?: AbortSignal | undefined;
}

/** Tests of texts, as conditions on the rows that have them. */
export class TextTests {
	constructor(private readonly options: TextTestOptions) {}

	/** Of a column with few texts. */
	async passing(column: TextColumn, test: (text: string) => boolean): Promise<string> {
		const values = await this.options.part.values(column);
		const codes = values.filter(({ text }) => test(text)).map(({ code }) => code);
		return inSql(column, codes, values.length);
	}

	/** A record's id, or words that are all in its name. */
	async record(word: string): Promise<string> {
		const isName = `col = ${numberOf('record')}`;
		const all = recordWords(word).map(holds).join(' AND ');
		const condition = `CASE WHEN ${isName} THEN ${all} ELSE text = ${quoted(word)} END`;
		return await this.having(condition, ['record', 'record_id']);
	}

	/** For each word. */
	async words(words: readonly string[]): Promise<string[]> {
		return await this.havingEach(words.map(holds), this.within(words, TEXT_COLUMNS));
	}

	/** For each word, in what an answer shows without old and new values. */
	async nameWords(words: readonly string[]): Promise<string[]> {
		const { part, context } = this.options;
		const inNames = await this.havingEach(words.map(holds), this.within(words, NAMES));
		const named = ({ text }: TextValue): string => moduleOf(text, context).name ?? '';
		const all: string[] = [];
		for (const [index, word] of words.entries()) {
			const tests = [inNames[index] ?? 'false'];
			for (const column of ['module', 'related_module'] as const) {
				const values = await part.values(column);
				const hits = values.filter((value) => value.code > 0 && hasWords(named(value), [word]));
				tests.push(
					inSql(
						column,
						hits.map(({ code }) => code),
						values.length,
					),
				);
			}
			if (/^[\da-f-]+$/.test(word)) tests.push(`contains(${EVENT_ID}, ${quoted(word)})`);
			all.push(tests.join(' OR '));
		}
		return all;
	}

	/** By id where there is one; else by name, whose case varies. */
	async about({ module, id, name }: RecordKey): Promise<string> {
		const { context } = this.options;
		const modules = await this.passing('module', (text) => moduleOf(text, context).name === module);
		if (id) return `${modules} AND (${await this.having(`text = ${quoted(id)}`, ['record_id'])})`;
		const same = `${TRIMMED} = ${quoted(folded(name ?? ''))}`;
		const names = [await this.having(same, ['record'])];
		if (folded(name ?? '') === '') names.push('record = 0');
		return `${modules} AND record_id = 0 AND (${names.join(' OR ')})`;
	}

	/** Those of the columns that may hold one of the words. */
	private within(words: readonly string[], columns: readonly TextColumn[]): readonly TextColumn[] {
		const { plain } = this.options.part.facts;
		return words.flatMap(spellings).some(isPlain)
			? columns
			: columns.filter((column) => !plain.includes(column));
	}

	/** Rows with a text, in one of the columns, for which the condition holds. */
	private async having(condition: string, columns: readonly TextColumn[]): Promise<string> {
		return (await this.havingEach([condition], columns))[0] ?? 'false';
	}

	/** The same for several conditions, which are tested in one pass over the texts. */
	private async havingEach(
		conditions: readonly string[],
		columns: readonly TextColumn[],
	): Promise<string[]> {
		const { part, scratch, signal } = this.options;
		const numbers = columns.filter((column) => part.has(column)).map(numberOf);
		if (numbers.length === 0) return conditions.map(() => 'false');
		const all: string[] = [];
		for (let at = 0; at < conditions.length; at += WORDS_AT_ONCE) {
			const some = conditions.slice(at, at + WORDS_AT_ONCE);
			const masks = some.map((condition, bit) => `(${condition})::INTEGER * ${2 ** bit}`);
			const searched = `SELECT col, code, ${masks.join(' + ')} AS mask FROM ${part.schema}.texts WHERE col IN (${numbers.join(', ')})`;
			const hits = await scratch.keep(`SELECT * FROM (${searched}) WHERE mask > 0`, signal);
			for (const bit of some.keys()) all.push(await this.withHits(hits, `mask & ${2 ** bit} > 0`));
		}
		return all;
	}

	private async withHits(hits: string, isOfWord: string): Promise<string> {
		const { database, signal } = this.options;
		const found = await database.rows(
			`SELECT col, CASE WHEN count(*) <= ${MAX_LISTED} THEN string_agg(code, ', ') END AS codes FROM ${hits} WHERE ${isOfWord} GROUP BY col`,
			[],
			signal,
		);
		const tests = found.map(({ col, codes }) => {
			const column = TEXT_COLUMNS[Number(col)] ?? 'other';
			const all = codes ?? `SELECT code FROM ${hits} WHERE col = ${Number(col)} AND ${isOfWord}`;
			return `${column} IN (${String(all)})`;
		});
		return tests.length === 0 ? 'false' : tests.join(' OR ');
	}
}

/** Whether a text has a word in it, as `hasWords` compares them. */
function holds(word: string): string {
	const tests = spellings(word).flatMap((typed) => {
		// Without letters of ASCII there is nothing that lower case would change.
		const compared = /[a-z]/.test(typed)
			? 'coalesce(folded, lower(text))'
			: 'coalesce(folded, text)';
		const isIn = (where: string): string => `contains(${where}, ${quoted(typed)})`;
		return [isIn(compared), `(spelled IS NOT NULL AND ${isIn('spelled')})`];
	});
	return `(${tests.join(' OR ')})`;
}

/** Where ASCII alone is lowered by the database, it is trimmed there too. */
const SPACES = [32, 9, 10, 11, 12, 13].map((code) => `chr(${code})`).join(' || ');
export const TRIMMED = `coalesce(folded, trim(lower(text), ${SPACES}))`;

const NAMES = [
	...(['done_by', 'action', 'record', 'record_id', 'related_record'] as const),
	...(['account_name', 'source', 'field'] as const),
] as const;
