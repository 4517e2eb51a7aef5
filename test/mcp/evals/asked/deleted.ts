import type { LogEntry } from '../../../zoho/log/logEntry';
import {
	type AskedEval,
	type Asking,
	type Corpus,
	distinct,
	during,
	LAST_WEEK,
	moduleOf,
	nameOf,
	NOVEMBER,
	recordOf,
	type Result,
	says,
	tally,
	YESTERDAY,
} from './corpus';

const BIN = 'list_deleted_records';
const NOW = Date.parse('2026-11-24T12:00:00+01:00');
const DAY = 86_400_000;

/** What is in the recycle bin: whose last entry is its deletion, of 60 days at most. */
function held({ log }: Corpus): LogEntry[] {
	const last = new Map<string, LogEntry>();
	for (const entry of log) {
		const { record } = entry;
		if (record?.id && record.module.id !== null) last.set(record.id, entry);
	}
	const found: LogEntry[] = [];
	for (const entry of last.values()) {
		if (entry.action === 'deleted' && entry.audited_time > NOW - 60 * DAY) found.push(entry);
	}
	return found;
}

function heldDuring(corpus: Corpus, [from, to]: readonly [string, string]): LogEntry[] {
	return held(corpus).filter(
		({ audited_time: at }) => at >= Date.parse(from) && at < Date.parse(to),
	);
}

function listed({ deleted_records: records }: Result, key: string): unknown[] {
	return (records as Result[]).map((record) => record[key]);
}

/** All pages. */
async function everyPage({ ask }: Asking, question: Record<string, unknown>): Promise<Result[]> {
	const records: Result[] = [];
	let cursor: unknown;
	do {
		const answer = await ask(BIN, { ...question, ...(cursor !== undefined && { cursor }) });
		records.push(...(answer['deleted_records'] as Result[]));
		cursor = answer['next_cursor'];
	} while (cursor !== undefined);
	return records;
}

/** What can still be restored, and what of it is not known. */
export const DELETED: Readonly<Record<string, AskedEval>> = {
	'bin-leads': {
		tool: BIN,
		asked: async ({ ask }) =>
			(await ask(BIN, { module: ['Leads'], from: 'this month', limit: 1 }))['total_matched'],
		truth: (corpus) => heldDuring(corpus, NOVEMBER).filter((it) => moduleOf(it) === 'Leads').length,
	},
	'bin-by-user': {
		tool: BIN,
		max_calls: 8,
		max_chars: 90_000,
		asked: async (asking) =>
			tally(
				(await everyPage(asking, { from: '60d', limit: 200 })).map((it) =>
					String(it['deleted_by']),
				),
			),
		truth: (corpus) => tally(held(corpus).map(nameOf)),
	},
	'bin-ends-soon': {
		tool: BIN,
		max_calls: 3,
		max_chars: 48_000,
		asked: async (asking) => {
			const all = await everyPage(asking, { from: '60d', to: '2026-10-05' });
			return all
				.filter((it) => Number(it['days_left']) < 7)
				.map((it) => it['record'])
				.sort();
		},
		truth: (corpus) =>
			held(corpus)
				.filter(({ audited_time: at }) => at + 60 * DAY - NOW < 7 * DAY)
				.map(recordOf)
				.sort(),
	},
	'bin-tomas': {
		tool: BIN,
		max_chars: 12_000,
		asked: async ({ ask }) =>
			listed(
				await ask(BIN, { user: ['Tomás'], module: ['Contacts'], from: '30d', limit: 100 }),
				'record',
			).sort(),
		truth: (corpus) =>
			held(corpus)
				.filter((it) => nameOf(it) === 'Tomás Alder' && moduleOf(it) === 'Contacts')
				.filter(({ audited_time: at }) => at >= NOW - 30 * DAY)
				.map(recordOf)
				.sort(),
	},
	'bin-yesterday': {
		tool: BIN,
		asked: async ({ ask }) => {
			const answer = await ask(BIN, { from: 'yesterday' });
			const records = answer['deleted_records'] as Result[];
			return records.map((it) => [it['record'], it['deleted_by'], it['days_left']]).sort();
		},
		truth: (corpus) =>
			heldDuring(corpus, YESTERDAY)
				.map((it) => [
					recordOf(it),
					nameOf(it),
					Math.floor((it.audited_time + 60 * DAY - NOW) / DAY),
				])
				.sort(),
	},
	// The file has no record ids, and a name proves nothing: what is gone for good is not known.
	'bin-gone': {
		tool: BIN,
		max_chars: 48_000,
		asked: async (asking) => {
			const answers = await everyPage(asking, { ...{ from: 'last week', show: 'log_only' } });
			const of = (inBin: unknown) =>
				answers.filter((it) => (it['in_bin'] ?? null) === inBin).length;
			return { gone: of(false), unknown: of(null) };
		},
		max_calls: 2,
		truth: (corpus) => ({
			gone: 0,
			unknown: during(corpus, ...LAST_WEEK).filter((it) => it.action === 'deleted').length,
		}),
	},
	'bin-restore-it': {
		tool: BIN,
		asked: async ({ ask }) => {
			const answer = await ask(BIN, { from: 'yesterday', limit: 5 });
			return says(answer, /Nothing is restored from here: restore records in Zoho CRM under Setup/);
		},
		truth: () => true,
	},
	'bin-promise': {
		tool: BIN,
		asked: async ({ ask }) => {
			const answer = await ask(BIN, { from: 'yesterday', limit: 5 });
			return says(answer, /not a promise: the recycle bin may be emptied earlier/);
		},
		truth: () => true,
	},
	'bin-pseudonyms': {
		tool: BIN,
		server: 'pseudonyms',
		max_chars: 48_000,
		max_calls: 3,
		asked: async (asking) => {
			const question = { from: '2026-11-16', to: 'now', limit: 200 };
			const records = await everyPage(asking, question);
			const people = distinct(records.map((it) => String(it['deleted_by'])));
			return [people.length, people.every((it) => /^person-[0-9a-f]{16}$/.test(it))];
		},
		truth: (corpus) => [distinct(heldDuring(corpus, LAST_WEEK_ON).map(nameOf)).length, true],
	},
	'bin-offline': {
		tool: BIN,
		server: 'offline',
		asked: async ({ refused }) =>
			/recycle bin can only be read at Zoho/.test(await refused(BIN, { from: '7d' })),
		truth: () => true,
	},
};

/** From last week's Monday up to now: a period without an end. */
const LAST_WEEK_ON = [LAST_WEEK[0], NOVEMBER[1]] as const;
