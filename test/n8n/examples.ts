import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeConnections } from 'n8n-workflow';
import { ROOT } from '../packed';
import { rareActions, setUp } from '../zoho/log/oddities';
import { staff } from '../zoho/organization/staff';
import type { LogEntry, Zoho } from '../zoho/zoho';
import type { WorkflowFile } from './engine';
import { node } from './workflow';

const PACKAGE = 'n8n-nodes-zoho-crm-audit-log';
const FOLDER = path.join(ROOT, 'test/examples');

/** A workflow for people to import, and what is known about it. */
export interface Example extends Facts {
	readonly file: string;
	readonly content: WorkflowFile;
	/** Names of those of its nodes that are ours. */
	readonly ours: readonly string[];
}

interface Facts {
	/** What a person enters in its form or says in its chat. */
	readonly answers?: IDataObject;
	/** What happens in Zoho before it runs. */
	happened?(zoho: Zoho): void;
	/**
	 * How many items a node has to return. Time passes during a run, so an entry at the edge of a period may
	 * be in or out: evaluated right before and right after.
	 */
	readonly truth: Readonly<Record<string, (zoho: Zoho) => number>>;
}

const DAY = 24 * 3_600_000;
const HOUR = 3_600_000;

export const LEAVER = staff.leo;
/** Deletions in the previous hour, and in this one in case it ends during the run. */
export const MASS = 25;

const startOfHour = (): number => Math.floor(Date.now() / HOUR) * HOUR;
const startOfDay = (): number => Math.floor(Date.now() / DAY) * DAY;
/** Monday: 1970 began on a Thursday. */
const startOfWeek = (): number => startOfDay() - ((Math.floor(Date.now() / DAY) + 3) % 7) * DAY;

const FACTS: Readonly<Record<string, Facts>> = {
	'auditLog.json': {
		truth: {
			'Who changed the Acme deal': (zoho) => {
				const isAcme = ({ record }: LogEntry) =>
					record?.module.api_name === 'Deals' && record.name.includes('Acme');
				return Math.min(10, between(zoho, Date.now() - 14 * DAY, Infinity, isAcme));
			},
			'Export the last 30 days': () => 1,
			'One item per row': (zoho) => between(zoho, Date.now() - 30 * DAY, Infinity, isDeletion),
		},
	},
	'massDeleteAlert.json': {
		happened(zoho) {
			const { id, full_name: name } = staff.tomas;
			for (const time of [startOfHour() - 7 * 60_000, Date.now()]) {
				for (let index = 0; index < MASS; index++) {
					const done_by = { id, name };
					zoho.record({ action: 'deleted', audited_time: time, done_by });
				}
			}
		},
		truth: {
			'Get deletions': (zoho) => between(zoho, startOfHour() - HOUR, startOfHour(), isDeletion),
		},
	},
	'weeklyDigest.json': {
		truth: {
			'Get last week': (zoho) => between(zoho, startOfWeek() - 7 * DAY, startOfWeek(), () => true),
		},
	},
	'nightlyArchive.json': { truth: { 'Create Export': () => 1, 'Download Export': () => 1 } },
	'siem.json': {
		happened(zoho) {
			const varied = [...setUp(startOfHour() - 5 * HOUR), ...rareActions(startOfHour() - HOUR)];
			for (const happening of varied) zoho.record(happening);
			zoho.record({ action: 'exported', audited_time: startOfHour() - 2 * HOUR });
		},
		truth: {
			'Get entries': (zoho) => between(zoho, startOfHour() - 6 * HOUR, startOfHour(), () => true),
		},
	},
	'leaver.json': {
		answers: { User: LEAVER.full_name },
		truth: { 'Create Export': () => 1, 'Download Export': () => 1 },
	},
	'askTheLog.json': {
		answers: { chatInput: 'Who deleted leads in the last seven days?', sessionId: 'one' },
		truth: {},
	},
};

export function examples(): Example[] {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
	const read = files.sort().map((file) => ({
		file,
		content: JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Partial<WorkflowFile>,
	}));
	// Snippets for other programs may be in the same folder.
	const workflows = read.filter(({ content }) => Array.isArray(content.nodes));
	return workflows.map(({ file, content }) => {
		const workflow = content as WorkflowFile;
		const ours = workflow.nodes.filter(isOurs).map(({ name }) => name);
		return { file, content: workflow, ours, ...(FACTS[file] ?? { truth: {} }) };
	});
}

export function isOurs({ type }: Pick<INode, 'type'>): boolean {
	return type.startsWith(`${PACKAGE}.`);
}

/** Whether a node starts a workflow: a schedule, a form, a chat. */
export function isTrigger({ type }: Pick<INode, 'type'>): boolean {
	return /Trigger$/.test(type);
}

/**
 * The part of an example that leads to our nodes, which n8n's engine can run by itself: started manually,
 * with the person's answers.
 */
export function runnableInEngine({ content, answers }: Example): WorkflowFile {
	const needed = new Set(content.nodes.filter(isOurs).map(({ name }) => name));
	const leadsTo = (name: string): boolean =>
		(content.connections[name]?.['main'] ?? []).some((output) =>
			(output ?? []).some(({ node }) => needed.has(node)),
		);
	for (let size = 0; size !== needed.size;) {
		size = needed.size;
		for (const { name } of content.nodes) if (leadsTo(name)) needed.add(name);
	}
	const nodes = content.nodes.filter(({ name }) => needed.has(name));
	const triggers = nodes.filter(isTrigger).map(({ name }) => name);
	const items = JSON.stringify([answers ?? {}]);
	return {
		...content,
		// The truth counts days and weeks in UTC; n8n's default time zone is New York.
		settings: { ...content.settings, timezone: 'UTC' },
		nodes: [
			node('Start manually', 'n8n-nodes-base.manualTrigger', {}),
			...nodes.map((it) => (isTrigger(it) ? node(it.name, 'n8n-nodes-base.items', { items }) : it)),
		],
		connections: {
			...Object.fromEntries(
				nodes.map(({ name }) => [name, within(content.connections[name] ?? {}, needed)]),
			),
			'Start manually': {
				main: [triggers.map((name) => ({ node: name, type: 'main', index: 0 }))],
			},
		},
	};
}

/** Only the connections to some of the nodes: n8n's engine rejects one that leads nowhere. */
function within(connections: INodeConnections, names: ReadonlySet<string>): INodeConnections {
	const kept = (connections['main'] ?? []).map((output) =>
		(output ?? []).filter(({ node: target }) => names.has(target)),
	);
	return { main: kept };
}

const isDeletion = ({ action }: LogEntry): boolean => action === 'deleted';

/** How many entries of the true log between two times satisfy a condition. */
export function between(
	{ log }: Zoho,
	from: number,
	to: number,
	matches: (entry: LogEntry) => boolean,
): number {
	return log.filter(
		(entry) => entry.audited_time >= from && entry.audited_time < to && matches(entry),
	).length;
}
