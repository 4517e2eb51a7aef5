import type { CredentialType, LoadedPackage, NodeTypes } from './engineNodes';

/** Saved credentials by id, decrypted. The engine writes a renewed token into them. */
export type Credentials = Record<string, { readonly type: string; data: Record<string, unknown> }>;

interface Ref {
	readonly id: string;
}

type Base = new () => object;
interface Expressions {
	getComplexParameterValue(...values: unknown[]): unknown;
}
type N8nWorkflow = {
	ICredentialsHelper: Base;
	Workflow: new (setup: object) => { expression: Expressions };
};

const NODE = { id: 'c', name: 'Credential', type: 'n8n-nodes-base.items', typeVersion: 1 };

/** Reads credentials as n8n's server does: defaults filled in, expressions in them evaluated. */
export function credentialsHelper(
	{ credentialTypes }: LoadedPackage,
	n8n: N8nWorkflow,
	nodeTypes: NodeTypes,
	credentials: Credentials,
): object {
	const typeOf = (type: string): CredentialType | undefined => credentialTypes[type]?.type;
	const saved = ({ id }: Ref, type: string): { data: Record<string, unknown> } => {
		const found = credentials[id];
		if (found?.type !== type) throw new Error(`no credential ${id} of type ${type}`);
		return found;
	};
	// n8n evaluates them before every request, which takes longer than the request to this machine.
	const evaluated = new Map<string, unknown>();
	class Helper extends n8n.ICredentialsHelper {
		getParentTypes(type: string): readonly string[] {
			return typeOf(type)?.extends ?? [];
		}

		isCredentialUsableByNode(): boolean {
			return true;
		}

		getCredentialsProperties(type: string): unknown {
			return typeOf(type)?.properties ?? [];
		}

		async authenticate(_data: unknown, _type: string, options: unknown): Promise<unknown> {
			return options;
		}

		async preAuthentication(): Promise<undefined> {
			return undefined;
		}

		async runPreAuthentication(): Promise<undefined> {
			return undefined;
		}

		async getDecrypted(_data: unknown, ref: Ref, type: string): Promise<unknown> {
			const { data } = saved(ref, type);
			const whole: Record<string, unknown> = {};
			for (const { name, default: value } of typeOf(type)?.properties ?? []) whole[name] = value;
			Object.assign(whole, data);
			const key = JSON.stringify(whole);
			if (!evaluated.has(key)) evaluated.set(key, this.evaluate(whole));
			return structuredClone(evaluated.get(key));
		}

		evaluate(whole: Record<string, unknown>): unknown {
			const blank = new n8n.Workflow({ nodes: [], connections: {}, active: false, nodeTypes });
			const node = { ...NODE, position: [0, 0], parameters: {} };
			const mode = 'internal';
			const { expression } = blank;
			return expression.getComplexParameterValue(
				node,
				whole,
				mode,
				{},
				undefined,
				undefined,
				whole,
			);
		}

		async updateCredentials(ref: Ref, type: string, data: Record<string, unknown>): Promise<void> {
			saved(ref, type).data = data;
		}

		async updateCredentialsOauthTokenData(
			ref: Ref,
			type: string,
			data: Record<string, unknown>,
		): Promise<void> {
			saved(ref, type).data['oauthTokenData'] = data['oauthTokenData'];
		}
	}
	return new Helper();
}
