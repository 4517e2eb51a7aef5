import type { Period } from '../../shared/period';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import { InputError } from '../../shared/errors';
import type { PageKey } from '../../shared/entries/page';

/** One export of a reading, and the part of the period that is read from it; null for all of it. */
export type ReadPart = readonly [
	exportId: string,
	window: readonly [from: number, to: number] | null,
];

/** What the pages of one answer are read from: another source would give other ids. `bin`: from no log. */
export type DataSet = 'endpoint' | 'timeline' | 'bin' | readonly ReadPart[];

/** Where a page ended, and what must stay the same until the next one. */
export interface PageCursor {
	readonly period: Period | null;
	readonly data: DataSet;
	readonly after: PageKey;
}

/** Arguments that identify a question. Those of the period count only when they are repeated. */
export interface CursorBounds {
	readonly question: readonly unknown[];
	readonly period: readonly (string | undefined)[];
}

const VERSION = 1;
const MAX_CHARS = 4_000;
const whole = z.number().int();
const SEALED = z.tuple([
	z.literal(VERSION),
	z.string(),
	z.string(),
	z.tuple([whole, whole]).nullable(),
	z.union([
		z.enum(['endpoint', 'timeline', 'bin']),
		z.array(z.tuple([z.string().regex(/^\d{1,30}$/), z.tuple([whole, whole]).nullable()])).min(1),
	]),
	z.tuple([whole.nullable(), z.string().max(100)]),
]);

/** An opaque string; always the same for the same position. */
export function writeCursor({ period, data, after }: PageCursor, bounds: CursorBounds): string {
	const sealed: z.input<typeof SEALED> = [
		VERSION,
		digest(bounds.question),
		digest(bounds.period),
		period && [period.from, period.to],
		typeof data === 'string' ? data : data.map(([id, window]) => [id, window && [...window]]),
		[...after],
	];
	return Buffer.from(JSON.stringify(sealed)).toString('base64url');
}

/** @throws InputError for a text that is not a cursor, or one of another question. */
export function readCursor(text: string, bounds: CursorBounds): PageCursor {
	const [, question, periodWords, period, data, after] = unsealed(text);
	const isOther = question !== digest(bounds.question);
	const hasPeriod = bounds.period.some((word) => word !== undefined);
	if (isOther || (hasPeriod && periodWords !== digest(bounds.period))) {
		throw cursorError('This cursor belongs to a call with other arguments.');
	}
	return { period: period && { from: period[0], to: period[1] }, data, after };
}

/** What a reading of exports is read from; null when one of them has no id to find it by. */
export function partsOf(exports: readonly DownloadedExport[]): readonly ReadPart[] | null {
	const parts = exports.map(({ id, window }): ReadPart | null =>
		id === null ? null : [id, window ? [window.from, window.to] : null],
	);
	return parts.every((part) => part !== null) ? parts : null;
}

export function cursorError(what: string): InputError {
	return new InputError(
		`${what} Repeat the first call without cursor, and take next_cursor from its answer.`,
		{ parameter: 'cursor' },
	);
}

function unsealed(text: string): z.output<typeof SEALED> {
	try {
		const json = Buffer.from(text.slice(0, MAX_CHARS), 'base64url').toString();
		return SEALED.parse(JSON.parse(json));
	} catch {
		throw cursorError('The cursor cannot be read.');
	}
}

function digest(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}
