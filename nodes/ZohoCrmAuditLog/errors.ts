import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { cleanText } from '../../shared/disclosure/cleanText';
import {
	AuditLogError,
	CredentialError,
	ExportGoneError,
	InputError,
	UnavailableError,
} from '../../shared/errors';
import { labelOf } from './form/filterFields';
import { REFUSALS, SCOPES_GUIDE } from './guide';

/** Characters of one error. */
const MAX_MESSAGE = 5_000;

type Failure = Pick<NodeApiError | NodeOperationError, 'message' | 'description'>;

type NodeFailure = NonNullable<
	NonNullable<ConstructorParameters<typeof NodeApiError>[2]>['failure']
>;

const RECONNECT = 'Open the credential, check that its options allow it, and connect it again.';

/** What happened as the headline, what to do as the description: n8n shows them separately. */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const at = itemIndex === undefined ? {} : { itemIndex };
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!(error instanceof AuditLogError)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), at);
	}
	// Parts of it may be Zoho's words or people's.
	const said = cleanText(error.message, MAX_MESSAGE);
	const [message, description] = headlineOf(withLabel(said, error.facts.parameter));
	const { status, code } = error.facts;
	const zohoCode = code === undefined ? '' : `Zoho's code: ${code}`;
	const step = error.facts.missingScope === undefined ? description : RECONNECT;
	const parts = [step, zohoCode, helpFor(error)];
	const texts = { message, description: parts.filter(Boolean).join(' ') };
	const failure = failureOf(error);
	if (error instanceof InputError || error instanceof ExportGoneError) {
		return new NodeOperationError(node, message, { ...texts, failure, ...at });
	}
	const httpCode = status === undefined ? {} : { httpCode: String(status) };
	return new NodeApiError(node, answerOf(error), { ...texts, ...httpCode, failure, ...at });
}

/** Where our own guide says more: in a connection no two steps look alike to those who make one a year. */
function helpFor(error: AuditLogError): string {
	if (!(error instanceof CredentialError)) return '';
	return `Help: ${error.facts.missingScope === undefined ? REFUSALS : SCOPES_GUIDE}`;
}

/**
 * What a failed item holds instead of entries: what happened, what to do, and Zoho's code. For an error output the
 * last two are one text, because n8n takes an item with any other key for a success.
 */
export function errorJson(
	{ message, description }: Failure,
	cause: unknown,
	{ onError }: Pick<INode, 'onError'>,
): IDataObject {
	if (onError === 'continueErrorOutput') {
		return { error: message, ...(description ? { message: description } : {}) };
	}
	const code = cause instanceof AuditLogError ? cause.facts.code : undefined;
	return {
		error: message,
		...(description ? { description } : {}),
		...(code === undefined ? {} : { code }),
	};
}

/** What the forms call the arguments that errors of the client name, where it is no filter. */
const LABELS: Readonly<Record<string, string>> = {
	from: 'From',
	to: 'To',
	accountsUrl: 'Accounts URL',
	apiUrl: 'API URL',
	filesUrl: 'Files URL',
	webUrl: 'Web URL',
};

function withLabel(message: string, parameter: string | undefined): string {
	if (parameter === undefined) return message;
	const label = LABELS[parameter] ?? labelOf(parameter);
	return message.replace(new RegExp(`\\b(of|for|by) ${parameter}\\b`), `$1 ${label}`);
}

/** The first sentence, and the rest. */
function headlineOf(message: string): readonly [string, string] {
	const end = message.search(/[.:] (?=[A-Z])/);
	return end < 0 ? [message, ''] : [message.slice(0, end + 1), message.slice(end + 2)];
}

/** Allow-listed facts only; the request and its token are not among them. */
function answerOf({ message, facts }: AuditLogError): JsonObject {
	return {
		message: cleanText(message, MAX_MESSAGE),
		...(facts.code === undefined ? {} : { code: facts.code }),
	};
}

/** Newer n8n versions use it to decide how long a poller waits; older ones ignore it. */
function failureOf(error: AuditLogError): NodeFailure {
	if (error instanceof CredentialError) return { cause: 'credential-invalid' };
	if (error instanceof InputError || error instanceof ExportGoneError) {
		return { cause: 'configuration-invalid' };
	}
	if (!(error instanceof UnavailableError)) return { cause: 'node-defect' };
	const { status, retryAfterSeconds } = error.facts;
	const cause = status === 429 ? 'rate-limited' : 'temporarily-unavailable';
	return retryAfterSeconds === undefined
		? { cause }
		: { cause, retryAfterMs: retryAfterSeconds * 1000 };
}
