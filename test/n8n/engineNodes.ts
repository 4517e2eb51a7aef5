import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

/** What the loader of n8n-core knows of the package it has loaded. */
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

/** The start of a workflow, and a node whose parameter becomes its items. */
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
};

export function engineNodes(
	loader: LoadedPackage,
	n8n: { NodeHelpers: { getVersionedNodeType(type: INodeType, version?: number): INodeType } },
): NodeTypes {
	const getByName = (type: string): INodeType => {
		const own = type.replace(`${loader.packageJson.name}.`, '');
		const found = ownNodes[type] ?? loader.nodeTypes[own]?.type;
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
