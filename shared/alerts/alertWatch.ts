import { instantOfIso } from '../dialect/auditedTime';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { asArray, asObject } from '../http/json';
import {
	type Alert,
	type AlertFacts,
	type CountedAlert,
	dependOnActions,
	dependOnSetUp,
	isCounted,
	reasonFor,
} from './alertConditions';
import { Baseline } from './baseline';
import { Codes } from './codes';
import { isUnderstood } from './entryWords';
import { Masses, type MassRule } from './masses';
import type { VolumeRule } from './usualDays';

/** A condition that an entry meets, and why. */
export type FiredAlert = { alert: Alert; reason: string };

export interface AlertRules extends AlertFacts {
	readonly alerts: readonly Alert[];
	readonly mass: MassRule;
	readonly volume: VolumeRule;
}

const KEY_LENGTH = 12;
/** So many entries in a row whose actions are not words of Zoho's are another language, not an oddity. */
const UNKNOWN_IN_A_ROW = 10;
/** Words for modules that are remembered as unknown; further ones are not reported. */
const MAX_FOREIGN = 20;
const SHOWN_WORDS = 5;
const SHOWN_LENGTH = 40;

/**
 * Finds the alerts among entries, in whatever order they come. What it remembers is counts and codes: no
 * name, no record and no value.
 */
export class AlertWatch {
	private readonly codes = new Codes();
	private readonly masses: Masses;
	private readonly baseline: Baseline;
	private readonly isCompared: boolean;
	/** Entries in a row whose actions are not known, and some of those words. */
	private unknown: { count: number; words: string[] };
	/** Codes of words for modules that nothing known is called, each of which was reported. */
	private readonly foreign: Set<string>;
	/** What people have to know, once. */
	notice: string | undefined;

	/** @param kept what `toJson` returned before; anything else starts afresh. */
	constructor(
		private readonly rules: AlertRules,
		kept: unknown,
	) {
		const item = asObject(kept);
		this.masses = new Masses(rules.mass, item?.['masses']);
		this.baseline = new Baseline(rules.volume, rules.hours.zone, this.codes, item?.['baseline']);
		this.isCompared = rules.alerts.some((it) => it === 'firstInModule' || it === 'unusualVolume');
		const count = Number(item?.['unknown_actions'] ?? 0);
		this.unknown = { count: Number.isSafeInteger(count) ? count : 0, words: [] };
		this.foreign = new Set(asArray(item?.['unknown_modules']).map(String).slice(0, MAX_FOREIGN));
	}

	/** Every entry from this instant on comes again, perhaps under other ids: nothing is counted twice. */
	repeatedFrom(instant: number): void {
		this.masses.forgetFrom(instant);
		this.baseline.repeats();
	}

	/** No entry of a time before this comes any more. */
	forgetBefore(instant: number): void {
		this.masses.forgetBefore(instant);
	}

	firedBy(entry: AuditLogEntry): FiredAlert[] {
		this.noteAction(entry.action);
		this.noteModule(entry.module);
		const unusual = this.isCompared ? this.baseline.compare(entry) : {};
		return this.rules.alerts.flatMap((alert) => {
			const reason = this.reasonFor(alert, entry, unusual);
			return reason === undefined ? [] : [{ alert, reason }];
		});
	}

	toJson(): object {
		return {
			masses: this.masses.toJson(),
			...(this.isCompared ? { baseline: this.baseline.toJson() } : {}),
			unknown_actions: this.unknown.count,
			unknown_modules: [...this.foreign],
		};
	}

	private reasonFor(
		alert: Alert,
		entry: AuditLogEntry,
		unusual: ReturnType<Baseline['compare']>,
	): string | undefined {
		switch (alert) {
			case 'massDelete':
			case 'massUpdate':
				return this.massReason(alert, entry);
			case 'firstInModule':
				return unusual.first;
			case 'unusualVolume':
				return unusual.volume;
			default:
				return reasonFor(alert, entry, this.rules);
		}
	}

	private massReason(alert: CountedAlert, entry: AuditLogEntry): string | undefined {
		const instant = instantOfIso(entry.audited_time ?? '');
		const user = entry.done_by?.id ?? entry.done_by?.name ?? null;
		if (instant === null || user === null || !isCounted(alert, entry)) return undefined;
		const mass = this.masses.add(this.codes.of(`${alert} ${user}`, KEY_LENGTH), instant);
		if (!mass) return undefined;
		const what = alert === 'massDelete' ? 'deletions' : 'updates';
		const { count, reported } = mass;
		const more = reported > 0 ? ` more, after ${reported} that were reported,` : '';
		return `${count} ${what} by ${entry.done_by?.name ?? user}${more} within ${this.rules.mass.minutes} minutes.`;
	}

	/**
	 * Users, roles and profiles are not modules that an organization lists. What is neither listed nor called so may
	 * be one of them in another language, and then what it decides never fires.
	 */
	private noteModule(module: string | null): void {
		const alerts = dependOnSetUp(this.rules.alerts);
		const { modules } = this.rules;
		if (module === null || alerts.length === 0 || modules.all.length === 0) return;
		if (modules.isNamed(module)) return;
		const code = this.codes.of(`module ${module}`, KEY_LENGTH);
		if (this.foreign.has(code) || this.foreign.size >= MAX_FOREIGN) return;
		this.foreign.add(code);
		this.addNotice(
			`Entries of ${JSON.stringify(module.slice(0, SHOWN_LENGTH))} are of no module that this organization lists. If Zoho calls users, roles or profiles so, these conditions cannot be judged: ${alerts.join(', ')}. Then connect a user whose language is English. This is reported once for each such word.`,
		);
	}

	private addNotice(text: string): void {
		this.notice = this.notice === undefined ? text : `${this.notice} ${text}`;
	}

	/** Where an action is called something else, what it decides never fires: that is said, not silence. */
	private noteAction(action: string | null): void {
		if (action === null) return;
		if (isUnderstood(action)) {
			this.unknown = { count: 0, words: [] };
			return;
		}
		const { words } = this.unknown;
		this.unknown.count++;
		const word = JSON.stringify(action.slice(0, SHOWN_LENGTH));
		if (words.length < SHOWN_WORDS && !words.includes(word)) words.push(word);
		const alerts = dependOnActions(this.rules.alerts);
		if (this.unknown.count !== UNKNOWN_IN_A_ROW || alerts.length === 0) return;
		this.addNotice(
			`The last ${UNKNOWN_IN_A_ROW} entries have actions that no condition knows (${words.join(', ')}), so these conditions cannot be judged: ${alerts.join(', ')}. If Zoho writes actions in the language of the connected user, connect one whose language is English; Trigger On: Every Entry returns the entries in any language.`,
		);
	}
}
