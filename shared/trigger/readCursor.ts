import { instantOfIso } from '../dialect/auditedTime';
import { isKeptDialect } from '../dialect/keptDialect';
import { DAY } from '../durations';
import { RETENTION_DAYS } from '../exports/windows';
import { asObject } from '../http/json';
import { type Cursor, instantIn, instantOf, VERSION } from './cursor';
import { SEEN_LIMIT, SeenIds } from './seenIds';
import { overlapOf, type PollOptions, type TriggerQuestion } from './trigger';

/** A value that is no cursor of this version, and what it still says. */
export interface UnusableCursor {
	readonly why: string;
	/** Milliseconds; null when it has none. */
	readonly checkpoint: number | null;
	/** How far back to begin when it has none; a day by default. Milliseconds. */
	readonly lookBack?: number | undefined;
}

/** A cursor from whatever a host has kept; undefined when it has kept nothing. */
export function readCursor(value: unknown): Cursor | UnusableCursor | undefined {
	if (value === undefined || value === null) return undefined;
	const item = asObject(value);
	const checkpoint = instantIn(item?.['checkpoint']);
	const unusable = (why: string): UnusableCursor => ({ why, checkpoint });
	if (!item) return unusable('it is not an object');
	if (item['version'] !== VERSION) {
		const version = JSON.stringify(item['version'] ?? null).slice(0, 20);
		return unusable(`its version is ${version} and this node knows ${VERSION}`);
	}
	if (checkpoint === null) return unusable('its checkpoint is not a time');
	const { source, state } = item;
	if (source !== 'endpoint' && source !== 'export') return unusable('it names no source');
	const seen = SeenIds.read(item['seen']);
	const isWhole = seen && SHAPES.get(`${source} ${String(state)}`)?.(item);
	if (!isWhole) return unusable('a part of it is damaged');
	if (seen.size > SEEN_LIMIT) return unusable(`it holds more than ${SEEN_LIMIT} ids`);
	const cursor = item as Cursor;
	return fits(cursor) ? cursor : unusable('its export does not fit its checkpoint');
}

/**
 * The trigger was active before and nothing is kept under its name: n8n knows it by that, and it was
 * renamed. A trigger that starts at a date starts there again, and loses nothing.
 */
export function lostCursor(
	question: TriggerQuestion,
	wasActive: PollOptions['wasActive'],
): UnusableCursor | undefined {
	const checkpoint = instantOfIso(wasActive?.checkpoint ?? '');
	if (!wasActive || (checkpoint === null && question.start !== undefined)) return undefined;
	const why = 'nothing is kept under the name of this node, so it was probably renamed';
	return { why, checkpoint, lookBack: overlapOf(question) };
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isTextOrNull: Check = (value) => value === null || isText(value);
const isTime: Check = (value) => instantIn(value) !== null;
const isFlag: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isJobId: Check = (value) => isText(value) && /^\d{1,30}$/.test(String(value));

const optional =
	(check: Check): Check =>
	(value) =>
		value === undefined || check(value);

const shape =
	(checks: Readonly<Record<string, Check>>): Check =>
	(value) => {
		const item = asObject(value);
		return !!item && Object.entries(checks).every(([key, check]) => check(item[key]));
	};

const isNext = optional(
	shape({ from: optional(isTime), to: optional(isTime), replaces: optional(isJobId) }),
);
const isSettings = optional(
	shape({
		...{ dateFormat: isTextOrNull, timeFormat: isTextOrNull },
		...{ locale: isTextOrNull, timeZone: isTextOrNull },
	}),
);
const isExport = shape({
	...{ id: isJobId, from: isTime, to: isTime, scheduled_at: isTime },
	...{ ends_early: isFlag, as: isNext, settings: isSettings },
});
const isTrouble = shape({
	...{ failures: isCount, in_a_row: isCount, requests: isCount },
	...{ failed_at: isNumber, pause: isNumber, is_reported: isFlag },
});
const isReadsAs = shape({
	...{ dialect: isKeptDialect, left: isCount, sum: isCount, filter: isText },
});
const isLacks = optional(
	shape({
		...{ since: isTime, times: isCount },
		state: (value) => ['held', 'over', 'whole'].includes(String(value)),
	}),
);
const standing = { after: isText, trouble: optional(isTrouble) };
const exporting = {
	...standing,
	...{ read_at: optional(isTime), paced_from: optional(isNumber), refused: optional(isTexts) },
	...{ dead_until: optional(isTime), endpoint_tried_at: optional(isNumber) },
	...{ settings: isSettings, zone_owners: optional(isTexts), shape: optional(isText) },
	noted: optional(isText),
};

/** What a cursor consists of, by source and state. */
const SHAPES: ReadonlyMap<string, Check> = new Map([
	[
		'endpoint watching',
		shape({
			...{ ...standing, odd_answers: isCount },
			...{ has_listed: optional(isFlag), lacks: isLacks },
		}),
	],
	['export watching', shape({ ...exporting, next: isNext })],
	[
		'export waiting',
		shape({
			...exporting,
			export: isExport,
			late_reports: isCount,
			looks: isCount,
			looked_at: isNumber,
		}),
	],
	[
		'export draining',
		shape({
			...{ ...exporting, export: isExport, timeless: isText },
			...{ failed_reads: isCount, reads_as: optional(isReadsAs) },
		}),
	],
]);

/**
 * Whether the window of an export is valid, and begins at the trigger's position or earlier: what is
 * between them would be skipped.
 */
function fits(cursor: Cursor): boolean {
	if (!('export' in cursor)) return true;
	const { from, to, scheduled_at, as } = cursor.export;
	// A place that is older than anything Zoho keeps is read from the oldest on.
	const oldest = instantOf(scheduled_at) - RETENTION_DAYS * DAY;
	const latest = Math.max(instantOf(cursor.checkpoint), instantOf(as?.from), oldest);
	return instantOf(from) < instantOf(to) && instantOf(from) <= latest;
}
