import type { EntryContext } from '../../../shared/entries/entryContext';
import { recordWords } from '../../../shared/entries/filter';
import { folded } from '../../../shared/folded';
import { hasWords, spellings } from '../../../shared/spelling';
import { moduleOf } from '../../../shared/reading/csvRows';
import { isPlain, numberOf, TEXT_COLUMNS, type TextColumn } from '../columns';
import type { Database } from '../database';
import type { Part, TextValue } from '../part';
import type { Scratch } from './scratch';
import { EVENT_ID, inSql, isSameSql, quoted, type RecordKey } from '../sql';

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
		const words = recordWords(word);
		const inName = words.map((one) => this.holds(one, ['record'])).join(' AND ');
		// Rows with ids alone have none that is something else.
		const ids = this.mayHold(isPlain(word), ['record_id']);
		const tests = [
			await this.having(inName, ['record']),
			await this.having(`text = ${quoted(word)}`, ids),
		];
		return tests.join(' OR ');
	}

	/** For each word. */
	async words(words: readonly string[]): Promise<string[]> {
		return await this.holdingEach(words, TEXT_COLUMNS);
	}

	/** For each word, in what an answer shows without old and new values. */
	async nameWords(words: readonly string[]): Promise<string[]> {
		const { part, context } = this.options;
		const inNames = await this.holdingEach(words, NAMES);
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
		const same = folded(name ?? '');
		const names = [await this.having(isSameSql(same), ['record'])];
		if (same === '') names.push('record = 0');
		return `${modules} AND record_id = 0 AND (${names.join(' OR ')})`;
	}

	/** For each word, the rows in whose texts it is. */
	private async holdingEach(
		words: readonly string[],
		columns: readonly TextColumn[],
	): Promise<string[]> {
		const some = this.mayHold(words.flatMap(spellings).some(isPlain), columns);
		return await this.havingEach(
			words.map((word) => this.holds(word, some)),
			some,
		);
	}

	/** Those of the columns that may hold what is looked for. */
	private mayHold(isForPlain: boolean, columns: readonly TextColumn[]): readonly TextColumn[] {
		const { part } = this.options;
		const there = columns.filter((column) => part.has(column));
		return isForPlain ? there : there.filter((column) => !this.isPlainColumn(column));
	}

	private readonly isPlainColumn = (column: TextColumn): boolean =>
		this.options.part.facts.plain.includes(column);

	/** Whether a text of these columns has a word in it, as `hasWords` compares them. */
	private holds(word: string, columns: readonly TextColumn[]): string {
		const isMixed = columns.some(this.isPlainColumn);
		const tests = spellings(word).map((typed) => {
			// Without letters there is nothing that lower case would change.
			const plain = /[a-z]/.test(typed) ? 'lower(text)' : 'text';
			const compared = isMixed ? `coalesce(searched, ${plain})` : 'searched';
			return `contains(${compared}, ${quoted(typed)})`;
		});
		return `(${tests.join(' OR ')})`;
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
			all.push(...(await this.withHits(hits, [...some.keys()])));
		}
		return all;
	}

	/** Rows with what was found, for each bit of its mask. */
	private async withHits(hits: string, bits: readonly number[]): Promise<string[]> {
		const { database, signal } = this.options;
		const rows = async (sql: string) => await database.rows(sql, [], signal);
		const counts = await rows(`SELECT col, count(*) AS n FROM ${hits} GROUP BY col ORDER BY col`);
		const few = counts.filter(({ n }) => Number(n) <= MAX_LISTED).map(({ col }) => col);
		const listed =
			few.length === 0
				? []
				: await rows(`SELECT col, code, mask FROM ${hits} WHERE col IN (${few.join(', ')})`);
		return bits.map((bit) => {
			const tests = counts.flatMap(({ col }) => {
				const column = TEXT_COLUMNS[Number(col)] ?? 'other';
				const isOfWord = `mask & ${2 ** bit} > 0`;
				if (!few.includes(col)) {
					return `${column} IN (SELECT code FROM ${hits} WHERE col = ${col} AND ${isOfWord})`;
				}
				const own = listed.filter(
					(hit) => hit['col'] === col && (Number(hit['mask']) & (2 ** bit)) > 0,
				);
				const codes = own.map(({ code }) => code).join(', ');
				return codes === '' ? [] : `${column} IN (${codes})`;
			});
			return tests.length === 0 ? 'false' : tests.join(' OR ');
		});
	}
}

const NAMES = [
	...(['done_by', 'action', 'record', 'record_id', 'related_record'] as const),
	...(['account_name', 'source', 'field'] as const),
] as const;
