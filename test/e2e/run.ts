import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { takePictures } from './editor/pictures';
import { openChat } from './examples/chat';
import { checkExamples } from './examples/checkExamples';
import { checkIncident } from './examples/checkIncident';
import { liveAlerts } from './examples/liveAlerts';
import { checkLeaverForm } from './examples/checkLeaverForm';
import { openMailServer } from './examples/mailServer';
import { openModel } from './examples/model';
import { exampleId, filledExample, importedExamples, preparedExamples } from './examples/prepared';
import { openSiem, checkSendingAgain } from './examples/siem';
import { checkDataTable, tablesByWebhook } from './examples/checkDataTable';
import { assertEqual } from './host/assertions';
import type { Checks } from './host/checks';
import { cleanups, runChecks } from './host/runChecks';
import { CommandLine } from './n8n/commandLine';
import { preparedN8n } from './n8n/prepared';
import { startServer } from './n8n/server';
import { PICTURED } from './n8n/pictured';
import { deletions, forbiddenExport, latestFile } from './n8n/workflows';
import {
	MAIL_CREDENTIAL,
	MODEL_CREDENTIAL,
	openAccount,
	readOnlyCredential,
	SIEM_CREDENTIAL,
	staleCredential,
	UNCONNECTED,
} from './n8n/zohoAccount';
import { checkConnecting } from './node/checkConnecting';
import { checkKilledExecutions } from './node/checkKilledExecutions';
import {
	checkMcpClientToolCall,
	checkMcpClientToolList,
	startServerForN8n,
} from './node/checkMcpClientTool';
import { checkSecrecy } from './node/checkSecrecy';
import { checkServer } from './node/checkServer';
import { checkTriggers } from './node/checkTriggers';
import { checkWebhooks } from './node/checkWebhooks';
import { checkWorkflows } from './node/checkWorkflows';

const WEBHOOKS = [deletions.workflow, latestFile.workflow, forbiddenExport.workflow];

/**
 * The node from its packed tarball in a real n8n: command line, server, database, editor. Zoho is the
 * emulator, and no other machine is contacted.
 *   npm run e2e                    the newest line of n8n, on Node 24
 *   npm run e2e -- --line 1        the line before, on Node 20
 *   npm run e2e -- --no-pictures   without a browser
 *   npm run e2e -- --into FOLDER   pictures go to this folder instead of a new one
 */
async function endToEnd(checks: Checks): Promise<void> {
	const { values } = parseArgs({
		options: {
			line: { type: 'string', default: '2' },
			pictures: { type: 'boolean', default: true },
			into: { type: 'string' },
		},
		allowNegative: true,
	});
	// The line before has no node that makes a Data Table.
	const isNewest = values.line === '2';
	const { line, app, proxy, home: newHome } = await preparedN8n(checks, values.line);
	const account = await openAccount();
	cleanups.push(() => account.close());
	const [chat, model, siem] = [await openChat(), await openModel(), await openSiem()];
	const mail = await openMailServer();
	cleanups.push(
		() => chat.close(),
		() => model.close(),
		() => siem.close(),
		() => mail.close(),
	);
	const home = await newHome();
	mkdirSync(home.files);
	const world = { account, chat, model, siem, mail, folder: home.files };
	const examples = preparedExamples(world);

	const tables = tablesByWebhook(world);
	// Another than the one that is pictured: over one that is published n8n lays a list of advice.
	const leaver = { ...filledExample('leaver.json', world), id: 'e2eLeaverForm001' };
	const byTable = Object.values(tables).map(({ workflow }) => workflow);

	const n8n = new CommandLine(line, app, home);
	await checks.step('A connected credential with a stale token is imported', () =>
		n8n.importCredentials(
			staleCredential(account),
			UNCONNECTED,
			readOnlyCredential(account),
			{ ...MODEL_CREDENTIAL, data: { apiKey: 'sk-none', url: `${model.url}/v1` } },
			SIEM_CREDENTIAL,
			{
				...MAIL_CREDENTIAL,
				data: { host: '127.0.0.1', port: mail.port, secure: false, disableStartTls: true },
			},
		),
	);
	await checks.step('Workflows are imported', () =>
		n8n.importWorkflows([
			...examples.map(({ workflow }) => workflow),
			...importedExamples(),
			...WEBHOOKS,
			...Object.values(PICTURED),
			...byTable,
			leaver,
		]),
	);
	await checkExamples(checks, n8n, examples, world);
	await checkIncident(checks, n8n, home, world);
	await checkSendingAgain(checks, n8n, { siem, workflowId: exampleId('siem.json') });
	await checkKilledExecutions(checks, n8n, home, account);
	const mcpServer = await startServerForN8n();
	cleanups.push(() => mcpServer.stop());
	await checkMcpClientToolCall(checks, n8n, line, mcpServer);

	await checks.step('The token is made stale again, and the webhooks are published', async () => {
		await n8n.importCredentials(staleCredential(account));
		for (const { id } of WEBHOOKS) await n8n.publish(id);
		await n8n.publish(leaver.id);
		if (isNewest) for (const { id } of byTable) await n8n.publish(id);
	});
	const before = account.renewals();
	const server = await checks.step('The server starts', () =>
		startServer(app, home, deletions.address),
	);
	await checkWebhooks(checks, server, account);
	await checkServer(checks, server, account);
	await checkWorkflows(checks, server, account);
	await checkLeaverForm(checks, server);
	if (isNewest) await checkDataTable(checks, server, tables, world);
	await checkMcpClientToolList(checks, server, mcpServer);
	const pictures = values.into ?? mkdtempSync(path.join(tmpdir(), 'n8n-e2e-pictures-'));
	if (values.pictures) await takePictures(checks, server, account, pictures);
	await checks.check('The server renewed the stale token, once', () =>
		assertEqual(account.renewals() - before, 1, 'renewals'),
	);
	await checkConnecting(checks, server, account);
	await checks.step('The server stops', () => server.stop());
	const output = await checkTriggers(checks, n8n, { app, home }, account, liveAlerts(world));
	await checkSecrecy(checks, account, proxy, n8n.output + server.output() + output);
	if (values.pictures) process.stdout.write(`The pictures are in ${pictures}\n`);
}

runChecks(endToEnd);
