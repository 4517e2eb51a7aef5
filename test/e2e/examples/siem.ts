import type { IRun } from 'n8n-workflow';
import { CATEGORIES, fieldsInDocs, fieldsOf, TYPES } from '../../n8n/siemFields';
import type { LogEntry, Zoho } from '../../zoho/zoho';
import type { Checks } from '../host/checks';
import { type CommandLine, failureIn, itemsIn } from '../n8n/commandLine';
import { sameNumber } from './runExamples';
import { answering } from '../host/loopback';
import { SIEM_CREDENTIAL } from '../n8n/zohoAccount';

const MINUTE = 60_000;

interface Document {
	readonly '@timestamp': string;
	readonly event: {
		readonly id: string;
		readonly action: string;
		readonly category?: readonly string[];
		readonly type?: readonly string[];
		readonly original: string;
	};
	readonly organization: { readonly id: string };
	readonly user?: { readonly name?: string };
	readonly zoho_crm: { readonly audit_log: { readonly record?: { readonly name?: string } } };
}

/** Takes documents as the bulk API of Elasticsearch does: a line with the id, a line with the document. */
export interface Siem {
	/** Set, it says of every document that it refuses it. */
	refuses: boolean;
	readonly bulkUrl: string;
	/** By their ids. */
	readonly documents: ReadonlyMap<string, Document>;
	/** How many documents each request brought. */
	readonly requests: readonly number[];
	close(): Promise<void>;
}

export async function openSiem(): Promise<Siem> {
	const documents = new Map<string, Document>();
	const requests: number[] = [];
	const { url, close } = await answering(
		(_, body, { authorization, 'content-type': type }) => {
			if (authorization !== SIEM_CREDENTIAL.data.value) return { error: 'unauthorized' };
			if (type !== 'application/x-ndjson') return { error: `Content-Type ${type}` };
			const lines = body as readonly unknown[];
			for (let at = 0; at < lines.length; at += 2) {
				const { index } = lines[at] as { index: { _id: string } };
				documents.set(index._id, lines[at + 1] as Document);
			}
			requests.push(lines.length / 2);
			const error = { type: 'strict_dynamic_mapping_exception', reason: 'not allowed' };
			const items = [...documents.keys()].map((_id) => ({ index: { _id, error } }));
			return siem.refuses ? { errors: true, items } : { errors: false, items: [] };
		},
		(text) => {
			if (!text.endsWith('\n')) throw new Error('The last line has no end');
			return text
				.slice(0, -1)
				.split('\n')
				.map((line): unknown => JSON.parse(line));
		},
	);
	const siem: Siem = {
		...{ refuses: false, bulkUrl: `${url}/zoho-crm-audit-log/_bulk` },
		...{ documents, requests, close },
	};
	return siem;
}

/** The example run once more: what it sends replaces what is there, and a refusal is not passed over. */
export async function sendAgain(
	checks: Checks,
	n8n: CommandLine,
	{ siem, workflowId }: { readonly siem: Siem; readonly workflowId: string },
): Promise<void> {
	await checks.check('Sent again, entries replace themselves, and a refusal is told', async () => {
		const before = siem.documents.size;
		siem.refuses = true;
		const told = await n8n.execute(workflowId).then(
			(run) => String(failureIn(run)?.['message']),
			(error: Error) => error.message,
		);
		siem.refuses = false;
		if (!told.includes('refused documents')) throw new Error(told);
		sameNumber(siem.documents.size, before, 'documents');
		return `${before} documents`;
	});
}

/** @throws Error when the SIEM does not have exactly what happened in the time asked for. */
export function provesSiem(
	run: Pick<IRun, 'data'>,
	{ log, organization }: Zoho,
	siem: Siem,
): string {
	const asked = itemsIn(run, 'Settings')[0]?.json as { from: string; to: string };
	const [from, to] = [Date.parse(asked.from), Date.parse(asked.to)];
	const truth = log.filter((it) => it.audited_time >= from && it.audited_time < to);
	const documents = [...siem.documents.entries()];
	sameList(documents.map(([, document]) => saidBy(document)).sort(), truth.map(saidIn).sort());
	const known = new Set(fieldsInDocs());
	for (const [id, document] of documents) {
		const { event } = document;
		if (event.id !== id) throw new Error(`${event.id} has the id ${id}`);
		const other = fieldsOf(document).find((field) => !known.has(field));
		if (other !== undefined) throw new Error(`docs/siem.md does not name ${other}`);
		const strange = [
			...(event.category ?? []).filter((word) => !CATEGORIES.includes(word)),
			...(event.type ?? []).filter((word) => !TYPES.includes(word)),
		];
		if (strange.length > 0) throw new Error(`ECS does not know ${strange.join()}`);
		if (document.organization.id !== organization.zgid) throw new Error('another organization');
		if (Object.keys(JSON.parse(event.original) as object).length === 0) throw new Error('no row');
	}
	return `${documents.length} documents in ${siem.requests.length} requests`;
}

const minuteOf = (time: number): string => String(Math.floor(time / MINUTE));

const saidBy = ({ event, user, zoho_crm, ...document }: Document): string =>
	[
		minuteOf(Date.parse(document['@timestamp'])),
		event.action,
		user?.name ?? '',
		zoho_crm.audit_log.record?.name ?? '',
	].join('|');

const saidIn = ({ audited_time, action, done_by, record }: LogEntry): string =>
	[minuteOf(audited_time), action, done_by?.name ?? '', record?.name ?? ''].join('|');

function sameList(actual: readonly string[], expected: readonly string[]): void {
	const missing = expected.filter((it) => !actual.includes(it));
	const strange = actual.filter((it) => !expected.includes(it));
	if (actual.length === expected.length && missing.length + strange.length === 0) return;
	throw new Error(
		`${actual.length} documents instead of ${expected.length}; missing: ${missing.slice(0, 3).join(' ; ')}; strange: ${strange.slice(0, 3).join(' ; ')}`,
	);
}
