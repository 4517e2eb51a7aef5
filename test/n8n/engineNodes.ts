import type { GenericValue, INodeType, INodeTypeDescription } from 'n8n-workflow';

/** What n8n-core's loader knows about the package it has loaded. */
export interface LoadedPackage {
	readonly packageJson: { readonly name: string };
	readonly nodeTypes: Readonly<Record<string, { readonly type: INodeType }>>;
	readonly credentialTypes: Readonly<Record<string, { readonly type: CredentialType }>>;
	readonly known: { readonly nodes: object };
}

export interface CredentialType {
	readonly extends?: readonly string[];
	readonly properties: readonly { readonly name: string; readonly default: unknown }[];
}

export interface NodeTypes {
	getByName(type: string): INodeType;
	getByNameAndVersion(type: string, version?: number): INodeType;
	getKnownTypes(): object;
}

const basics = (displayName: string, inputs: string[], group: string): INodeTypeDescription =>
	({
		displayName,
		name: displayName,
		group: [group],
		version: 1,
		description: '',
		defaults: { name: displayName },
		inputs,
		outputs: ['main'],
		properties: [],
	}) as unknown as INodeTypeDescription;

interface Assignment {
	readonly name: string;
	readonly value: GenericValue;
}

/** The start of a workflow, a node whose parameter becomes its items, and one that sets fields. */
const ownNodes: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-base.manualTrigger': {
		description: basics('Start', [], 'trigger'),
		trigger: async () => ({}),
		execute: async () => [[{ json: {} }]],
	},
	'n8n-nodes-base.items': {
		description: {
			...basics('Items', ['main'], 'input'),
			properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
		},
		async execute() {
			const items = JSON.parse(this.getNodeParameter('items', 0) as string) as object[];
			return [items.map((json) => ({ json: { ...json } }))];
		},
	},
	'n8n-nodes-base.set': {
		description: {
			...basics('Set', ['main'], 'input'),
			properties: [
				{ displayName: 'Fields', name: 'assignments', type: 'assignmentCollection', default: {} },
			],
		},
		async execute() {
			const { assignments } = this.getNodeParameter('assignments', 0) as {
				assignments: readonly Assignment[];
			};
			const json = Object.fromEntries(assignments.map(({ name, value }) => [name, value]));
			return [[{ json, pairedItem: { item: 0 } }]];
		},
	},
};

export function engineNodes(
	loader: LoadedPackage,
	n8n: { NodeHelpers: { getVersionedNodeType(type: INodeType, version?: number): INodeType } },
	others: Readonly<Record<string, INodeType>> = {},
): NodeTypes {
	const getByName = (type: string): INodeType => {
		// n8n's server creates the type for AI agents; the code is the same.
		const own = type.replace(`${loader.packageJson.name}.`, '').replace(/Tool$/, '');
		const found = ownNodes[type] ?? others[type] ?? loader.nodeTypes[own]?.type;
		if (!found) throw new Error(`unknown node type ${type}`);
		return found;
	};
	return {
		getByName,
		getByNameAndVersion: (type, version) =>
			n8n.NodeHelpers.getVersionedNodeType(getByName(type), version),
		getKnownTypes: () => loader.known.nodes,
	};
}
