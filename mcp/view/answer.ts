import { instantOfIso } from '../../shared/dialect/auditedTime';
import { TimeZone } from '../../shared/dialect/timeZone';
import { type Fields, fieldsOf, itemsOf, numberOf, textOf, textsOf } from './values';

/** What an answer is a list of. */
export type Kind = 'entries' | 'groups' | 'findings';
const KINDS: readonly Kind[] = ['entries', 'groups', 'findings'];

/** What an answer covers, by its own words. */
export interface Scope {
	/** Milliseconds; null where the answer does not say. */
	readonly from: number | null;
	readonly to: number | null;
	readonly upTo: number | null;
	readonly zone: TimeZone | null;
	readonly zoneName: string | null;
	readonly filters: Fields;
	readonly organization: string | null;
	readonly complete: boolean | null;
	readonly visibility: string | null;
	readonly exportIds: readonly string[];
}

/** An answer of a tool: of this server's, as far as it can be read. */
export interface Answer {
	/** `unanswered` is for what the page itself shows until there is an answer. */
	readonly status: 'ready' | 'preparing' | 'failed' | 'error' | 'unreadable' | 'unanswered';
	/** Null where nothing is listed. */
	readonly kind: Kind | null;
	readonly items: readonly Fields[];
	/** All that match, shown or not. */
	readonly total: number | null;
	/** Groups that match, shown or not. */
	readonly totalGroups: number | null;
	readonly next: string | null;
	readonly scope: Scope;
	readonly notes: readonly string[];
	/** What an error says. */
	readonly text: string;
	readonly comparedWith: Fields | null;
}

const STATUSES = ['ready', 'preparing', 'failed'] as const;
const MAX_ERROR = 800;

export function answerOf(result: unknown): Answer {
	const { structuredContent, content, isError } = fieldsOf(result);
	const texts = itemsOf(content).flatMap(({ type, text }) =>
		type === 'text' && typeof text === 'string' ? [text] : [],
	);
	const body = isError === true ? {} : bodyOf(structuredContent, texts[0]);
	const status = STATUSES.find((it) => it === body['status']);
	const kind = KINDS.find((it) => Array.isArray(body[it])) ?? null;
	const compared = body['compared_with'];
	return {
		status: isError === true ? 'error' : (status ?? 'unreadable'),
		kind,
		items: kind === null ? [] : itemsOf(body[kind]),
		total: numberOf(body['total_matched']),
		totalGroups: numberOf(body['total_groups']),
		next: textOf(body['next_cursor']),
		scope: scopeOf(fieldsOf(body['scope'])),
		notes: textsOf(body['notes']),
		text: texts.join(' ').slice(0, MAX_ERROR),
		comparedWith: compared === undefined ? null : fieldsOf(compared),
	};
}

/** Some hosts hand on only the text, which holds the same. */
function bodyOf(structured: unknown, text: string | undefined): Fields {
	if (structured !== undefined) return fieldsOf(structured);
	try {
		return fieldsOf(JSON.parse(text ?? ''));
	} catch {
		return {};
	}
}

function scopeOf(scope: Fields): Scope {
	const zoneName = textOf(scope['time_zone']);
	const complete = scope['complete'];
	return {
		from: instantOf(scope['from']),
		to: instantOf(scope['to']),
		upTo: instantOf(scope['up_to']),
		zone: zoneOf(zoneName),
		zoneName,
		filters: fieldsOf(scope['filters']),
		organization: textOf(scope['organization']),
		complete: typeof complete === 'boolean' ? complete : null,
		visibility: textOf(scope['visibility']),
		exportIds: textsOf(scope['export_ids']),
	};
}

export function instantOf(iso: unknown): number | null {
	return typeof iso === 'string' ? instantOfIso(iso) : null;
}

function zoneOf(name: string | null): TimeZone | null {
	if (name === null) return null;
	try {
		return new TimeZone(name);
	} catch {
		// Browsers know fewer zones than servers.
		return null;
	}
}
