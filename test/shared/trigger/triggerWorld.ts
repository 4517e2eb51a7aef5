import { type Polled } from '../../../shared/trigger/poll';
import type { TriggerQuestion } from '../../../shared/trigger/trigger';
import { AuditLogClient } from '../../../shared/client';
import { dataCenterById } from '../../../shared/dataCenters';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { EXPORT_CAP } from '../../../shared/exports/exportCap';
import type { Transport } from '../../../shared/http/transport';
import { moduleOf } from '../../zoho/log/logEntry';
import { routeOf } from '../../zoho/route';
import { createZoho, type Operation, type ZohoRequest, type ZohoSetup } from '../../zoho/zoho';
import { transportTo } from '../host';

export const MINUTE = 60_000;

/** Something that happens at one time and is in Zoho's log at another. Milliseconds. */
export interface Happening {
	readonly at: number;
	readonly arrives: number;
	/** Happenings of the same name in the same minute read the same in a file. */
	readonly name: string;
}

export interface WorldSetup extends ZohoSetup {
	/** Zoho's time at the beginning. */
	readonly start?: number;
	/** By how much the machine's own clock is ahead of Zoho's. Milliseconds. */
	readonly skew?: number;
	/** Entries that Zoho puts on one page, whatever is asked for. */
	readonly perPage?: number;
	/** How many entries the client takes for a full export; Zoho's documented cap by default. */
	readonly exportCap?: number;
	/** Time that one request takes. Milliseconds. */
	readonly requestTime?: number;
	/** The time that an answer names, where it is not Zoho's; undefined for none. Milliseconds. */
	readonly dated?: (time: number) => number | undefined;
}

/**
 * A Zoho in which time passes: with every request, with every sleep, and between polls. What is to
 * happen gets into its log when its time has come, also while a trigger is reading.
 */
export function triggerWorld(setup: WorldSetup = {}) {
	const { start = Date.parse('2026-09-15T12:00:00Z'), skew = 0, requestTime = 300 } = setup;
	let time = start;
	let ahead = skew;
	const zoho = createZoho({ entries: 0, ...setup, now: () => time });
	let waiting: Happening[] = [];

	const pass = (milliseconds: number): void => {
		const until = time + milliseconds;
		const due = waiting.filter(({ arrives }) => arrives <= until);
		waiting = waiting.filter(({ arrives }) => arrives > until);
		for (const { at, arrives, name } of due) {
			time = Math.max(time, arrives);
			const record = { id: '1', name, module: moduleOf('Accounts') };
			zoho.record({ audited_time: at, record });
		}
		time = until;
	};
	const transport: Transport = async (request) => {
		pass(requestTime);
		const url = request.url.replace(/per_page=200/, `per_page=${setup.perPage ?? 200}`);
		// A token lives for an hour, and this world for days.
		const answer = await transportTo(zoho)({ ...request, url });
		const dated = setup.dated ? setup.dated(time) : time;
		const { date: _, ...headers } = answer.headers;
		if (dated === undefined) return { ...answer, headers };
		return { ...answer, headers: { ...headers, date: new Date(dated).toUTCString() } };
	};
	const client = (): AuditLogClient =>
		new AuditLogClient({
			transport,
			dataCenter: dataCenterById('eu'),
			now: () => time + ahead,
			ticks: () => time,
			random: () => 0.5,
			exportCap: { ...EXPORT_CAP, entries: setup.exportCap ?? EXPORT_CAP.entries },
			async sleep(milliseconds, signal) {
				signal?.throwIfAborted();
				pass(milliseconds);
			},
		});

	return {
		zoho,
		client,
		now: () => time,
		pass,
		/** Sets the machine's own clock forward, or back. */
		setClock: (milliseconds: number) => void (ahead += milliseconds),
		happen: (...happenings: readonly Happening[]) => {
			waiting = [...waiting, ...happenings].sort((a, b) => a.arrives - b.arrives);
		},
		/** One poll of a host that begins with what it has kept. */
		poll: async (kept: unknown, question: TriggerQuestion, budgetSeconds = 60): Promise<Polled> =>
			await client().poll(kept, question, { budgetSeconds }),
		isCall: (request: ZohoRequest, operation: Operation) =>
			routeOf(request).operation === operation,
		called: (operation: string) => zoho.requests.filter((made) => made.operation === operation),
	};
}

export type World = ReturnType<typeof triggerWorld>;

export const QUESTION: TriggerQuestion = {
	source: 'endpoint',
	filter: {},
	overlapMinutes: 15,
	limit: 10_000,
	paceMinutes: 15,
};

/** What an entry says that its source can tell: in a file the minute, through the endpoint the second. */
export function wordsOf(entry: AuditLogEntry, grain: number): string {
	const instant = Date.parse(entry.audited_time ?? '');
	return `${entry.record?.name} ${Math.floor(instant / grain)}`;
}

export function happeningWords({ at, name }: Happening, grain: number): string {
	return `${name} ${Math.floor(at / grain)}`;
}

/** How often each of some words comes, in an order of its own. */
export function counted(words: readonly string[]): Record<string, number> {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
