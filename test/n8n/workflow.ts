import type { INode, INodeParameters } from 'n8n-workflow';
import type { Zoho } from '../zoho/zoho';
import type { WorkflowFile } from './engine';
import type { Credentials } from './engineCredentials';

export const NODE = 'Audit Log';
const CREDENTIAL = 'zohoCrmAuditLogOAuth2Api';

export interface WorkflowOptions {
	/** Input items of the node; one empty item by default. */
	readonly items?: readonly object[];
	readonly continueOnFail?: boolean;
}

/** A workflow that tests our node. */
export function auditLogWorkflow(
	parameters: INodeParameters,
	options: WorkflowOptions = {},
): WorkflowFile {
	const items = JSON.stringify(options.items ?? [{}]);
	return {
		id: 'workflow',
		name: 'Workflow',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			node('Items', 'n8n-nodes-base.items', { items }),
			{
				...node(NODE, 'n8n-nodes-zoho-crm-audit-log.zohoCrmAuditLog', parameters),
				credentials: { [CREDENTIAL]: { id: 'zoho', name: 'Zoho' } },
				...(options.continueOnFail ? { onError: 'continueRegularOutput' } : {}),
			},
		],
		connections: {
			Start: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
			Items: { main: [[{ node: NODE, type: 'main', index: 0 }]] },
		},
	};
}

/** A workflow that starts with our trigger. Its source, the option that most tests set, may stand beside the others. */
export function triggerWorkflow({ source, ...form }: INodeParameters): WorkflowFile {
	const { options = {}, ...others } = form as { options?: INodeParameters };
	const chosen = source === undefined ? {} : { source };
	const parameters = { ...others, options: { ...chosen, ...options } };
	const type = 'n8n-nodes-zoho-crm-audit-log.zohoCrmAuditLogTrigger';
	const credentials = { [CREDENTIAL]: { id: 'zoho', name: 'Zoho' } };
	const nodes = [{ ...node(NODE, type, parameters), credentials }];
	return { id: 'workflow', name: 'Workflow', nodes, connections: {} };
}

/** A connected credential, as n8n stores it after the consent. */
export function connected(zoho: Zoho, overrides: Record<string, unknown> = {}): Credentials {
	const { client_id, client_secret, refresh_token } = zoho.credentials;
	return {
		zoho: {
			type: CREDENTIAL,
			data: {
				grantType: 'authorizationCode',
				dataCenter: 'eu',
				clientId: client_id,
				clientSecret: client_secret,
				oauthTokenData: {
					access_token: zoho.accessToken(),
					refresh_token,
					token_type: 'Bearer',
					api_domain: zoho.origins.api,
				},
				...overrides,
			},
		},
	};
}

export function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}
