import { LEARNING_DAYS } from '../alerts/userHistory';
import type { Alert } from '../alerts/alertConditions';
import { DAY } from '../durations';
import { burstsIn } from './bursts';
import { Cited, type CitedEntry, inTime } from './cited';
import type { Leavers } from './leavers';
import {
	type Finding,
	type Measure,
	REVIEW_RULES,
	type ReviewFacts,
	type ReviewRule,
} from './rules';
import type { FirstDay, UserLog } from './userLog';

/** Somebody in the log, as far as findings are made of it. */
interface Person {
	readonly log: UserLog;
	readonly keys: readonly string[];
	readonly exports: readonly CitedEntry[];
	readonly masses: Readonly<Record<'massDelete' | 'massUpdate', readonly CitedEntry[]>>;
}

/** Of several entries of one rule and user, where a sentence for one would say less. */
const SEVERAL: Readonly<Partial<Record<Alert, string>>> = {
	export: 'exports of data',
	ownerChange: 'changes of owners',
	outsideWorkingHours: 'entries outside the working hours',
	restore: 'deleted records restored',
	roleOrProfileChange: 'changes of roles or profiles',
};

/** Of what was done for the first time. */
const MAX_KINDS = 8;

/** What a review found, as sentences. */
export class Findings {
	private readonly all: Finding[] = [];

	constructor(
		private readonly facts: ReviewFacts,
		private readonly leavers: Leavers,
	) {}

	/** The newest first; equal ones in order of rules and names. */
	sorted(): readonly Finding[] {
		const keyOf = ({ rule, user, event_ids }: Finding): string =>
			JSON.stringify([REVIEW_RULES.indexOf(rule) + 10, user, event_ids]);
		return this.all.sort(
			(a, b) => Date.parse(b.from) - Date.parse(a.from) || (keyOf(a) < keyOf(b) ? -1 : 1),
		);
	}

	single(rule: Alert, person: Person | null, reason: string, cited: Cited): void {
		const name = person?.log.name ?? 'Somebody whom the log does not name';
		const several = SEVERAL[rule];
		const text =
			several === undefined || cited.count === 1
				? `${name}: ${reason}`
				: `${name}: ${number(cited.count)} ${several}.`;
		this.add(rule, person, cited, text);
	}

	masses(rule: 'massDelete' | 'massUpdate', person: Person): void {
		const { mass } = this.facts.thresholds;
		const what = rule === 'massDelete' ? 'deletions' : 'updates';
		for (const burst of burstsIn(person.masses[rule], mass)) {
			const cited = Cited.of(burst);
			const minutes = Math.max(1, Math.ceil((cited.to - cited.from) / 60_000));
			this.add(
				rule,
				person,
				cited,
				`${number(cited.count)} ${what} by ${person.log.name} within ${number(minutes)} minutes; ${mass.count} within ${mass.minutes} are a mass.`,
			);
		}
	}

	/** What is new or far above a user's own past. */
	compared(person: Person): void {
		const { rules, thresholds } = this.facts;
		const { log } = person;
		if (rules.includes('firstInModule')) this.firsts(person);
		if (!rules.includes('unusualVolume')) return;
		for (const { cited, measure } of log.unusualDays(thresholds.volume)) {
			const day = this.facts.zone.iso(cited.from).slice(0, 10);
			this.add(
				'unusualVolume',
				person,
				cited,
				`${number(cited.count)} entries of ${log.name} on ${day}; the median of ${measure.active_days} active days in the ${LEARNING_DAYS} before is ${measure.median}, what days differ from it ${measure.deviation}, and ${measure.limit} or more are far above it.`,
				measure,
			);
		}
	}

	/** One finding for a month: who begins something new does more than one thing for the first time. */
	private firsts(person: Person): void {
		const { period, zone } = this.facts;
		const { log } = person;
		const months = new Map<string, FirstDay[]>();
		for (const first of log.firsts()) {
			if (first.cited.from < period.from) continue;
			const month = zone.iso(first.cited.from).slice(0, 7);
			months.set(month, [...(months.get(month) ?? []), first]);
		}
		for (const all of months.values()) {
			all.sort((a, b) => a.cited.from - b.cited.from || (a.action < b.action ? -1 : 1));
			const kinds = all.map(
				({ action, module, cited }) =>
					`"${action}" in ${module} (${zone.iso(cited.from).slice(0, 10)})`,
			);
			const more = kinds.length > MAX_KINDS ? ` and ${kinds.length - MAX_KINDS} more` : '';
			this.add(
				'firstInModule',
				person,
				Cited.all(all.map(({ cited }) => cited)),
				`${log.name} did for the first time in ${LEARNING_DAYS} days or more: ${kinds.slice(0, MAX_KINDS).join(', ')}${more}.`,
			);
		}
	}

	/** Exports of people who left soon after, and entries of people who had left. */
	leaving(person: Person): void {
		const { rules, users } = this.facts;
		const { log, keys } = person;
		const user = users.all.find(({ id }) => keys.includes(id));
		const isGone = user !== undefined && user.status !== null && user.status !== 'active';
		if (rules.includes('exportBeforeLeaving')) {
			this.exportsBefore(person, isGone && !this.leavers.knows(keys));
		}
		if (!rules.includes('deactivatedUser')) return;
		const { name, reviewed } = log;
		if (isGone && !this.leavers.knows(keys) && reviewed.count > 0) {
			this.add(
				'deactivatedUser',
				person,
				reviewed,
				`${name} is ${user.status} now and has ${number(reviewed.count)} entries here; the log read says nothing of when that was.`,
			);
		}
		const absences = this.leavers.absences(keys);
		const after = log.within(absences);
		if (after.count === 0) return;
		const absence = absences.find(({ from, to }) => after.from > from && after.from < to);
		const when = this.facts.zone.iso(absence?.from ?? after.from);
		// Of a long day only its last entries are kept, and the user came back before them.
		const isLong = after.ids.length === 0;
		if (isLong) after.addSome([], absence ? this.leavers.changesIn(absence, keys) : []);
		const cites = isLong ? ' The ids are of the entries that say so.' : '';
		this.add(
			'deactivatedUser',
			person,
			after,
			`${number(after.count)} entries of ${name} after the user was deactivated or deleted at ${when}.${cites}`,
		);
	}

	/** @param isUndated whether the user is gone, and the log does not say since when. */
	private exportsBefore(person: Person, isUndated: boolean): void {
		const { thresholds, zone } = this.facts;
		const { log, keys } = person;
		const within = thresholds.leaverDays * DAY;
		const found = new Map<number, CitedEntry[]>();
		for (const entry of [...person.exports].sort(inTime)) {
			const left = isUndated ? log.whole.to : this.leavers.leftAfter(entry.instant, keys);
			if (left === undefined || left - entry.instant > within) continue;
			found.set(left, [...(found.get(left) ?? []), entry]);
		}
		for (const [left, entries] of found) {
			const cited = Cited.of(entries);
			const when = zone.iso(left);
			this.add(
				'exportBeforeLeaving',
				person,
				cited,
				isUndated
					? `${log.name} exported data ${times(cited.count)}, is not an active user now, and has no entry after ${when}; the log read says nothing of when the user left.`
					: `${log.name} exported data ${times(cited.count)} and was deactivated or deleted at ${when}, within ${thresholds.leaverDays} days.`,
			);
		}
	}

	private add(
		rule: ReviewRule,
		person: Person | null,
		cited: Cited,
		sentence: string,
		measure?: Measure,
	): void {
		const { zone } = this.facts;
		this.all.push({
			...{ rule, user: person?.log.name ?? null },
			...{ from: zone.iso(cited.from), to: zone.iso(cited.to), count: cited.count },
			...{ sentence, event_ids: cited.ids, ...(measure && { measure }) },
		});
	}
}

function number(value: number): string {
	return value.toLocaleString('en');
}

function times(count: number): string {
	return count === 1 ? 'once' : `${number(count)} times`;
}
