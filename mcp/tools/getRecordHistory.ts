import { z } from 'zod';
import { AuditLogError, CredentialError, InputError } from '../../shared/errors';
import { cleanText } from '../questions/cleanText';
import { type Asked, query } from '../questions/query';
import { scopeOf } from '../questions/question';
import { type Source, sourceOf } from '../questions/reading';
import { entriesAbout, type FoundRecord, RecordsFound } from '../questions/recordsFound';
import { cursor, detail, filters, limit } from './arguments';
import { coverageNotes, entriesAnswer } from './entriesAnswer';
import { entriesOutput, exportSentence, NO_ENTRIES, queryOutput, DATA_NOTE } from './results';
import { type Result, tool } from './tool';

type Answer = Result & { status: string };

const input = {
	record: z.string().trim().min(1).max(200).describe('Name, part of it if unique, or id'),
	module: filters.module,
	from: filters.from.describe('As in get_audit_log. Default 90d'),
	to: filters.to,
	time_zone: filters.time_zone,
	detail: detail.default('full').describe('full has old and new values, ids, links'),
	limit: limit(200, 100),
	cursor,
};
type Given = z.output<z.ZodObject<typeof input>>;

const MOST_CANDIDATES = 10;

export const getRecordHistory = tool({
	name: 'get_record_history',
	title: 'Get record history',
	description: (mayCreate) =>
		`Everything recorded about one CRM record, oldest first: its history, what happened to it, who, when, old and new values (amount before it was changed, stage moved from what to what). Use it when the question is about a single deal, contact, lead or account; which ones there are of a name comes back as candidates. ${exportSentence(mayCreate)}`,
	input,
	output: {
		...queryOutput,
		status: z.enum(['ready', 'ambiguous', 'preparing', 'failed']),
		record: z.looseObject({}).optional(),
		candidates: z.array(z.looseObject({})).optional(),
		...entriesOutput,
	},
	access: 'mayCreate',
	async run(app, given, call) {
		return await query(app, given, call, {
			tool: 'get_record_history',
			otherwise: '90d',
			empty: NO_ENTRIES,
			answer: history,
		});
	},
});

async function history(asked: Asked<Given>): Promise<Answer | null> {
	const { given, cursor: page } = asked;
	const isId = /^\d{5,}$/.test(given.record);
	if (isId && given.module) {
		const { record: id, module } = given;
		const record = { id, module, name: null, url: null, entries: 0, last: null };
		const told = await fromTimeline(asked, record);
		return typeof told === 'string' ? await fromLog(asked, record, told) : told;
	}
	const source = await sourceOf(
		page?.data === 'timeline' ? { ...asked, cursor: undefined } : asked,
	);
	if (source === null) return null;
	const found = await RecordsFound.in(source.reading);
	const [record, ...others] = found.meantBy(given.record);
	if (record === undefined) return await nothing(asked, source, isId);
	if (others.length > 0) return ambiguous(asked, source, [record, ...others]);
	const told = await fromTimeline(asked, record);
	return typeof told === 'string' ? await fromLog(asked, record, told) : told;
}

/** The story as Zoho's timeline has it, with old and new values; else why it cannot be had. */
async function fromTimeline(asked: Asked<Given>, record: FoundRecord): Promise<Answer | string> {
	const { client, given, question, cursor: page, run } = asked;
	const isBound = page?.data === 'timeline';
	if (page && !isBound) return 'this goes on with the page before';
	if (record.id === null) return 'the log names the record and gives no id of it';
	if (record.module === null) return 'the log does not say the module of the record';
	const { from, to } = question.filter;
	const reading = client.getRecordHistory(
		{ module: record.module, recordId: record.id, from, to },
		{ signal: run.signal },
	);
	try {
		const told = await entriesAnswer(asked, { reading, data: 'timeline' }, telling(given, record));
		if (told['total_matched'] !== 0 || isBound) return told;
		return 'the timeline of the record has nothing in this period';
	} catch (error) {
		const reason = isBound ? null : reasonIn(error);
		if (reason === null) throw error;
		return reason;
	}
}

/** What the log itself says of the record: who and when, seldom from what to what. */
async function fromLog(
	asked: Asked<Given>,
	record: FoundRecord,
	reason: string,
): Promise<Answer | null> {
	const source = await sourceOf(asked);
	if (source === null) return null;
	const { coverage } = source.reading;
	const entries = entriesAbout(source.reading, record);
	const reading = {
		state: 'ready' as const,
		coverage,
		[Symbol.asyncIterator]: () => entries[Symbol.asyncIterator](),
	};
	const notes = [`Read from the log, where old and new values may be missing: ${reason}.`];
	return await entriesAnswer(
		asked,
		{ ...source, reading },
		{ ...telling(asked.given, record), notes },
	);
}

function telling({ detail: level, limit: most }: Given, record: FoundRecord) {
	return {
		detail: level,
		limit: most,
		order: 'oldest' as const,
		facts: (entries: readonly { record: { id: string | null; name: string | null } | null }[]) => {
			const named = entries.find((entry) => entry.record?.id === record.id)?.record?.name;
			return { record: shownRecord({ ...record, name: record.name ?? named ?? null }) };
		},
	};
}

/** Whether the log can answer instead: the timeline is refused for this record, or for want of a scope. */
function reasonIn(error: unknown): string | null {
	if (!(error instanceof AuditLogError)) return null;
	const { missingScope, isOfOneRecord, isTokenDead } = error.facts;
	if (error instanceof CredentialError && missingScope !== undefined) {
		return `the connection lacks the scope ${missingScope}`;
	}
	const isRefused = error instanceof InputError || error instanceof CredentialError;
	if (!isRefused || !isOfOneRecord || isTokenDead) return null;
	return 'Zoho gives no timeline of this record, as for one that was deleted';
}

async function nothing(asked: Asked<Given>, source: Source, isId: boolean): Promise<Answer> {
	if (isId) {
		throw new InputError(
			`The log of this period does not name the record id ${asked.given.record}, so its module is not known.`,
			{ parameter: 'module' },
		);
	}
	const { given } = asked;
	const none = { ...source.reading, async *[Symbol.asyncIterator]() {} };
	return await entriesAnswer(
		asked,
		{ ...source, reading: none },
		{ detail: given.detail, limit: given.limit, order: 'oldest' },
	);
}

function ambiguous(
	asked: Asked<Given>,
	{ reading }: Source,
	records: readonly FoundRecord[],
): Answer {
	const { app, question } = asked;
	return {
		status: 'ambiguous',
		scope: scopeOf(question, app.config, reading.coverage),
		candidates: records.slice(0, MOST_CANDIDATES).map((record) => {
			const { name, ...rest } = shownRecord(record);
			const last = record.last === null ? null : question.zone.iso(record.last);
			return { record: name, ...rest, entries: record.entries, last };
		}),
		notes: [
			`${records.length > MOST_CANDIDATES ? `${records.length} records match, the latest ${MOST_CANDIDATES} are shown` : `${records.length} records match`}. Call again with the id, or with the full name and module.`,
			...coverageNotes(reading.coverage),
			DATA_NOTE,
		],
	};
}

function shownRecord({ name, id, module, url }: FoundRecord) {
	return {
		...(name !== null && { name: cleanText(name, 120) }),
		...(id !== null && { id }),
		...(module !== null && { module: cleanText(module, 120) }),
		...(url !== null && { record_url: url }),
	};
}
