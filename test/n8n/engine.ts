import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInThisContext } from 'node:vm';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	IRun,
	IWorkflowBase,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { engineNodes } from './engineNodes';
import { type Credentials, credentialsHelper } from './engineCredentials';

export interface EngineSetup {
	/** A built checkout, or an unpacked tarball. */
	readonly packageDir: string;
	readonly credentials: Credentials;
	/** The folder whose node_modules has n8n-core and n8n-workflow. */
	readonly coreDir: string;
	/** Other node types, by their full names. */
	readonly nodes?: Readonly<Record<string, INodeType>>;
}

/** A workflow as n8n saves it. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<IWorkflowBase>;

export interface Engine {
	readonly nodeTypes: readonly string[];
	/** The description of a node of the package, as loaded by n8n. */
	description(nodeType: string): INodeTypeDescription;
	/** `signal` cancels the run, as a person does in the editor. */
	execute(workflow: WorkflowFile, signal?: AbortSignal): Promise<IRun>;
	loadOptions(
		workflow: WorkflowFile,
		node: string,
		method: string,
	): Promise<INodePropertyOptions[]>;
	listSearch(
		workflow: WorkflowFile,
		node: string,
		method: string,
		filter?: string,
	): Promise<INodeListSearchResult>;
	/** One poll of a trigger, as the server or, in `manual` mode, the editor runs it. */
	poll(workflow: WorkflowFile, node: string, options?: PollSetup): Promise<PollResult>;
	/** A file from n8n's store of binary data. */
	binary(id: string): Promise<Buffer>;
	close(): void;
}

interface PollSetup {
	/** What n8n has kept for the node; changed in place, as in n8n. */
	readonly staticData?: IDataObject;
	readonly mode?: 'trigger' | 'manual';
	/** What n8n has kept for the workflow, whatever its nodes are called; changed in place. */
	readonly workflowData?: IDataObject;
	/** How n8n says that the workflow came to be active; `activate` by default. */
	readonly activation?: WorkflowActivateMode;
}

export interface PollResult {
	/** Null if the workflow is not started. */
	readonly items: INodeExecutionData[] | null;
	/** Errors that n8n shows as separate executions. */
	readonly errors: readonly Error[];
}

/** URLs that n8n passes to workflows; they have to be URLs, but nothing calls them. */
const URL_KEYS = [
	'restApiUrl',
	'instanceBaseUrl',
	'formWaitingBaseUrl',
	'webhookBaseUrl',
	'webhookWaitingBaseUrl',
	'webhookTestBaseUrl',
	'formTestBaseUrl',
	'formBaseUrl',
];

/**
 * Node's own, which Jest hides from its tests: n8n takes more than a second to load, so it is loaded
 * once in a process, outside of what Jest takes down after each file.
 */
const outside = runInThisContext('globalThis') as typeof globalThis;
const Module = process.getBuiltinModule('node:module');
const { createRequire } = Module;

/**
 * n8n's real execution engine (n8n-core) in this process, without server, database or editor: the
 * package is loaded as n8n loads it, and expressions, OAuth2 signing and renewal, HTTP helpers and
 * binary data are n8n's own.
 */
export async function createEngine(setup: EngineSetup): Promise<Engine> {
	const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-engine-'));
	const { env } = outside.process;
	env['N8N_USER_FOLDER'] = userFolder;
	env['N8N_ENCRYPTION_KEY'] ??= 'engine';
	env['N8N_LOG_LEVEL'] ??= 'silent';
	const fromCore = createRequire(path.join(path.resolve(setup.coreDir), 'package.json'));
	const release = shareWorkflowPackage(fromCore.resolve('n8n-workflow'));
	const insideCore = createRequire(fromCore.resolve('n8n-core'));
	insideCore('reflect-metadata');
	const { Container } = insideCore('@n8n/di');
	// What an engine before this one had is of its folder.
	Container.reset();
	const core = fromCore('n8n-core');
	const n8n = fromCore('n8n-workflow');
	Container.get(core.InstanceSettings);
	const files = Container.get(core.BinaryDataService);
	await files.init();

	const loader = new core.PackageDirectoryLoader(path.resolve(setup.packageDir));
	await loader.loadAll();
	const types = engineNodes(loader, n8n, setup.nodes);
	const helper = credentialsHelper(loader, n8n, types, setup.credentials);

	const additionalData = (mode: string, workflow: WorkflowFile): object => ({
		credentialsHelper: helper,
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		workflowId: workflow.id,
		...Object.fromEntries(URL_KEYS.map((key) => [key, 'http://127.0.0.1:5678/'])),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		logAiEvent: () => undefined,
		hooks: new core.ExecutionLifecycleHooks(mode, '1', workflow),
	});
	const opened = (file: WorkflowFile) =>
		new n8n.Workflow({
			active: false,
			nodeTypes: types,
			settings: { executionOrder: 'v1' },
			id: 'workflow',
			...file,
		});
	const loading = (file: WorkflowFile, nodeName: string): { type: INodeType; context: unknown } => {
		const workflow = opened(file);
		const node = workflow.getNode(nodeName) as INode;
		const type = types.getByNameAndVersion(node.type, node.typeVersion);
		// The form as it stands, which lists may depend on.
		const data = { ...additionalData('internal', file), currentNodeParameters: node.parameters };
		return { type, context: new core.LoadOptionsContext(workflow, node, data, '') };
	};

	return {
		nodeTypes: Object.keys(loader.nodeTypes),
		description: (nodeType) => loader.nodeTypes[nodeType].type.description,
		async execute(file, signal) {
			const execution = new core.WorkflowExecute(additionalData('manual', file), 'manual');
			const workflow = opened(file);
			// n8n-core of the 1.x line takes positional arguments.
			const run = execution.run.length > 1 ? execution.run(workflow) : execution.run({ workflow });
			signal?.addEventListener('abort', () => run.cancel(), { once: true });
			return await run;
		},
		async loadOptions(file, nodeName, method) {
			const { type, context } = loading(file, nodeName);
			const load = type.methods?.loadOptions?.[method];
			if (!load) throw new Error(`no method ${method}`);
			return await load.call(context as never);
		},
		async listSearch(file, nodeName, method, filter) {
			const { type, context } = loading(file, nodeName);
			const search = type.methods?.listSearch?.[method];
			if (!search) throw new Error(`no method ${method}`);
			return await search.call(context as never, filter);
		},
		async poll(file, nodeName, setup = {}) {
			const {
				staticData = {},
				workflowData = {},
				mode = 'trigger',
				// What it keeps shows that it was activated before: as after a restart of n8n.
				activation = Object.keys(staticData).length === 0 ? 'activate' : 'init',
			} = setup;
			const workflow = opened({
				...file,
				staticData: { [`node:${nodeName}`]: staticData, global: workflowData },
			});
			const node = workflow.getNode(nodeName) as INode;
			const type = types.getByNameAndVersion(node.type, node.typeVersion);
			const errors: Error[] = [];
			const context = new core.PollContext(
				workflow,
				node,
				additionalData(mode, file),
				mode,
				mode === 'manual' ? 'manual' : activation,
				() => undefined,
				(error: Error) => void errors.push(error),
			);
			const output = (await type.poll?.call(context)) ?? null;
			// As a database keeps it: JSON.
			for (const [data, stored] of [
				[staticData, workflow.getStaticData('node', node)],
				[workflowData, workflow.getStaticData('global')],
			]) {
				const copy = JSON.parse(JSON.stringify(stored));
				for (const key of Object.keys(data)) Reflect.deleteProperty(data, key);
				Object.assign(data, copy);
			}
			return { items: output?.[0] ?? null, errors };
		},
		binary: async (id) => await files.getAsBuffer({ id, mimeType: '', data: '' }),
		close() {
			release();
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
}

/**
 * The package under test has to see the engine's copy of n8n-workflow, which n8n does with NODE_PATH;
 * otherwise its errors are not instances of n8n's.
 */
function shareWorkflowPackage(file: string): () => void {
	const loader = Module as unknown as {
		_resolveFilename(request: string, ...rest: unknown[]): string;
	};
	const resolve = loader._resolveFilename;
	loader._resolveFilename = function (request, ...rest) {
		return request === 'n8n-workflow' ? file : resolve.call(this, request, ...rest);
	};
	return () => void (loader._resolveFilename = resolve);
}

/** The items a node returned. */
export function itemsOf(run: IRun, node: string): INodeExecutionData[] {
	return run.data.resultData.runData[node]?.[0]?.data?.['main']?.[0] ?? [];
}

/** Hints beside the output of a node. */
export function hintsOf(run: IRun, node: string): string[] {
	return (run.data.resultData.runData[node]?.[0]?.hints ?? []).map(({ message }) => message);
}

/** The error that ended the run, if any. */
export function errorOf(run: IRun): IDataObject | undefined {
	return run.data.resultData.error as unknown as IDataObject | undefined;
}
