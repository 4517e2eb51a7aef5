import type { INodeExecutionData, INodeParameters, IRun } from 'n8n-workflow';
import nock from 'nock';
import { createEngine, type Engine, itemsOf } from '../n8n/engine';
import type { Credentials } from '../n8n/engineCredentials';
import { auditLogWorkflow, connected, NODE, type WorkflowOptions } from '../n8n/workflow';
import { packedNode, ROOT } from '../packed';
import { asked, createExport } from './parameters';
import { mockWithNock } from '../zoho/mockWithNock';
import { createZoho, type Zoho, type ZohoSetup } from '../zoho/zoho';

/**
 * The node as users get it, from the packed tarball, in n8n's real engine. Only Zoho is a fake, a new
 * one for each test.
 */
export function nodeInEngine() {
	const credentials: Credentials = {};
	let engine: Engine;
	let zoho: Zoho;
	let stopListening = (): void => undefined;

	const start = (setup: ZohoSetup = {}): void => {
		stopListening();
		zoho = createZoho({ jobSeconds: 0, ...setup });
		Object.assign(credentials, connected(zoho));
		stopListening = mockWithNock(zoho);
	};

	beforeAll(async () => {
		if (!nock.isActive()) nock.activate();
		nock.disableNetConnect();
		engine = await createEngine({ packageDir: packedNode().dir, credentials, coreDir: ROOT });
	}, 60_000);
	afterAll(() => {
		engine.close();
		nock.enableNetConnect();
		// Its replacement for node:http would affect the next test file.
		nock.restore();
	});
	beforeEach(() => start());
	afterEach(() => stopListening());

	const run = async (parameters: INodeParameters, options?: WorkflowOptions): Promise<IRun> =>
		await engine.execute(auditLogWorkflow(parameters, options));

	return {
		start,
		run,
		credentials,
		get engine() {
			return engine;
		},
		get zoho() {
			return zoho;
		},
		get description() {
			return engine.description('zohoCrmAuditLog');
		},
		called: (operation: string) =>
			zoho.requests.filter((request) => request.operation === operation),
		/** The items of a run; throws if the run ended with an error. */
		async items(
			parameters: INodeParameters,
			options?: WorkflowOptions,
		): Promise<INodeExecutionData[]> {
			const result = await run(parameters, options);
			const { error } = result.data.resultData;
			if (error) throw new Error(`${error.message} ${String(error.description)}`);
			return itemsOf(result, NODE);
		},
		/** The id of a finished export. */
		async finishedExport(filters: INodeParameters = {}): Promise<string> {
			const from = new Date(Date.now() - 179 * 86_400_000).toISOString();
			const isLimited = Object.keys(filters).length > 0;
			const question = asked(isLimited ? { from, ...filters } : {});
			const created = await run({ ...createExport, ...question });
			return String(itemsOf(created, NODE)[0]?.json['id']);
		},
	};
}
