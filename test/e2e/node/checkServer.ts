import type {
	INodeListSearchResult,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';
import { NODE_TYPE } from '../n8n/workflows';
import { CREDENTIAL } from '../n8n/zohoAccount';
import type { Account } from '../n8n/zohoAccount';
import { consentLink } from './checkConnecting';

/** What a running server offers of the node: its types, lists and credential. */
export async function checkServer(
	checks: Checks,
	n8n: Server,
	{ zoho, url }: Account,
): Promise<void> {
	await checks.check('n8n offers the node, and a tool for AI agents', async () => {
		const types = (await n8n.get('/types/nodes.json')) as INodeTypeDescription[];
		for (const name of [NODE_TYPE, `${NODE_TYPE}Tool`]) {
			const type = types.find((candidate) => candidate.name === name);
			if (!type) throw new Error(`${name} is missing`);
			if (!type.iconUrl) throw new Error(`${name} has no icon`);
		}
	});

	await checks.check(
		'The editor gets the output schema of an operation before any run',
		async () => {
			const address = `/schemas/${NODE_TYPE}/1.0.0/auditLog/getAuditLog.json`;
			const { properties } = (await n8n.get(address)) as { properties: object };
			if (!('time' in properties)) throw new Error(Object.keys(properties).join(', '));
			return `${Object.keys(properties).length} fields`;
		},
	);

	await checks.check('Exports can be chosen from a searchable list', async () => {
		const jobs = (await searchExports(n8n)).filter(({ value }) => /^\d+$/.test(String(value)));
		const created = zoho.requests.filter(
			({ operation, status }) => operation === 'createExport' && status < 300,
		);
		// One existed before.
		assertEqual(jobs.length, created.length + 1, 'exports');
		const [newest] = jobs;
		const found = await searchExports(n8n, newest?.name);
		if (found[0]?.value !== newest?.value) throw new Error(`"${newest?.name}" was not found`);
		return `${jobs.length} exports`;
	});

	await checks.check('Users can be chosen from a list', async () => {
		const users = await options(n8n, 'getUsers');
		const missing = zoho.users.find(({ id }) => !users.some(({ value }) => value === id));
		if (missing) throw new Error(`${missing.full_name} is missing`);
		return `${users.length} users`;
	});

	await checks.check('Modules can be chosen from a list', async () => {
		const modules = await options(n8n, 'getModules');
		const missing = zoho.modules.find(
			({ api_name }) => !modules.some(({ value }) => value === api_name),
		);
		if (missing) throw new Error(`${missing.api_name} is missing`);
		return `${modules.length} modules`;
	});

	await checks.check(
		'The consent covers the required scopes, and includes a refresh token',
		async () => assertConsent(new URL(await consentLink(n8n, CREDENTIAL.id)), url),
	);
}

const SCOPES = [
	'ZohoCRM.settings.audit_logs.CREATE',
	'ZohoCRM.settings.audit_logs.READ',
	'ZohoFiles.files.READ',
];

/** @returns the scopes. */
function assertConsent(link: URL, accounts: string): string {
	const query = link.searchParams;
	const wrong = [
		[link.origin + link.pathname, `${accounts}/oauth/v2/auth`],
		[query.get('response_type'), 'code'],
		// Without these two there is no refresh token, and the connection ends after an hour.
		[query.get('access_type'), 'offline'],
		[query.get('prompt'), 'consent'],
	].find(([actual, expected]) => actual !== expected);
	if (wrong) throw new Error(`${wrong[0]} instead of ${wrong[1]}`);
	const scopes = (query.get('scope') ?? '').split(',');
	const missing = SCOPES.find((scope) => !scopes.includes(scope));
	if (missing) throw new Error(`the scope ${missing} is missing`);
	return scopes.join(', ');
}

async function searchExports(
	n8n: Server,
	filter?: string,
): Promise<INodeListSearchResult['results']> {
	const parameters = { path: 'parameters.exportId', methodName: 'searchExports', filter };
	const answer = await loadList(n8n, 'resource-locator-results', parameters);
	return (answer as INodeListSearchResult).results;
}

async function options(n8n: Server, methodName: string): Promise<INodePropertyOptions[]> {
	const parameters = { path: 'parameters.filters.users', methodName };
	return (await loadList(n8n, 'options', parameters)) as INodePropertyOptions[];
}

/** As the editor does when a list in the form is opened. */
async function loadList(n8n: Server, kind: string, parameters: object): Promise<unknown> {
	const { id, name, type } = CREDENTIAL;
	const answer = (await n8n.post(`/rest/dynamic-node-parameters/${kind}`, {
		nodeTypeAndVersion: { name: NODE_TYPE, version: 1 },
		currentNodeParameters: { resource: 'export', operation: 'downloadExport' },
		credentials: { [type]: { id, name } },
		...parameters,
	})) as { data: unknown };
	return answer.data;
}
