import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode, INodeConnections } from 'n8n-workflow';
import { ROOT } from '../packed';
import type { WorkflowFile } from './engine';
import { type Facts, FACTS } from './exampleFacts';
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

/** What n8n's engine cannot do by itself: start by a schedule, or keep tables. */
function isReplaced({ type }: INode): boolean {
	return isTrigger({ type }) || type === 'n8n-nodes-base.dataTable';
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
			...nodes.map((it) =>
				isReplaced(it) ? node(it.name, 'n8n-nodes-base.items', { items }) : it,
			),
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
