/** What may be shown of a refusal. Never a request, a header or a raw body: they can hold a token. */
export interface ErrorFacts {
	/** HTTP status of Zoho's answer. */
	readonly status?: number | undefined;
	/** Zoho's code, spelt as Zoho spells it. */
	readonly code?: string | undefined;
	/** The argument to change, in the words of this client: `from`, `users`, `exportId` … */
	readonly parameter?: string | undefined;
	/** Whether Zoho knows the token no longer. */
	readonly isTokenDead?: boolean | undefined;
	/** Whether the refusal is about one record or module, and says nothing about others. */
	readonly isOfOneRecord?: boolean | undefined;
	/** The OAuth scope the connection lacks. */
	readonly missingScope?: string | undefined;
	/** When to come back, where it is known. */
	readonly retryAfterSeconds?: number | undefined;
	/** The export job concerned. */
	readonly exportId?: string | undefined;
}

/**
 * One class per thing a caller does next. A state that a caller waits for (an export still running)
 * is not among them.
 */
export abstract class AuditLogError extends Error {
	readonly facts: ErrorFacts;

	constructor(message: string, facts: ErrorFacts = {}) {
		super(message);
		this.name = new.target.name;
		this.facts = facts;
	}
}

/** The caller changes an argument: nothing was lost, often nothing was sent. */
export class InputError extends AuditLogError {}

/** The caller changes the connection: token, scope, permission or data center. */
export class CredentialError extends AuditLogError {}

/** The caller comes back later. */
export class UnavailableError extends AuditLogError {}

/** The caller creates the export again: its file or its link is no longer there. */
export class ExportGoneError extends AuditLogError {}

/** The caller reports it: an answer or a file that nothing here knows how to read. */
export class UnexpectedAnswerError extends AuditLogError {}
