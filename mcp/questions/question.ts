import type { AuditLogClient } from '../../shared/client';
import { TimeZone } from '../../shared/dialect/timeZone';
import { dayTimesOf } from '../../shared/entries/dayTimes';
import type { AuditLogFilter } from '../../shared/entries/filter';
import { DAY } from '../../shared/durations';
import { InputError } from '../../shared/errors';
import { seesEverything } from '../../shared/org/users';
import type { Period } from '../../shared/period';
import type { Config } from '../config/config';
import type { App } from './app';
import { namesIn, type Named, weekdaysIn, type Words } from './words/lists';
import { parsePeriod } from './words/period';
import { recordAddress } from './words/recordAddress';
import { zoneNamed } from './words/zones';

/** A question to the log in a model's own words. */
export type QuestionWords = {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly user?: Words | undefined;
	readonly module?: Words | undefined;
	readonly action?: Words | undefined;
	readonly exclude_user?: Words | undefined;
	readonly exclude_module?: Words | undefined;
	readonly exclude_action?: Words | undefined;
	readonly hours?: string | undefined;
	readonly weekdays?: readonly string[] | undefined;
	readonly record?: string | undefined;
	readonly text?: string | undefined;
	readonly time_zone?: string | undefined;
};

/** The same, parsed. */
export interface Question {
	readonly zone: TimeZone;
	/** Null for all that an export holds. */
	readonly period: Period | null;
	readonly filter: AuditLogFilter;
	readonly organization: string | null;
	/** Which entries the connection's user sees; the profile and the role that see all can be renamed. */
	readonly visibility: 'all' | 'own_and_subordinates' | 'unknown';
	/** Zoho's time when the question was parsed. */
	readonly parsedAt: number;
	/** A date that was given as `from` without `to`, and stands for a period that is over. */
	readonly dateAlone?: string | undefined;
}

/** Every time zone is between them. */
const ALL_ZONES = ['UTC', 'Etc/GMT+12', 'Etc/GMT-14'];
/** As far as this machine's clock may be off without a refusal: Zoho's decides then. */
const CLOCK_IS_OFF = DAY;

/**
 * Rejects before anything is sent what cannot be read in any zone: the organization's own is not known
 * yet. `check` may reject more.
 * @throws InputError
 */
export function validateQuestion(
	words: QuestionWords,
	{ config, now: clock }: App,
	options: {
		/** `from` where the words have none. */
		readonly defaultFrom?: string | undefined;
		readonly check?: (period: Period) => void;
	} = {},
): void {
	const { defaultFrom, check } = options;
	const now = clock();
	const zone = zoneIn(words, config);
	dayTimesOf(words.hours, weekdaysIn(words.weekdays), 'UTC');
	const errors: InputError[] = [];
	const zones = zone ? [zone] : ALL_ZONES.map((name) => new TimeZone(name));
	// Zoho's clock counts, and it is known after its first answer only.
	const clocks = [now, now + CLOCK_IS_OFF, now - CLOCK_IS_OFF];
	const tried = zones.flatMap((each) => clocks.map((clock) => [each, clock] as const));
	for (const [candidate, clock] of tried) {
		try {
			const period = parsePeriod(words, { zone: candidate, now: clock, defaultFrom });
			check?.(period);
			return;
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			errors.push(error);
		}
	}
	if (errors[0]) throw errors[0];
}

/** @param options.period as an earlier call with the same words parsed it; null for all of an export. */
export async function parseQuestion(
	client: AuditLogClient,
	words: QuestionWords,
	config: Config,
	options: {
		readonly period?: Period | null | undefined;
		/** `from` where the words have none. */
		readonly defaultFrom?: string | undefined;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<Question> {
	const { defaultFrom, signal } = options;
	// Always requested, because the answer also gives Zoho's time.
	const organization = await client.names.organization({ signal });
	const zone = zoneIn(words, config) ?? new TimeZone(organization.timeZone ?? 'UTC');
	// The running second has not ended, and an export begins at a whole one.
	const parsedAt = Math.floor(client.now() / 1000) * 1000;
	const period =
		options.period === undefined
			? bounded(parsePeriod(words, { zone, now: parsedAt, defaultFrom }), parsedAt)
			: options.period;
	const { hours, text } = words;
	const record = recordAddress(words.record ?? '')?.id ?? words.record;
	const weekdays = weekdaysIn(words.weekdays);
	const named = async (from: Words | undefined, what: Named) =>
		await namesIn(from, what, client.names, { signal });
	const lists = {
		users: await named(words.user, 'users'),
		modules: await named(words.module, 'modules'),
		actions: await named(words.action, 'actions'),
		excludeUsers: await named(words.exclude_user, 'users'),
		excludeModules: await named(words.exclude_module, 'modules'),
		excludeActions: await named(words.exclude_action, 'actions'),
	};
	const filter: AuditLogFilter = {
		...(period && { from: isoOf(period.from), to: isoOf(period.to) }),
		...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
		...(dayTimesOf(hours, weekdays, zone.name) && { hours, weekdays, timeZone: zone.name }),
		...(record && { record }),
		...(text && { text }),
	};
	const reader = await client.names.currentUser({ signal });
	return {
		zone,
		period,
		filter,
		organization: organization.name,
		visibility: reader ? (seesEverything(reader) ? 'all' : 'own_and_subordinates') : 'unknown',
		parsedAt,
		...(period && period.to < parsedAt && { dateAlone: dateAloneIn(words) }),
	};
}

/** Relative words say what they mean; of a date it could be meant that the period only begins there. */
function dateAloneIn({ from, to }: QuestionWords): string | undefined {
	return to === undefined && from !== undefined && /\d{4}/.test(from) ? from.trim() : undefined;
}

function zoneIn(words: QuestionWords, config: Config): TimeZone | null {
	const name = words.time_zone ?? config.timeZone;
	return name === null ? null : zoneNamed(name);
}

/** The future is cut off, unless the whole period is in it. */
function bounded({ from, to }: Period, now: number): Period {
	return { from, to: from < now ? Math.min(to, now) : to };
}

/** As filters have times. */
export function isoOf(instant: number): string {
	return new Date(instant).toISOString();
}
