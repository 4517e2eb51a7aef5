import type { IRun } from 'n8n-workflow';
import { MINUTE } from '../../../shared/durations';
import { CATEGORIES, fieldsInDocs, fieldsOf, TYPES } from '../../n8n/siemFields';
import type { LogEntry, Zoho } from '../../zoho/zoho';
import { assertEqual, assertIncludes, assertSameList } from '../host/assertions';
import type { Checks } from '../host/checks';
import { serveJson } from '../host/loopback';
import { type CommandLine, errorIn, itemsIn } from '../n8n/commandLine';
import { SIEM_CREDENTIAL } from '../n8n/zohoAccount';

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

/** A fake of Elasticsearch's bulk API: a line with the id, then a line with the document. */
export interface Siem {
	/** When set, it rejects every document. */
	rejects: boolean;
	readonly bulkUrl: string;
	/** By id. */
	readonly documents: ReadonlyMap<string, Document>;
	/** The number of documents in each request. */
	readonly requests: readonly number[];
	close(): Promise<void>;
}

export async function openSiem(): Promise<Siem> {
	const documents = new Map<string, Document>();
	const requests: number[] = [];
	const { url, close } = await serveJson(
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
			return siem.rejects ? { errors: true, items } : { errors: false, items: [] };
		},
		(text) => {
			if (!text.endsWith('\n')) throw new Error('The last line is not terminated');
			return text
				.slice(0, -1)
				.split('\n')
				.map((line): unknown => JSON.parse(line));
		},
	);
	const siem: Siem = {
		...{ rejects: false, bulkUrl: `${url}/zoho-crm-audit-log/_bulk` },
		...{ documents, requests, close },
	};
	return siem;
}

/** Runs the example again: the documents replace the earlier ones, and a rejection is reported. */
export async function checkSendingAgain(
	checks: Checks,
	n8n: CommandLine,
	{ siem, workflowId }: { readonly siem: Siem; readonly workflowId: string },
): Promise<void> {
	await checks.check(
		'Entries sent again replace themselves, and a rejection is reported',
		async () => {
			const before = siem.documents.size;
			siem.rejects = true;
			const message = await n8n.execute(workflowId).then(
				(run) => String(errorIn(run)?.['message']),
				(error: Error) => error.message,
			);
			siem.rejects = false;
			assertIncludes(message, 'rejected documents');
			assertEqual(siem.documents.size, before, 'documents');
			return `${before} documents`;
		},
	);
}

/** @throws Error when the SIEM does not have exactly the entries of the period. */
export function verifySiem(
	run: Pick<IRun, 'data'>,
	{ log, organization }: Zoho,
	siem: Siem,
): string {
	const settings = itemsIn(run, 'Settings')[0]?.json as { from: string; to: string };
	const [from, to] = [Date.parse(settings.from), Date.parse(settings.to)];
	const truth = log.filter((it) => it.audited_time >= from && it.audited_time < to);
	const documents = [...siem.documents.entries()];
	assertSameList(
		documents.map(([, document]) => summaryOfDocument(document)).sort(),
		truth.map(summaryOfEntry).sort(),
	);
	const known = new Set(fieldsInDocs());
	for (const [id, document] of documents) {
		const { event } = document;
		if (event.id !== id) throw new Error(`${event.id} has the id ${id}`);
		const undocumented = fieldsOf(document).find((field) => !known.has(field));
		if (undocumented !== undefined) throw new Error(`docs/siem.md lacks ${undocumented}`);
		const unknown = [
			...(event.category ?? []).filter((word) => !CATEGORIES.includes(word)),
			...(event.type ?? []).filter((word) => !TYPES.includes(word)),
		];
		if (unknown.length > 0) throw new Error(`not in ECS: ${unknown.join()}`);
		if (document.organization.id !== organization.zgid) throw new Error('another organization');
		if (Object.keys(JSON.parse(event.original) as object).length === 0) throw new Error('no row');
	}
	return `${documents.length} documents in ${siem.requests.length} requests`;
}

const minuteOf = (time: number): string => String(Math.floor(time / MINUTE));

const summaryOfDocument = ({ event, user, zoho_crm, ...document }: Document): string =>
	[
		minuteOf(Date.parse(document['@timestamp'])),
		event.action,
		user?.name ?? '',
		zoho_crm.audit_log.record?.name ?? '',
	].join('|');

const summaryOfEntry = ({ audited_time, action, done_by, record }: LogEntry): string =>
	[minuteOf(audited_time), action, done_by?.name ?? '', record?.name ?? ''].join('|');
