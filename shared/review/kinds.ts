import { type AlertFacts, isCounted, reasonFor } from '../alerts/alertConditions';
import { EXPORT, has, isUnderstood, isUser, ROLE_OR_PROFILE } from '../alerts/entryWords';
import { actionWord } from '../entries/actions';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import { folded } from '../folded';

/** Conditions on a single entry, as far as the entry alone decides them. */
export const SINGLE = [
	...(['export', 'ownerChange', 'raisedRights', 'newUser', 'roleOrProfileChange'] as const),
	...(['outsideWorkingHours', 'restore'] as const),
] as const;
export type Single = (typeof SINGLE)[number];

/** These are decided by action and module alone, where the entry says nothing of fields. */
const BY_KIND: readonly Single[] = [
	...(['export', 'ownerChange', 'newUser', 'roleOrProfileChange', 'restore'] as const),
];

/** What is done where, whatever the record. */
export interface Kind {
	readonly key: string;
	readonly action: string;
	readonly module: string;
	readonly isExport: boolean;
	readonly isUnderstood: boolean;
	readonly counted: Readonly<Record<'massDelete' | 'massUpdate', boolean>>;
	/** Whether it may be about rights. */
	readonly isSetUp: boolean;
	readonly reasons: ReadonlyMap<Single, string>;
}

const MAX_KINDS = 10_000;

/** Kinds of entries, each looked at once: a log has few, and comparing words costs more than all the rest. */
export class Kinds {
	private readonly known = new Map<string, Kind>();

	constructor(private readonly facts: AlertFacts) {}

	of(entry: AuditLogEntry): Kind {
		const spelling = `${entry.action}\n${entry.module}`;
		let kind = this.known.get(spelling);
		if (!kind) {
			if (this.known.size >= MAX_KINDS) this.known.clear();
			kind = this.kindOf(entry);
			this.known.set(spelling, kind);
		}
		return kind;
	}

	/** Why an entry of a kind meets a condition; undefined when it does not. */
	reasonFor(rule: Single, entry: AuditLogEntry, kind: Kind): string | undefined {
		if (rule === 'raisedRights' && !kind.isSetUp) return undefined;
		if (BY_KIND.includes(rule) && entry.field_history === null) return kind.reasons.get(rule);
		return reasonFor(rule, entry, this.facts);
	}

	private kindOf(entry: AuditLogEntry): Kind {
		const { action, module } = entry;
		const bare = { ...entry, field_history: null };
		const reasons = BY_KIND.flatMap((rule) => {
			const reason = reasonFor(rule, bare, this.facts);
			return reason === undefined ? [] : [[rule, reason] as const];
		});
		return {
			key: `${actionWord(action ?? '')} ${folded(module ?? '')}`,
			...{ action: action ?? 'no action', module: module ?? 'no module' },
			isExport: has(EXPORT, entry),
			isUnderstood: action === null || isUnderstood(action),
			counted: {
				massDelete: isCounted('massDelete', entry),
				massUpdate: isCounted('massUpdate', entry),
			},
			isSetUp: isUser(entry) || ROLE_OR_PROFILE.test(actionWord(module ?? '')),
			reasons: new Map(reasons),
		};
	}
}
