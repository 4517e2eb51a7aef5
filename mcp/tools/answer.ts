import { randomBytes } from 'node:crypto';
import {
	AuditLogError,
	CredentialError,
	type ErrorFacts,
	ExportGoneError,
	InputError,
	UnavailableError,
} from '../../shared/errors';
import { OPTIONAL_SCOPE } from '../config/scopes';
import type { App } from '../questions/app';
import { cleanText } from '../../shared/disclosure/cleanText';
import { NoExportError } from '../questions/noExport';
import type { Result } from '../questions/queryContext';

/** Hosts truncate longer error texts. */
const MAX_TEXT_CHARS = 600;

type Content =
	| { type: 'text'; text: string }
	| {
			type: 'resource_link';
			uri: string;
			name: string;
			mimeType: string;
			annotations: { audience: ('user' | 'assistant')[] };
	  };

/** A result in the protocol's form. */
export interface Answer {
	[key: string]: unknown;
	content: Content[];
	structuredContent?: Result;
	isError?: boolean;
}

/** Text and structured content hold the same: some hosts pass on only the one, some only the other. */
export async function answer(
	app: App,
	tool: string,
	run: () => Promise<Result>,
	/** Aborted when the caller cancels. */
	signal: AbortSignal,
): Promise<Answer> {
	try {
		const result = await run();
		return {
			content: [{ type: 'text', text: JSON.stringify(result) }, ...linksIn(result)],
			structuredContent: result,
			...(HOLDS_TEXT.some((key) => key in result) && { _meta: UNTRUSTED }),
		};
	} catch (error) {
		// Text only: a client throws over structured content that its output schema does not know.
		const text = app.log.redacted(signal.aborted ? cancelled(app, tool) : textOf(app, tool, error));
		return { content: [{ type: 'text', text }], isError: true };
	}
}

/** These may hold text that strangers typed. */
const HOLDS_TEXT = [
	'entries',
	'groups',
	'candidates',
	'users',
	'text',
	'findings',
	'deleted_records',
];

/** For people; a model finds the same addresses in the result. */
function linksIn({ files }: Result): Content[] {
	if (!Array.isArray(files)) return [];
	return (files as { uri?: string; name: string }[]).flatMap(({ uri, name }) =>
		uri === undefined
			? []
			: [
					{
						type: 'resource_link' as const,
						uri,
						name,
						mimeType: 'text/csv',
						annotations: { audience: ['user'] },
					},
				],
	);
}

/** For hosts that track where data comes from and how far it may go. */
export const UNTRUSTED = { ifc: { integrity: 'untrusted', confidentiality: 'private' } };

/** Whatever was thrown: the caller may cancel with any reason, and does not read the answer. */
function cancelled(app: App, tool: string): string {
	app.log.write('info', 'cancelled', { tool });
	return 'The call was cancelled.';
}

function textOf(app: App, tool: string, error: unknown): string {
	if (!(error instanceof AuditLogError)) return unknownError(app, tool, error);
	app.log.write('info', 'refused', { tool, kind: error.name, text: error.message, ...error.facts });
	const next = nextStep(app, tool, error);
	if (next !== null) return joined(error.message, next);
	const ref = reference();
	app.log.write('error', 'unexpected answer', { ref, tool, text: error.message, ...error.facts });
	return joined(
		`Unexpected answer (ref ${ref}): ${error.message}`,
		"Do not repeat the call; report it with this reference to the server's operator.",
	);
}

/** The next step is never cut off. */
function joined(message: string, next: string): string {
	return `${cleanText(message, MAX_TEXT_CHARS - next.length - 30)} ${next}`.trimEnd();
}

/** What the caller does next; null when it can only report the error. */
function nextStep({ config }: App, tool: string, error: AuditLogError): string | null {
	const { facts } = error;
	if (error instanceof InputError) return inputStep(tool, error);
	if (facts.missingScope === OPTIONAL_SCOPE) {
		return 'Every other tool works without it. Do not repeat the call: the server\'s operator runs "zoho-crm-audit-log-mcp login --recycle-bin" and sets the new token.';
	}
	if (error instanceof CredentialError) {
		return `Data center in use: ${config.dataCenter.id}. Do not repeat the call: the server's operator has to change its configuration${config.credentials ? ' or connect it again' : ''} and restart it.`;
	}
	if (error instanceof UnavailableError) return laterStep(facts);
	if (error instanceof ExportGoneError) {
		return config.readOnly
			? 'This server is read-only: call list_exports for another export.'
			: 'Call create_export, then download_export.';
	}
	return null;
}

function inputStep(tool: string, error: InputError): string {
	const { facts } = error;
	if (facts.parameter === 'exportId') return 'Call list_exports for the ids.';
	// Their messages end with the next step.
	if (error instanceof NoExportError || facts.parameter === 'cursor') return '';
	if (tool === 'create_export') {
		return 'get_audit_log takes every filter and period and makes the exports it needs.';
	}
	return 'Change the argument and call again.';
}

function laterStep({ exportId, retryAfterSeconds }: ErrorFacts): string {
	if (exportId !== undefined) {
		return `Call get_export with export_id "${exportId}" and wait_seconds 50, then repeat the call.`;
	}
	return `Nothing was lost. Call again in ${retryAfterSeconds ?? 60} seconds.`;
}

/** An unknown error's message may hold a header: it goes to the log, redacted, and never into the answer. */
function unknownError(app: App, tool: string, error: unknown): string {
	const ref = reference();
	const details = error instanceof Error ? (error.stack ?? error.message) : typeof error;
	app.log.write('error', 'unforeseen', { ref, tool, details });
	return `Unexpected answer (ref ${ref}): a fault of this server, not of the arguments. Report it with this reference to the server's operator.`;
}

function reference(): string {
	return randomBytes(2).toString('hex');
}
