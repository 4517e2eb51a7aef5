import type { Period } from '../period';
import { InputError } from '../errors';
import { folded } from '../folded';
import type { CrmModules } from '../org/modules';
import type { CrmUsers } from '../org/users';
import { actionWord, isExportAction } from './actions';
import { type AuditedTime, instantOfIso } from '../dialect/auditedTime';
import { hasWords } from '../spelling';
import { type DayTimes, dayTimesOf, isInDayTimes } from './dayTimes';

/** What to find in the log. Several filters mean *and*, several values of one filter mean *or*. */
export type AuditLogFilter = {
	/** ISO 8601 with offset, inclusive. */
	readonly from?: string | undefined;
	/** ISO 8601 with offset, exclusive. */
	readonly to?: string | undefined;
	/** Ids, or parts of names or e-mail addresses. */
	readonly users?: readonly string[] | undefined;
	/** API names or labels. */
	readonly modules?: readonly string[] | undefined;
	/**
	 * Zoho's words; a part is enough, and spaces and underscores are the same. `added`, `updated` and
	 * `deleted` mean themselves alone, as in Zoho's own filter.
	 */
	readonly actions?: readonly string[] | undefined;
	/** The same for exclusions. An entry that may be somebody else's is kept. */
	readonly excludeUsers?: readonly string[] | undefined;
	readonly excludeModules?: readonly string[] | undefined;
	readonly excludeActions?: readonly string[] | undefined;
	/** Times of the day, `22:00-06:00`: the hours after midnight belong to the day on which they began. */
	readonly hours?: string | undefined;
	/** Days of the week: `sat`, `Sunday`, or 0 to 6 from Sunday. */
	readonly weekdays?: readonly string[] | undefined;
	/** Zone of hours and weekdays, IANA; UTC by default. */
	readonly timeZone?: string | undefined;
	/** A record's id, or words that are all in its name, with or without accents. */
	readonly record?: string | undefined;
	/** Every one of these words occurs somewhere in the entry, with or without accents. */
	readonly text?: string | undefined;
};

/** @throws InputError for a time that cannot be read, or a range that ends before it begins. */
export function periodOf(filter: AuditLogFilter): Period {
	const from = filter.from === undefined ? -Infinity : instantOf(filter.from, 'from');
	const to = filter.to === undefined ? Infinity : instantOf(filter.to, 'to');
	if (to <= from) {
		throw new InputError(
			`The range ends before it begins: from ${filter.from}, to ${filter.to}. Choose an end after the beginning.`,
			{ parameter: 'to' },
		);
	}
	return { from, to };
}

function instantOf(text: string, parameter: string): number {
	const instant = instantOfIso(text);
	if (instant !== null) return instant;
	throw new InputError(
		`The time "${text.slice(0, 60)}" of ${parameter} cannot be read. Give date, time and offset as in 2026-09-01T08:00:00+02:00 or 2026-09-01T06:00:00Z.`,
		{ parameter },
	);
}

/** When entries were made: between two instants, and perhaps at some times of the day or week only. */
export interface EntryPeriod extends Period {
	readonly dayTimes?: DayTimes | undefined;
}

/**
 * A filter as predicates: each is tested on a cell before an entry is built, so that an entry that does
 * not match costs nothing. A part that the filter leaves open is null.
 */
export interface EntryFilter {
	readonly period: EntryPeriod | null;
	readonly user: ((id: string | null, name: string | null) => boolean) | null;
	readonly module: ((module: string | null) => boolean) | null;
	readonly action: ((action: string | null) => boolean) | null;
	readonly record: ((id: string | null, name: string | null) => boolean) | null;
	/** Given the texts of all cells. */
	readonly text: ((cells: readonly string[]) => boolean) | null;
}

/** Matches every entry. */
export const EVERY_ENTRY: EntryFilter = {
	period: null,
	user: null,
	module: null,
	action: null,
	record: null,
	text: null,
};

export function entryFilter(
	filter: AuditLogFilter,
	names: { readonly users: CrmUsers; readonly modules: CrmModules },
): EntryFilter {
	const dayTimes = dayTimesOf(filter.hours, filter.weekdays, filter.timeZone ?? 'UTC');
	const period: EntryPeriod = { ...periodOf(filter), ...(dayTimes && { dayTimes }) };
	const { users, modules } = names;
	const isOpen = period.from === -Infinity && period.to === Infinity && !dayTimes;
	return {
		period: isOpen ? null : period,
		user: both(
			anyOf(filter.users, (word) => userTest(word, users)),
			anyOf(filter.excludeUsers, (word) => certainUserTest(word, users)),
		),
		module: both(
			anyOf(filter.modules, (word) => moduleTest(word, modules)),
			anyOf(filter.excludeModules, (word) => moduleTest(word, modules)),
		),
		action: both(anyOf(filter.actions, actionTest), anyOf(filter.excludeActions, actionTest)),
		record: anyOf(filter.record === undefined ? [] : [filter.record], recordTest),
		text: textTest(filter.text),
	};
}

/**
 * Whether an entry of this time belongs to the period. A time without seconds may lie anywhere in its
 * minute and is kept when any of it is inside. So is an entry whose time cannot be read: it is shown
 * without a time and counted, because dropping it would lose it: docs/decisions/entries-without-time.md
 */
export function isWithin(period: EntryPeriod, time: AuditedTime | null): boolean {
	if (time === null) return true;
	const { from, to, dayTimes } = period;
	if (time.instant + time.grain <= from || time.instant >= to) return false;
	return dayTimes === undefined || isInDayTimes(time.instant, dayTimes);
}

type Test<A extends readonly unknown[]> = (...values: A) => boolean;

function anyOf<A extends readonly unknown[]>(
	words: readonly string[] | undefined,
	test: (word: string) => Test<A>,
): Test<A> | null {
	const parts = filledWords(words);
	if (parts.length === 0) return null;
	const tests = parts.map(test);
	return (...values) => tests.some((passes) => passes(...values));
}

/** Those that pass the first and not the second; null when both are open. */
function both<A extends readonly unknown[]>(
	included: Test<A> | null,
	excluded: Test<A> | null,
): Test<A> | null {
	if (excluded === null) return included;
	return (...values) => (included === null || included(...values)) && !excluded(...values);
}

/** The words of a list, without blanks and what is empty. */
export function filledWords(words: readonly string[] | undefined): readonly string[] {
	return (words ?? []).map((word) => word.trim()).filter((word) => word !== '');
}

function actionTest(word: string): Test<[string | null]> {
	const part = actionWord(word);
	// `added` does not mean added tags: what Zoho itself can filter by is a whole word.
	const isWhole = isExportAction(part);
	return (action) => {
		if (action === null) return false;
		const text = actionWord(action);
		return isWhole ? text === part : text.includes(part);
	};
}

/** For what is left out: a name without an id may be another person's, whose entry would be lost. */
function certainUserTest(word: string, users: CrmUsers): Test<[string | null, string | null]> {
	const isMeant = userTest(word, users);
	const meant = new Set(users.meantBy(word));
	const shared = users.all.filter((user) => !meant.has(user)).map(({ name }) => folded(name));
	const others = new Set(shared);
	return (id, name) =>
		isMeant(id, name) && (id !== null || name === null || !others.has(folded(name)));
}

function userTest(word: string, users: CrmUsers): Test<[string | null, string | null]> {
	const meant = users.meantBy(word);
	const ids = new Set([word, ...meant.map((user) => user.id)]);
	const names = new Set(meant.map((user) => folded(user.name)));
	const part = /^\d{5,}$/.test(word) ? null : folded(word);
	return (id, name) => {
		if (id !== null) return ids.has(id) || (part !== null && includes(name, part));
		return name !== null && (names.has(folded(name)) || (part !== null && includes(name, part)));
	};
}

function moduleTest(word: string, modules: CrmModules): Test<[string | null]> {
	const name = moduleName(word, modules);
	return (module) => module !== null && moduleName(module, modules) === name;
}

/** What is set up is no module that Zoho lists: "workflow rule" and `Workflow_Rules` are the same. */
function moduleName(word: string, modules: CrmModules): string {
	const known = modules.find(word);
	if (known) return folded(known.apiName);
	return folded(word)
		.replace(/[\s_-]+/g, ' ')
		.replace(/s$/, '');
}

function recordTest(word: string): Test<[string | null, string | null]> {
	const parts = recordWords(word);
	return (id, name) => id === word || (name !== null && hasWords(name, parts));
}

/** The words of a record's name that is looked for, in whatever order. */
export function recordWords(record: string): readonly string[] {
	const words = folded(record).split(/\s+/);
	return words.filter((word) => word !== '');
}

function textTest(text: string | undefined): EntryFilter['text'] {
	const words = folded(text ?? '')
		.split(/\s+/)
		.filter((word) => word !== '');
	if (words.length === 0) return null;
	return (cells) => hasWords(cells.join('\n'), words);
}

function includes(text: string | null, part: string): boolean {
	return text !== null && folded(text).includes(part);
}
