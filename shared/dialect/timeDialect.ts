import { HOUR } from '../durations';
import type { Period } from '../period';
import {
	type Evidence,
	type TimeFormat,
	type TimeProof,
	WINDOW_SLACK_MS,
	type ZoneOwner,
} from './auditedTime';
import { type TimeCandidate, timeCandidates } from './timeCandidates';
import type { TimeZone } from './timeZone';
import type { WrittenFormat, WrittenTime } from './writtenTime';

/** What the time column of an export says. */
export interface TimeSample {
	/** Each text once, no empty one. */
	readonly texts: readonly string[];
	/** Whether these are all texts of the export. */
	readonly isWhole: boolean;
}

export interface PossibleZone {
	readonly owner: ZoneOwner;
	readonly zone: TimeZone;
}

export interface TimeQuestion {
	readonly sample: TimeSample;
	/** The exporting user's format. */
	readonly declared: WrittenFormat;
	/** The most probable first. */
	readonly zones: readonly PossibleZone[];
	/** The one that the column's title names: more probable than the others, and no more proved. */
	readonly headerZone?: TimeZone | null | undefined;
	/** What Zoho was asked for; undefined when it was not limited. */
	readonly within: Period | undefined;
	/** Where all times lie in any case: the log is kept for some years, and says nothing of the future. */
	readonly bounds: Period;
	/** Whose zone it can be by what other exports of the organization have proved; empty for anyone's. */
	readonly provedOwners?: ReadonlySet<ZoneOwner> | undefined;
	/** What people set themselves: it is used as it is. */
	readonly settings?: { readonly format: boolean; readonly zone: boolean } | undefined;
}

export interface TimeDialect extends TimeFormat {
	/** Whose zone it is, where that was proved here. */
	readonly provedOwners: ReadonlySet<ZoneOwner> | null;
	/** How long the most exact of the times leaves open, in milliseconds; null where none was read. */
	readonly grain: number | null;
}

/** Zones lie between UTC-12:00 and UTC+14:00. */
const MAX_OFFSET = 14 * HOUR;
/** Texts by which most formats are ruled out; all of them then judge the others. */
const FIRST_TEXTS = 48;

/**
 * How the times of an export are written and in which zone, by elimination: Zoho answers for the window
 * that it was asked for, so a format or a zone by which any time lies outside is not the one.
 * See docs/decisions/times.md
 */
export function timeDialect(question: TimeQuestion): TimeDialect {
	const { sample, declared, within, bounds, zones, settings } = question;
	const [expected] = zones;
	const zone = expected?.owner === 'exporter' ? expected.zone : null;
	const asDeclared = { ...declared, within, timeZone: zone, provedOwners: null, grain: null };
	if (sample.texts.length === 0) return asDeclared;
	const declaredProof: TimeProof = {
		format: settings?.format ? 'declared' : declared.dateFormat === null ? 'unknown' : 'assumed',
		zone: settings?.zone ? 'declared' : zone === null ? 'unknown' : 'assumed',
	};
	const left = remaining(question, within ?? bounds);
	const [first] = left;
	const isOne = left.length === 1;
	if (!first || !(isOne || first.isDeclared)) {
		if (settings?.format) return { ...asDeclared, proof: declaredProof };
		const none = { dateFormat: null, timeFormat: null, locale: null };
		return { ...asDeclared, ...none, timeZone: null, proof: UNKNOWN };
	}
	const found = zoneOf(first, question);
	const format = settings?.format ? 'declared' : isOne ? 'proved' : 'assumed';
	const proof = { format, zone: settings?.zone ? 'declared' : found.evidence } as const;
	const provedOwners = isOne && !settings?.zone ? found.owners : null;
	const assumedOwner = settings?.zone ? null : found.assumedOwner;
	const grain = first.times.reduce((least, time) => Math.min(least, time.grain), Infinity);
	return {
		...{ ...first.format, within, timeZone: found.zone, proof, provedOwners, assumedOwner },
		grain: Number.isFinite(grain) ? grain : null,
	};
}

const UNKNOWN: TimeProof = { format: 'unknown', zone: 'unknown' };

/** A format by which all times lie in the window, in at least one zone. */
interface Remaining extends TimeCandidate {
	readonly times: readonly WrittenTime[];
	readonly zones: readonly PossibleZone[];
	/** Whether any time names no zone. */
	readonly needsZone: boolean;
}

function remaining(question: TimeQuestion, within: Period): Remaining[] {
	const { sample, declared, settings, headerZone } = question;
	const zones = settings?.zone || !headerZone ? question.zones : withHeader(headerZone, question);
	const { texts, isWhole } = sample;
	const all = timeCandidates(declared, spread(texts, FIRST_TEXTS).some(hasName));
	const possible = settings?.format ? all.filter(({ isDeclared }) => isDeclared) : all;
	const first = spread(texts, FIRST_TEXTS).filter((text) =>
		possible.some(({ read }) => read(text) !== null),
	);
	if (first.length === 0) return [];
	const near = possible.filter(({ read }) => first.every((text) => isNear(read(text), within)));
	// Each text is read once by each of them, which takes longer than all the rest.
	const readings = near.map((candidate) => ({ candidate, all: texts.map(candidate.read) }));
	// A text that no format can read says nothing of the others.
	const readable = texts.map((_, index) => readings.some(({ all: read }) => read[index] !== null));
	const count = readable.filter(Boolean).length;
	const left = readings.flatMap(({ candidate, all: read }): Remaining[] => {
		const times = read.filter((time) => time !== null);
		if (times.length < count) return [];
		const needsZone = times.some(({ offset }) => offset === undefined);
		const fitting = zones.filter(({ zone }) => times.every((time) => fits(time, zone, within)));
		const isLeft = needsZone ? fitting.length > 0 : times.every((time) => fits(time, null, within));
		return isLeft ? [{ ...candidate, times, zones: fitting, needsZone }] : [];
	});
	const isOneOfThem = (one: Remaining, others: readonly Remaining[]): boolean =>
		others.some((other) => (isWhole || one.signature === other.signature) && isSame(one, other));
	return left.filter((one, index) => !isOneOfThem(one, left.slice(0, index)));
}

function withHeader(zone: TimeZone, { zones }: TimeQuestion): readonly PossibleZone[] {
	return [{ owner: 'header', zone }, ...zones];
}

/** Letters that are no half of a day, and no part of ISO 8601. */
function hasName(text: string): boolean {
	return /\p{L}/u.test(text.replace(/[ap]\.?m\b|[TZ]/gi, ''));
}

/** Whether a time may lie in the window, whatever its zone. */
function isNear(time: WrittenTime | null, within: Period): boolean {
	if (time === null) return false;
	const slack = time.offset === undefined ? MAX_OFFSET : WINDOW_SLACK_MS;
	const instant = time.clock - (time.offset ?? 0);
	return instant + time.grain > within.from - slack && instant < within.to + slack;
}

/** Whether it does in a zone. */
function fits(
	{ clock, grain, offset }: WrittenTime,
	zone: TimeZone | null,
	within: Period,
): boolean {
	// No zone leads out of the middle of the window.
	const isMiddle = clock > within.from + MAX_OFFSET && clock < within.to - MAX_OFFSET;
	if (zone && offset === undefined && isMiddle) return true;
	const instants = offset === undefined ? (zone?.instantsOf(clock) ?? []) : [clock - offset];
	return instants.some(
		(instant) =>
			instant + grain > within.from - WINDOW_SLACK_MS && instant < within.to + WINDOW_SLACK_MS,
	);
}

function isSame(one: Remaining, other: Remaining): boolean {
	return one.times.every(({ clock, offset }, index) => {
		const time = other.times[index];
		return time?.clock === clock && time.offset === offset;
	});
}

interface FoundZone {
	readonly zone: TimeZone | null;
	readonly evidence: Evidence;
	readonly owners: ReadonlySet<ZoneOwner> | null;
	readonly assumedOwner: ZoneOwner | null;
}

function zoneOf({ zones, times, needsZone }: Remaining, question: TimeQuestion): FoundZone {
	const { provedOwners, within, bounds, zones: all } = question;
	const { from, to } = within ?? bounds;
	const [first] = zones;
	const proved = (zone: TimeZone | null, owners: FoundZone['owners']): FoundZone => ({
		...{ zone, owners, evidence: 'proved', assumedOwner: null },
	});
	// Times that name their zone are shown in the one that is expected.
	if (!needsZone || !first) return proved(all[0]?.zone ?? null, null);
	const areAlike = (one: TimeZone, other: TimeZone): boolean => {
		if (one.name === other.name) return true;
		const clocks = [...times.map(({ clock }) => clock), from, to];
		return clocks.every(
			(clock) => String(one.instantsOf(clock)) === String(other.instantsOf(clock)),
		);
	};
	if (zones.every(({ zone }) => areAlike(zone, first.zone))) {
		const owners = new Set(zones.map(({ owner }) => owner));
		// That no other of them fits proves nothing where the exporter's, which is not known, may be a further one.
		const isListed = owners.has('header') || all.some(({ owner }) => owner === 'exporter');
		if (isListed) return proved(first.zone, owners);
		return { zone: first.zone, evidence: 'assumed', owners: null, assumedOwner: first.owner };
	}
	const known = zones.find(({ owner }) => provedOwners?.has(owner));
	// Where one file proved two zones that were alike, another does not say which of them it was; nor does
	// it where its title names a third.
	const named = zones.filter(({ owner }) => owner === 'header' || provedOwners?.has(owner));
	if (known && named.every(({ zone }) => areAlike(zone, known.zone))) {
		return proved(known.zone, null);
	}
	const isExpected = first.owner === 'exporter' || first.owner === 'header';
	return {
		zone: isExpected ? first.zone : null,
		evidence: isExpected ? 'assumed' : 'unknown',
		owners: null,
		assumedOwner: isExpected ? first.owner : null,
	};
}

/** Some texts from everywhere in a list. */
function spread(texts: readonly string[], count: number): readonly string[] {
	const step = Math.max(1, Math.floor(texts.length / count));
	return texts.filter((_, index) => index % step === 0).slice(0, count + 1);
}
