import type { Period } from '../period';
import { InputError } from '../errors';
import { folded } from '../folded';
import type { CrmModules } from '../org/modules';
import type { CrmUsers } from '../org/users';
import { actionWord, isExportAction } from './actions';
import { type AuditedTime, instantOfIso } from '../dialect/auditedTime';

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
	/** A record's id, or part of its name. */
	readonly record?: string | undefined;
	/** Every one of these words occurs somewhere in the entry. */
	readonly text?: string | undefined;
};

/** @throws InputError for a time that cannot be read, or a range that ends before it begins. */
export function periodOf(filter: AuditLogFilter): Period {
	const from = filter.from === undefined ? -Infinity : instantOf(filter.from, 'from');
	const to = filter.to === undefined ? Infinity : instantOf(filter.to, 'to');
	if (to <= from) {
		throw new InputError(
			`The range ends before it begins: from ${filter.from}, to ${filter.to}. Choose a to after from.`,
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

/**
 * A filter as predicates: each is tested on a cell before an entry is built, so that an entry that does
 * not match costs nothing. A part that the filter leaves open is null.
 */
export interface EntryFilter {
	readonly period: Period | null;
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
	const period = periodOf(filter);
	return {
		period: period.from === -Infinity && period.to === Infinity ? null : period,
		user: anyOf(filter.users, (word) => userTest(word, names.users)),
		module: anyOf(filter.modules, (word) => moduleTest(word, names.modules)),
		action: anyOf(filter.actions, (word) => {
			const part = actionWord(word);
			// `added` does not mean added tags: what Zoho itself can filter by is a whole word.
			const isWhole = isExportAction(part);
			return (action: string | null) => {
				if (action === null) return false;
				const text = actionWord(action);
				return isWhole ? text === part : text.includes(part);
			};
		}),
		record: anyOf(filter.record === undefined ? [] : [filter.record], recordTest),
		text: textTest(filter.text),
	};
}

/**
 * Whether an entry of this time belongs to the period. A time without seconds may lie anywhere in its
 * minute and is kept when any of it is inside. So is an entry whose time cannot be read: it is shown
 * without a time and counted, because dropping it would lose it: docs/decisions/entries-without-time.md
 */
export function isWithin(period: Period, time: AuditedTime | null): boolean {
	return time === null || (time.instant + time.grain > period.from && time.instant < period.to);
}

type Test<A extends readonly unknown[]> = (...values: A) => boolean;

function anyOf<A extends readonly unknown[]>(
	words: readonly string[] | undefined,
	test: (word: string) => Test<A>,
): Test<A> | null {
	const parts = (words ?? []).map((word) => word.trim()).filter((word) => word !== '');
	if (parts.length === 0) return null;
	const tests = parts.map(test);
	return (...values) => tests.some((passes) => passes(...values));
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
	const name = folded(modules.find(word)?.apiName ?? word);
	return (module) => module !== null && folded(modules.find(module)?.apiName ?? module) === name;
}

function recordTest(word: string): Test<[string | null, string | null]> {
	const part = folded(word);
	return (id, name) => id === word || includes(name, part);
}

function textTest(text: string | undefined): EntryFilter['text'] {
	const words = folded(text ?? '')
		.split(/\s+/)
		.filter((word) => word !== '');
	if (words.length === 0) return null;
	return (cells) => {
		const all = folded(cells.join('\n'));
		return words.every((word) => all.includes(word));
	};
}

function includes(text: string | null, part: string): boolean {
	return text !== null && folded(text).includes(part);
}
