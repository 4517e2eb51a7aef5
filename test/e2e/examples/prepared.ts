import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../n8n/engine';
import { type Example, examples, isTrigger } from '../../n8n/examples';
import { type SavedWorkflow, SETTINGS } from '../n8n/workflows';
import { CREDENTIAL, MAIL_CREDENTIAL, MODEL_CREDENTIAL, SIEM_CREDENTIAL } from '../n8n/zohoAccount';
import { settingsFor, type World } from './expectations';

/** An example set up by a user: credentials chosen, settings filled in. */
export interface Prepared {
	readonly example: Example;
	readonly workflow: SavedWorkflow;
}

/** Those that n8n's command line can run. */
export function preparedExamples(world: World): Prepared[] {
	const runnable = examples().filter(({ needsServer }) => !needsServer);
	return runnable.map((example) => {
		const id = exampleId(example.file);
		const { nodes, connections } = withManualStart(example);
		const filled = nodes.map((node) => withCredentials(withSettings(node, example, world)));
		const workflow = { id, name: example.content.name, active: false, settings: SETTINGS };
		return { example, workflow: { ...workflow, nodes: filled, connections } };
	});
}

/** One that starts by itself: everything filled in, its trigger as it is. */
export function filledExample(file: string, world: World): SavedWorkflow {
	const example = examples().find((it) => it.file === file);
	if (!example) throw new Error(`There is no example ${file}.`);
	const nodes = example.content.nodes.map((node) =>
		withCredentials(withSettings(node, example, world)),
	);
	return { ...example.content, id: exampleId(file), active: false, settings: SETTINGS, nodes };
}

export function exampleId(file: string): string {
	return idOf('e2eExample', file);
}

/** n8n's ids are 16 characters long. */
function idOf(prefix: string, file: string): string {
	const index = examples().findIndex((example) => example.file === file);
	return prefix + String(index + 1).padStart(16 - prefix.length, '0');
}

/** Each example as imported: only its credentials are chosen. */
export function importedExamples(): SavedWorkflow[] {
	return examples().map(({ file, content }) => {
		const nodes = content.nodes.map(withCredentials);
		return { ...content, id: importedId(file), active: false, settings: SETTINGS, nodes };
	});
}

export function importedId(file: string): string {
	return idOf('e2eImported', file);
}

const CREDENTIALS = [CREDENTIAL, MAIL_CREDENTIAL, MODEL_CREDENTIAL, SIEM_CREDENTIAL];

function withCredentials(node: INode): INode {
	const chosen = CREDENTIALS.filter(({ type }) => node.credentials?.[type]);
	const credentials = chosen.map(({ type, id, name }) => [type, { id, name }] as const);
	return { ...node, ...(chosen.length > 0 && { credentials: Object.fromEntries(credentials) }) };
}

function withSettings(node: INode, { file }: Example, world: World): INode {
	const settings = settingsFor(file, world);
	if (node.name !== 'Settings' || !settings) return node;
	const { assignments } = node.parameters['assignments'] as {
		assignments: { name: string; value: unknown }[];
	};
	const filled = assignments.map((field) => ({
		...field,
		value: settings[field.name] ?? field.value,
	}));
	return {
		...node,
		parameters: { ...node.parameters, assignments: { assignments: filled } } as INodeParameters,
	};
}

const START = 'Start by hand';

/**
 * The command line starts no schedule, form or chat, so each is replaced: by a manual trigger, and a
 * node of the same name that returns the user's answers. The last page of a form is disabled.
 */
function withManualStart({
	content,
	answers,
}: Example): Pick<WorkflowFile, 'nodes' | 'connections'> {
	const nodes = content.nodes.map((node) => {
		if (node.type === 'n8n-nodes-base.form') return { ...node, disabled: true };
		if (!isTrigger(node)) return node;
		const jsonOutput = JSON.stringify(answers ?? {});
		const parameters = { mode: 'raw', jsonOutput, options: {} };
		return { ...node, type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters };
	});
	const triggers = content.nodes.filter(isTrigger).map(({ name }) => name);
	const start: INode = {
		...{ id: 'start-by-hand', name: START, type: 'n8n-nodes-base.manualTrigger' },
		...{ typeVersion: 1, position: [-300, 0], parameters: {} },
	};
	const links = triggers.map((node) => ({ node, type: 'main' as const, index: 0 }));
	return {
		nodes: [start, ...nodes],
		connections: { ...content.connections, [START]: { main: [links] } },
	};
}
