import { z } from 'zod';
import type { Coverage } from '../../shared/reading/coverage';
import { AuditLogError, CredentialError, InputError } from '../../shared/errors';
import { cleanText, DATA_NOTE } from '../../shared/disclosure/cleanText';
import { recordAddress } from '../questions/words/recordAddress';
import { query } from '../questions/query';
import type { QueryContext, QueryResult } from '../questions/queryContext';
import { coverageNotes, scopeOf } from '../questions/scope';
import { type Source, sourceOf } from '../questions/source';
import { type FoundRecord, RecordsFound } from '../questions/recordsFound';
import { withSelection } from '../questions/selection';
import { cursor, detail, filters, limit, module, text } from './arguments';
import { entriesAnswer } from './entriesAnswer';
import { entriesOutput, exportSentence, NO_ENTRIES, queryOutput } from './outputs';
import { tool } from './tool';

const input = {
	record: text.min(1).describe('Name, part of it if unique, id, or its address in the browser'),
	module,
	from: filters.from.describe('As in get_audit_log. Default 90d'),
	to: filters.to,
	time_zone: filters.time_zone,
	detail: detail.default('full').describe('full has old and new values, ids, links'),
	limit: limit(200, 100),
	cursor,
};
type Input = z.output<z.ZodObject<typeof input>>;

const MAX_CANDIDATES = 10;

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
	async run(app, args, call) {
		return await query(app, args, call, {
			tool: 'get_record_history',
			defaultFrom: '90d',
			empty: NO_ENTRIES,
			answer: history,
		});
	},
});

async function history(asked: QueryContext<Input>): Promise<QueryResult | null> {
	const context = await withAddress(asked);
	const { input: args, cursor: page } = context;
	const isId = /^\d{5,}$/.test(args.record);
	if (isId && args.module) {
		const { record: id, module } = args;
		return await historyOf(context, { id, module, name: null, url: null, entries: 0, last: null });
	}
	const source = await sourceOf(
		page?.data === 'timeline' ? { ...context, cursor: undefined } : context,
	);
	if (source === null) return null;
	const { found, coverage } = await recordsIn(context, source);
	const [record, ...others] = found.matching(args.record);
	if (record === undefined) return await nothing(context, source, isId);
	if (others.length > 0) return ambiguous(context, coverage, [record, ...others]);
	return await historyOf(context, record);
}

/** The module and the id of a record that is given by its address in the browser. */
async function withAddress(context: QueryContext<Input>): Promise<QueryContext<Input>> {
	const { client, input: args, run } = context;
	const address = recordAddress(args.record);
	if (!address) return context;
	const modules = await client.names.modules({ signal: run.signal });
	const named = address.module ?? args.module;
	const module = args.module ?? (named && (modules.find(named)?.apiName ?? named));
	return { ...context, input: { ...args, record: address.id, module } };
}

async function recordsIn(context: QueryContext<Input>, source: Source) {
	const { exports, reading } = source;
	if (!exports) return { found: await RecordsFound.in(reading), coverage: reading.coverage };
	return await withSelection(context, source, exports, {}, async (selection) => ({
		found: await RecordsFound.selected(selection, context.input.record),
		coverage: selection.coverage,
	}));
}

async function historyOf(
	context: QueryContext<Input>,
	record: FoundRecord,
): Promise<QueryResult | null> {
	const result = await fromTimeline(context, record);
	return typeof result === 'string' ? await fromLog(context, record, result) : result;
}

/** The history from Zoho's timeline, with old and new values; else the reason why there is none. */
async function fromTimeline(
	context: QueryContext<Input>,
	record: FoundRecord,
): Promise<QueryResult | string> {
	const { client, input: args, question, cursor: page, run } = context;
	const isBound = page?.data === 'timeline';
	if (page && !isBound) return 'this continues the previous page';
	if (context.app.config.isOffline) return 'this server answers from its archive alone';
	if (record.id === null)
		return 'the log names the record and gives no id of it (with the id, or its address in the browser, call again for the values)';
	if (record.module === null) return 'the log does not say the module of the record';
	const { from, to } = question.filter;
	const reading = client.getRecordHistory(
		{ module: record.module, recordId: record.id, from, to },
		{ signal: run.signal },
	);
	try {
		const source: Source = { reading, data: 'timeline', filter: question.filter };
		const result = await entriesAnswer(context, source, pageOptions(args, record));
		if (result['total_matched'] !== 0 || isBound) return result;
		return 'the timeline of the record has nothing in this period';
	} catch (error) {
		const reason = isBound ? null : reasonIn(error);
		if (reason === null) throw error;
		return reason;
	}
}

/** The history from the log itself: who and when, seldom old and new values. */
async function fromLog(
	context: QueryContext<Input>,
	record: FoundRecord,
	reason: string,
): Promise<QueryResult | null> {
	const source = await sourceOf(context);
	if (source === null) return null;
	const notes = [`Read from the log, where old and new values may be missing: ${reason}.`];
	const options = { ...pageOptions(context.input, record), notes, about: record };
	return await entriesAnswer(context, source, options);
}

function pageOptions({ detail: level, limit: most }: Input, record: FoundRecord) {
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

/** Why the log has to answer: the timeline is refused for this record, or for a missing scope; else null. */
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

async function nothing(
	context: QueryContext<Input>,
	source: Source,
	isId: boolean,
): Promise<QueryResult> {
	const { input: args } = context;
	if (isId) {
		throw new InputError(
			`The log of this period does not name the record id ${args.record}, so its module is not known.`,
			{ parameter: 'module' },
		);
	}
	const { detail: level, limit: most } = args;
	return await entriesAnswer(context, source, { detail: level, limit: most, order: 'oldest' });
}

function ambiguous(
	context: QueryContext<Input>,
	coverage: Coverage,
	records: readonly FoundRecord[],
): QueryResult {
	const { app, question } = context;
	return {
		status: 'ambiguous',
		scope: scopeOf(question, app.config, coverage),
		candidates: records.slice(0, MAX_CANDIDATES).map((record) => {
			const { name, ...rest } = shownRecord(record);
			const last = record.last === null ? null : question.zone.iso(record.last);
			return { record: name, ...rest, entries: record.entries, last };
		}),
		notes: [
			`${records.length > MAX_CANDIDATES ? `${records.length} records match, the latest ${MAX_CANDIDATES} are shown` : `${records.length} records match`}. Call again with the id, or with the full name and module.`,
			...coverageNotes(coverage),
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
