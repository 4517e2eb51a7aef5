import { nearestTo } from '../../../shared/entries/nearest';
import { InputError } from '../../../shared/errors';

/** Arguments that hosts add of their own accord and that mean nothing here. */
const NOISE = new Set(['toolCallId', 'tool', 'sessionId', 'chatInput', 'action_id', 'id', 'model']);

/** Without one of these an answer is wider. */
const NARROWING = new Set([
	...['from', 'to', 'user', 'module', 'action', 'exclude_user', 'exclude_module', 'exclude_action'],
	...['hours', 'weekdays', 'record', 'text', 'export_id'],
]);

/** The longest notes of this file and the one on demo data, as JSON. */
export const NOTE_CHARS = 500;
const MAX_NAMED = 3;
const MAX_NAME_CHARS = 30;

// cspell:ignore excludedaction excludedmodule excludeduser doneby enddate entitytype jobid maxresults nextcursor recordid recordname startdate
/** What other APIs, and other tools here, call the same thing: the first that a tool has is meant. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
	after: ['from'],
	before: ['to'],
	count: ['limit', 'top'],
	date: ['from'],
	deal: ['record'],
	doneby: ['user'],
	enddate: ['to'],
	endtime: ['to'],
	entitytype: ['module'],
	excluded: ['exclude_user'],
	excludedaction: ['exclude_action'],
	excludedmodule: ['exclude_module'],
	excludeduser: ['exclude_user'],
	export: ['export_id'],
	groups: ['group_by'],
	jobid: ['export_id'],
	limit: ['top'],
	max: ['limit', 'top'],
	maxresults: ['limit', 'top'],
	name: ['record', 'user'],
	nextcursor: ['cursor'],
	operation: ['action'],
	page: ['cursor'],
	pagesize: ['limit', 'top'],
	period: ['from'],
	q: ['text'],
	query: ['text'],
	recordid: ['record'],
	recordname: ['record'],
	search: ['text'],
	since: ['from'],
	sort: ['order'],
	startdate: ['from'],
	starttime: ['from'],
	timeout: ['wait_seconds'],
	top: ['limit'],
	tz: ['time_zone'],
	until: ['to'],
	userid: ['user'],
	username: ['user'],
	weekday: ['weekdays'],
	wait: ['wait_seconds'],
};

/** Only the tool's own: what a host adds must not make equal calls different. */
export function knownArguments<T extends object>(args: T, shape: object): T {
	return Object.fromEntries(Object.entries(args).filter(([key]) => Object.hasOwn(shape, key))) as T;
}

/**
 * An unknown argument that is meant as a filter would widen the answer.
 * @throws InputError for such a one, with the name that is meant.
 */
export function refuseMeantFilters(tool: string, args: object, shape: object): void {
	for (const name of Object.keys(args)) {
		if (Object.hasOwn(shape, name) || NOISE.has(name)) continue;
		const meant = meantBy(name, shape);
		if (meant === undefined || !NARROWING.has(meant)) continue;
		throw new InputError(
			`${tool} has no argument ${shownName(name)}, and without it the answer would be wider: ${meant} is meant?`,
			{ parameter: meant },
		);
	}
}

/**
 * Any other unknown argument is named, never with its value. It is not refused, because hosts add arguments
 * of their own.
 */
export function ignoredNotes(tool: string, args: object, shape: object): string[] {
	const names = Object.keys(args).filter((key) => !Object.hasOwn(shape, key) && !NOISE.has(key));
	if (names.length === 0) return [];
	const shown = names.slice(0, MAX_NAMED).map((name) => ({ name, meant: meantBy(name, shape) }));
	const list = shown.map(({ name, meant }) =>
		meant === undefined ? shownName(name) : `${shownName(name)} (did you mean ${meant}?)`,
	);
	const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
	const hasUnknown = shown.some(({ meant }) => meant === undefined);
	const all = hasUnknown ? ` It has: ${Object.keys(shape).join(', ')}.` : '';
	return [`Ignored, because ${tool} has no such argument: ${list.join(', ')}${more}.${all}`];
}

/** Names are as untrusted as values. */
function shownName(name: string): string {
	const clean = name.replace(/[^\w.-]/g, '_');
	return clean.length > MAX_NAME_CHARS ? `${clean.slice(0, MAX_NAME_CHARS)}…` : clean;
}

/** The argument that differs in case, underscores or plural only, or that has another name elsewhere. */
function meantBy(name: string, shape: object): string | undefined {
	const plain = plainName(name);
	const own = Object.keys(shape);
	const alike = own.find((key) => plainName(key) === plain || plainName(key) === singular(plain));
	if (alike !== undefined) return alike;
	for (const word of [plain, singular(plain)]) {
		const others = Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : undefined;
		const other = others?.find((key) => own.includes(key));
		if (other !== undefined) return other;
	}
	const filters = own.filter((key) => NARROWING.has(key));
	return plain.length < 3 ? undefined : nearestTo(plain, filters, plainName)[0];
}

function plainName(name: string): string {
	return name.toLowerCase().replace(/[^a-z]/g, '');
}

function singular(word: string): string {
	return word.replace(/s$/, '');
}
