import { type AlertFacts, reasonFor } from '../alerts/alertConditions';
import { instantOfIso } from '../dialect/auditedTime';
import { TimeZone } from '../dialect/timeZone';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { actorOf } from '../entries/flatEntry';
import type { Finding } from './finding';

/** Conditions on single entries that are worth a look whatever the hour, and what several of them are called. */
const RULES = {
	export: (count) => `${count} exports of data.`,
	raisedRights: (count) => `${count} changes that may have raised rights.`,
	roleOrProfileChange: (count) => `${count} changes of roles or profiles.`,
	newUser: (count) => `${count} users were added or activated.`,
	deactivatedUser: (count) => `${count} entries of a user who was deactivated or deleted.`,
	ownerChange: (count) => `${count} changes of owners.`,
	restore: (count) => `${count} deleted records were restored.`,
} as const satisfies Readonly<Record<string, (count: string) => string>>;
type Rule = keyof typeof RULES;
const NAMES = Object.keys(RULES) as readonly Rule[];
const OF_WORDS = NAMES.filter((rule) => rule !== 'raisedRights' && rule !== 'deactivatedUser');

/** What the conditions of alerts on single entries depend on. */
export type FindingFacts = Pick<AlertFacts, 'users' | 'modules'>;

/** No condition here asks for the hours. */
const ANY_HOURS: AlertFacts['hours'] = {
	...{ zone: new TimeZone('UTC'), from: 0, to: 24 * 60, days: [0, 1, 2, 3, 4, 5, 6] },
};

/** Of one rule and one user. */
interface Group {
	readonly rule: Rule;
	readonly user: string;
	count: number;
	from: number;
	to: number;
	/** ISO 8601 of those two. */
	texts: [from: string | null, to: string | null];
	readonly reason: string;
	/** The earliest. */
	readonly examples: { readonly at: number; readonly entry: AuditLogEntry }[];
}

const MAX_GROUPS = 300;
const EXAMPLES = 3;
const MAX_KINDS = 5_000;

/** Findings, and the entries they name. */
export interface FoundEntries {
	readonly findings: readonly Finding[];
	readonly entries: readonly AuditLogEntry[];
	/** Entries that meet a rule and are in no finding. */
	readonly left: number;
}

/** The findings of single entries, by rule and user, in whatever order the entries come. */
export class EntryFindings {
	private readonly groups = new Map<string, Group>();
	/** By action, module and names of fields. */
	private readonly possible = new Map<string, readonly Rule[]>();
	private readonly gone = new Map<string, boolean>();

	private left = 0;
	private readonly facts: AlertFacts;

	constructor(facts: FindingFacts) {
		// Values are in no sentence, so that none is where they may not be.
		this.facts = { ...facts, hours: ANY_HOURS, withValues: false };
	}

	add(entry: AuditLogEntry): void {
		const rules = this.possibleFor(entry);
		for (const rule of this.isGone(entry) ? [...rules, 'deactivatedUser' as const] : rules) {
			const reason = reasonFor(rule, entry, this.facts);
			if (reason !== undefined) this.note(rule, reason, entry);
		}
	}

	/** Those of the rules in their order, the most entries first; and the entries they name. */
	all(): FoundEntries {
		const groups = [...this.groups.values()];
		groups.sort(
			(a, b) =>
				NAMES.indexOf(a.rule) - NAMES.indexOf(b.rule) || b.count - a.count || a.from - b.from,
		);
		return {
			findings: groups.map(({ rule, user, count, texts, reason, examples }) => ({
				...{ rule, user, from: texts[0], to: texts[1], count },
				sentence: count === 1 ? reason : RULES[rule](count.toLocaleString('en')),
				event_ids: examples.map(({ entry }) => entry.event_id),
			})),
			entries: groups.flatMap(({ examples }) => examples.map(({ entry }) => entry)),
			left: this.left,
		};
	}

	/**
	 * The rules that such an entry can meet: most are decided by its words alone, of which there are few. Who has
	 * more rights depends on more, and is always a change of a role or a new user as well.
	 */
	private possibleFor(entry: AuditLogEntry): readonly Rule[] {
		const fields = entry.field_history?.map(({ api_name, field_label }) => [api_name, field_label]);
		const kind = `${entry.action ?? ''}\n${entry.module ?? ''}\n${fields?.join('\n') ?? '-'}`;
		const known = this.possible.get(kind);
		if (known) return known;
		const met = OF_WORDS.filter((rule) => reasonFor(rule, entry, this.facts) !== undefined);
		const mayRaise = met.includes('roleOrProfileChange') || met.includes('newUser');
		const rules = mayRaise ? (['raisedRights', ...met] as const) : met;
		if (this.possible.size < MAX_KINDS) this.possible.set(kind, rules);
		return rules;
	}

	private isGone(entry: AuditLogEntry): boolean {
		const { done_by } = entry;
		const key = done_by?.id ?? done_by?.name ?? '';
		const known = this.gone.get(key);
		if (known !== undefined) return known;
		const isGone = reasonFor('deactivatedUser', entry, this.facts) !== undefined;
		if (this.gone.size < MAX_KINDS) this.gone.set(key, isGone);
		return isGone;
	}

	private note(rule: Rule, reason: string, entry: AuditLogEntry): void {
		const user = actorOf(entry);
		const key = `${rule} ${entry.done_by?.id ?? user}`;
		let group = this.groups.get(key);
		if (!group) {
			if (this.groups.size >= MAX_GROUPS) {
				this.left++;
				return;
			}
			group = {
				rule,
				user,
				reason,
				count: 0,
				from: Infinity,
				to: -Infinity,
				texts: [null, null],
				examples: [],
			};
			this.groups.set(key, group);
		}
		group.count++;
		const { audited_time } = entry;
		const at = instantOfIso(audited_time ?? '') ?? Infinity;
		if (at < group.from) [group.from, group.texts[0]] = [at, audited_time];
		if (at !== Infinity && at > group.to) [group.to, group.texts[1]] = [at, audited_time];
		const { examples } = group;
		const last = examples[EXAMPLES - 1];
		if (last && !isBefore(at, entry, last)) return;
		examples.push({ at, entry });
		examples.sort((a, b) => (isBefore(a.at, a.entry, b) ? -1 : 1));
		examples.length = Math.min(examples.length, EXAMPLES);
	}
}

function isBefore(
	at: number,
	{ event_id }: AuditLogEntry,
	other: { readonly at: number; readonly entry: AuditLogEntry },
): boolean {
	return at < other.at || (at === other.at && event_id < other.entry.event_id);
}
