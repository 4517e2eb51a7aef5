import type { Period } from '../../shared/period';
import type { Coverage } from '../../shared/reading/coverage';
import type { AuditLogClient } from '../../shared/client';
import { instantOfIso } from '../../shared/dialect/auditedTime';
import type { AuditLogFilter } from '../../shared/entries/filter';
import { TimeZone } from '../../shared/dialect/timeZone';
import { InputError } from '../../shared/errors';
import { seesEverything } from '../../shared/org/users';
import type { App } from './app';
import { cleanText } from './cleanText';
import type { Config } from '../config/config';
import { resolvePeriod } from './period';

/** What a model may ask of the log, in its own words. */
export type QuestionWords = {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly user?: string | undefined;
	readonly module?: string | undefined;
	readonly action?: string | undefined;
	readonly record?: string | undefined;
	readonly text?: string | undefined;
	readonly time_zone?: string | undefined;
};

/** The same, understood. */
export interface Question {
	readonly zone: TimeZone;
	/** Null for all that an export holds. */
	readonly period: Period | null;
	readonly filter: AuditLogFilter;
	readonly words: QuestionWords;
	readonly organization: string | null;
	/** Which entries the connection's user sees; the profile and the role that see all can be renamed. */
	readonly visibility: 'all' | 'own_and_subordinates' | 'unknown';
	/** Zoho's time when the question was understood. */
	readonly asked: number;
}

const RETENTION_YEARS = 3;
/** Between them lies every zone there is. */
const ALL_ZONES = ['UTC', 'Etc/GMT+12', 'Etc/GMT-14'];

/**
 * Refuses before anything is sent what cannot be understood in any zone: the organization's own is
 * not known yet. `check` may refuse more.
 * @throws InputError
 */
export function refuseUnreadable(
	words: QuestionWords,
	{ config, now: clock }: App,
	check: (period: Period) => void = () => undefined,
	otherwise?: string,
): void {
	const now = clock();
	const zone = zoneIn(words, config);
	const errors: InputError[] = [];
	const zones = zone ? [zone] : ALL_ZONES.map((name) => new TimeZone(name));
	for (const candidate of zones) {
		try {
			check(resolvePeriod(words, { zone: candidate, now, otherwise }));
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			errors.push(error);
		}
	}
	if (errors[0] && errors.length === zones.length) throw errors[0];
}

/** @param options.period resolved by an earlier call that asked the same; null for all of an export. */
export async function understood(
	client: AuditLogClient,
	words: QuestionWords,
	config: Config,
	options: {
		readonly period?: Period | null | undefined;
		/** What `from` is when it is not given. */
		readonly otherwise?: string | undefined;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<Question> {
	// Asked in any case: the answer also tells Zoho's time.
	const organization = await client.names.organization({ signal: options.signal });
	const zone = zoneIn(words, config) ?? new TimeZone(organization.timeZone ?? 'UTC');
	// The running second has not ended, and an export begins at a whole one.
	const asked = Math.floor(client.now() / 1000) * 1000;
	const period =
		options.period === undefined
			? bounded(resolvePeriod(words, { zone, now: asked, otherwise: options.otherwise }), asked)
			: options.period;
	const { user, module, action, record, text } = words;
	const filter: AuditLogFilter = {
		...(period && { from: isoOf(period.from), to: isoOf(period.to) }),
		...(user && { users: [user] }),
		...(module && { modules: [module] }),
		...(action && { actions: [action] }),
		...(record && { record }),
		...(text && { text }),
	};
	const reader = await client.names.currentUser({ signal: options.signal });
	return {
		zone,
		period,
		filter,
		words,
		organization: organization.name,
		visibility: reader ? (seesEverything(reader) ? 'all' : 'own_and_subordinates') : 'unknown',
		asked,
	};
}

/** What the answer covers, as every result says it. */
export function scopeOf(question: Question, config: Config, coverage?: Coverage) {
	const { zone, period, words, organization } = question;
	const filters = (['user', 'module', 'action', 'record', 'text'] as const).flatMap((name) =>
		words[name] ? [[name, cleanText(words[name], 200)] as const] : [],
	);
	const asOf = instantOfIso(coverage?.as_of ?? '');
	const isReadNow = coverage !== undefined && coverage.source !== 'export';
	return {
		from: period && zone.iso(period.from),
		to: period && zone.iso(period.to),
		time_zone: zone.name,
		filters: Object.fromEntries(filters),
		...(organization !== null && { organization: cleanText(organization, 120) }),
		data_center: config.dataCenter.id,
		visibility: question.visibility,
		...(coverage && {
			source: coverage.source,
			export_ids: coverage.export_ids,
			as_of: asOf === null ? (isReadNow ? zone.iso(question.asked) : null) : zone.iso(asOf),
			complete: coverage.complete && !isBehind(question, coverage),
		}),
	};
}

/** What a reader has to know about the period. */
export function periodNotes(question: Question, coverage?: Coverage): string[] {
	const { period, zone, asked } = question;
	const notes: string[] = [];
	if (period && period.from >= asked)
		notes.push('The period lies in the future: nothing is recorded yet.');
	const kept = new Date(asked).setUTCFullYear(new Date(asked).getUTCFullYear() - RETENTION_YEARS);
	if (period && period.from < kept) {
		notes.push(`Zoho keeps the log for up to three years, since ${zone.iso(kept).slice(0, 10)}.`);
	}
	if (coverage && isBehind(question, coverage)) {
		const asOf = zone.iso(instantOfIso(coverage.as_of ?? '') ?? asked);
		notes.push(`Read from an export that began at ${asOf}: later entries are not in this answer.`);
	}
	return notes;
}

/** Whether the entries were gathered before the period had ended. */
function isBehind({ period, asked }: Question, { as_of }: Coverage): boolean {
	const gathered = instantOfIso(as_of ?? '');
	return gathered !== null && gathered < Math.min(period?.to ?? gathered, asked);
}

function zoneIn(words: QuestionWords, config: Config): TimeZone | null {
	const name = words.time_zone ?? config.timeZone;
	return name === null ? null : new TimeZone(name);
}

/** Nothing is asked of the future, unless the whole period lies there. */
function bounded({ from, to }: Period, now: number): Period {
	return { from, to: from < now ? Math.min(to, now) : to };
}

function isoOf(instant: number): string {
	return new Date(instant).toISOString();
}
