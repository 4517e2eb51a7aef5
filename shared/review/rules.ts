import type { TimeZone } from '../dialect/timeZone';
import type { DayTimes } from '../entries/dayTimes';
import { type Alert, ALERTS } from '../alerts/alertConditions';
import type { MassRule } from '../alerts/masses';
import type { VolumeRule } from '../alerts/usualDays';
import type { CrmModules } from '../org/modules';
import type { CrmUsers } from '../org/users';
import type { Period } from '../period';

/** What a review looks for: the conditions of alerts, and what is only seen afterwards. */
export const REVIEW_RULES = [...ALERTS, 'exportBeforeLeaving'] as const;
export type ReviewRule = Alert | 'exportBeforeLeaving';

/** From where on something is a finding. */
export interface Thresholds {
	readonly mass: MassRule;
	readonly volume: VolumeRule;
	/** An export is a finding when its user is deactivated or deleted within so many days after it. */
	readonly leaverDays: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = {
	mass: { count: 50, minutes: 10 },
	volume: { minimum: 100, factor: 5 },
	leaverDays: 30,
};

/** What a review is made with. */
export interface ReviewFacts {
	/** What is reviewed. Entries of before are what it is compared with, those of after show who left. */
	readonly period: Period;
	readonly zone: TimeZone;
	/** When people work. */
	readonly hours: DayTimes;
	readonly users: CrmUsers;
	readonly modules: CrmModules;
	readonly rules: readonly ReviewRule[];
	readonly thresholds: Thresholds;
	/** Whether sentences may name new values. */
	readonly withValues: boolean;
}

/** Something to look at, and no verdict. */
export type Finding = {
	rule: ReviewRule;
	/** Null where the log does not say who it was. */
	user: string | null;
	/** ISO 8601 with offset: the first and the last entry that it is about. */
	from: string;
	to: string;
	/** Entries that it is about. */
	count: number;
	sentence: string;
	/** Of some of them, at most five, the earliest first. */
	event_ids: string[];
	/** What a day is compared with, where it is. */
	measure?: Measure;
};

export type Measure = {
	/** Entries in the median of the active days before, and the median of what days differ from it. */
	median: number;
	deviation: number;
	/** How many active days there were. */
	active_days: number;
	/** From which number on a day is unusual. */
	limit: number;
};
