import { dependOnActions } from '../alerts/alertConditions';
import { DAY } from '../durations';
import { instantOfIso } from '../dialect/auditedTime';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { has, isUser, UPDATE } from '../alerts/entryWords';
import { Cited, type CitedEntry } from './cited';
import { Findings } from './findings';
import { type Kind, Kinds, type Single, SINGLE } from './kinds';
import { Leavers } from './leavers';
import type { Finding, ReviewFacts, ReviewRule } from './rules';
import { UserLog } from './userLog';

/** What a review found, the newest first, and what it could not judge. */
export interface Reviewed {
	readonly findings: readonly Finding[];
	readonly notes: readonly string[];
	/** Entries of the period itself. */
	readonly entries: number;
}

/** Of these there are many, and one finding for a month says as much. */
const MONTHLY: readonly Single[] = ['ownerChange', 'outsideWorkingHours'];
const MASSES = ['massDelete', 'massUpdate'] as const;

/** Somebody in the log, by id and name. */
interface Person {
	readonly log: UserLog;
	readonly keys: readonly string[];
	readonly exports: CitedEntry[];
	readonly masses: Readonly<Record<(typeof MASSES)[number], CitedEntry[]>>;
}

/** Reviews entries, in whatever order they come. @param batches from four weeks before the period on. */
export async function reviewEntries(
	batches: AsyncIterable<EntryBatch>,
	facts: ReviewFacts,
): Promise<Reviewed> {
	const review = new Review(facts);
	for await (const batch of batches) for (const entry of batch) review.add(entry);
	return review.end();
}

/** A review that is being made. */
class Review {
	private readonly people = new Map<string, Person>();
	private readonly singles = new Map<
		string,
		{ rule: Single; person: Person | null; reason: string; cited: Cited }
	>();
	private readonly leavers: Leavers;
	private readonly kinds: Kinds;
	private entries = 0;
	private understood = 0;
	/** Changes of users that may have raised rights: the source does not say what was changed. */
	private untold = 0;

	constructor(private readonly facts: ReviewFacts) {
		this.leavers = new Leavers(facts.users);
		this.kinds = new Kinds(facts);
	}

	add(entry: AuditLogEntry): void {
		const { period, zone } = this.facts;
		const instant = instantOfIso(entry.audited_time ?? '');
		if (instant === null) return;
		const kind = this.kinds.of(entry);
		if (kind.isSetUp) this.leavers.add(entry, instant);
		if (instant >= period.to) return;
		const isReviewed = instant >= period.from;
		const cited = { instant, id: entry.event_id };
		const day = Math.floor((instant + zone.offsetAt(instant)) / DAY);
		const person = this.personOf(entry);
		person?.log.add(cited, day, kind, isReviewed);
		if (!isReviewed) return;
		this.entries++;
		if (kind.isUnderstood) this.understood++;
		if (person && kind.isExport) person.exports.push(cited);
		for (const rule of MASSES) {
			if (person && kind.counted[rule] && this.looksFor(rule)) person.masses[rule].push(cited);
		}
		this.addSingles(entry, kind, cited, day, person);
	}

	end(): Reviewed {
		const { facts, leavers } = this;
		const findings = new Findings(facts, leavers);
		for (const { rule, person, reason, cited } of this.singles.values()) {
			findings.single(rule, person, reason, cited);
		}
		for (const person of this.people.values()) {
			for (const rule of MASSES) findings.masses(rule, person);
			findings.compared(person);
			findings.leaving(person);
		}
		return { findings: findings.sorted(), notes: this.notes(), entries: this.entries };
	}

	private looksFor(rule: ReviewRule): boolean {
		return this.facts.rules.includes(rule);
	}

	private personOf({ done_by }: AuditLogEntry): Person | null {
		if (!done_by) return null;
		const { users } = this.facts;
		const { name } = done_by;
		const id = done_by.id ?? (name === null ? null : users.idOfName(name));
		const key = id ?? name;
		if (key === null) return null;
		let person = this.people.get(key);
		if (!person) {
			const known = id === null ? undefined : users.withId(id);
			const keys = [...new Set([key, ...(name === null || users.isShared(name) ? [] : [name])])];
			person = {
				log: new UserLog(name ?? known?.name ?? key),
				...{ keys, exports: [], masses: { massDelete: [], massUpdate: [] } },
			};
			this.people.set(key, person);
		}
		return person;
	}

	private addSingles(
		entry: AuditLogEntry,
		kind: Kind,
		cited: CitedEntry,
		day: number,
		person: Person | null,
	): void {
		for (const rule of SINGLE) {
			if (!this.looksFor(rule)) continue;
			const reason = this.kinds.reasonFor(rule, entry, kind);
			if (reason === undefined) {
				if (rule === 'raisedRights' && isUntold(entry)) this.untold++;
				continue;
			}
			// One finding for each user who is new or got more rights.
			const of = rule === 'raisedRights' || rule === 'newUser' ? (entry.record?.name ?? '') : '';
			const span = MONTHLY.includes(rule)
				? new Date(day * DAY).toISOString().slice(0, 7)
				: String(day);
			const key = JSON.stringify([rule, person?.keys[0] ?? null, span, of]);
			const known = this.singles.get(key) ?? { rule, person, reason, cited: new Cited() };
			known.cited.add(cited);
			this.singles.set(key, known);
		}
	}

	private notes(): string[] {
		const rules = dependOnActions(
			this.facts.rules.filter((rule) => rule !== 'exportBeforeLeaving'),
		);
		const notes = this.untold === 0 ? [] : [untoldNote(this.untold)];
		if (rules.length === 0 || this.understood * 2 >= this.entries) return notes;
		return [
			...notes,
			`Most actions in these entries are words that no rule knows, so these cannot be judged: ${rules.join(', ')}. Zoho may write them in the language of the exporting user.`,
		];
	}
}

function isUntold(entry: AuditLogEntry): boolean {
	return entry.field_history === null && isUser(entry) && has(UPDATE, entry);
}

function untoldNote(count: number): string {
	const changes = count === 1 ? 'One change of a user names' : `${count} changes of users name`;
	return `${changes} no fields and no values, so whether rights were raised is not known: look at the findings of changed roles and profiles.`;
}
