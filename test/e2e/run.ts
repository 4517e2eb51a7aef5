import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packed, ROOT } from '../packed';
import { npm } from './host/cache';
import { openChat } from './examples/chat';
import type { Checks } from './host/checks';
import { CommandLine } from './n8n/commandLine';
import { connect } from './node/connect';
import { endings, runToEnd } from './host/wholeRun';
import { exampleId, importedExamples, importedId, preparedExamples } from './examples/prepared';
import { fillInForm } from './examples/leaverForm';
import { runExamples, sameNumber } from './examples/runExamples';
import { createHome, layOut } from './n8n/home';
import { callByMcpClientTool, listByMcpClientTool, serveForN8n } from './node/mcpClientTool';
import { installApp } from './n8n/install';
import { killExecutions } from './node/killedExecutions';
import { lineNamed } from './n8n/lines';
import { useServer } from './node/inServer';
import { openModel } from './examples/model';
import { watchOutside } from './host/outboundProxy';
import { takePictures } from './editor/pictures';
import { lookBack } from './node/secrecy';
import { startServer } from './n8n/server';
import { openSiem, sendAgain } from './examples/siem';
import { fireTriggers } from './node/triggers';
import { callWebhooks } from './node/webhooks';
import { deletions, forbiddenExport, latestFile, PICTURED } from './n8n/workflows';
import {
	MODEL_CREDENTIAL,
	openAccount,
	readOnlyCredential,
	SIEM_CREDENTIAL,
	staleCredential,
	UNCONNECTED,
} from './n8n/zohoAccount';

const LIVE = [deletions.workflow, latestFile.workflow, forbiddenExport.workflow];

/**
 * The node from its packed tarball in a real n8n: command line, server, database, editor. Zoho is the
 * emulator, and nothing but this machine is asked.
 *   npm run e2e                    the newest line of n8n, on Node 24
 *   npm run e2e -- --line 1        the line before, on Node 20
 *   npm run e2e -- --no-pictures   without a browser
 *   npm run e2e -- --into FOLDER   pictures go there, where else they go to a new folder
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
	const line = lineNamed(values.line);
	const app = await checks.step(`n8n ${line.n8n} and Node ${line.node} are there`, () =>
		installApp(line),
	);
	const tarball = await checks.step('The package is built and packed', async () => {
		await npm(['run', 'build'], ROOT);
		return packed(ROOT);
	});
	endings.push(() => tarball.remove());
	const account = await openAccount();
	endings.push(() => account.close());
	const outside = await watchOutside();
	endings.push(() => outside.close());
	const [chat, model, siem] = [await openChat(), await openModel(), await openSiem()];
	endings.push(
		() => chat.close(),
		() => model.close(),
		() => siem.close(),
	);
	const home = await createHome(line, app, outside);
	endings.push(() => home.remove());
	mkdirSync(home.files);
	const world = { account, chat, model, siem, folder: home.files };
	const examples = preparedExamples(world);

	const n8n = new CommandLine(line, app, home);
	layOut(home, String(tarball.manifest['name']), tarball.tarball);
	await checks.step('A connected credential is imported, with a token that is stale', () =>
		n8n.importCredentials(
			staleCredential(account),
			UNCONNECTED,
			readOnlyCredential(account),
			{ ...MODEL_CREDENTIAL, data: { apiKey: 'sk-none', url: `${model.url}/v1` } },
			SIEM_CREDENTIAL,
		),
	);
	await checks.step('Workflows are imported', () =>
		n8n.importWorkflows([
			...examples.map(({ workflow }) => workflow),
			...importedExamples(),
			...LIVE,
			...Object.values(PICTURED),
		]),
	);
	await runExamples(checks, n8n, examples, world);
	await sendAgain(checks, n8n, { siem, workflowId: exampleId('siem.json') });
	await killExecutions(checks, n8n, home, account);
	const asked = await serveForN8n();
	endings.push(() => asked.stop());
	await callByMcpClientTool(checks, n8n, asked);

	await checks.step('The credential is made stale again, and webhooks live', async () => {
		await n8n.importCredentials(staleCredential(account));
		for (const { id } of LIVE) await n8n.publish(id);
		await n8n.publish(importedId('leaver.json'));
	});
	const before = account.renewals();
	const server = await checks.step('The server starts', () =>
		startServer(app, home, deletions.address),
	);
	await callWebhooks(checks, server, account);
	await useServer(checks, server, account);
	await fillInForm(checks, server);
	await listByMcpClientTool(checks, server, asked);
	const pictures = values.into ?? mkdtempSync(path.join(tmpdir(), 'n8n-e2e-pictures-'));
	if (values.pictures) await takePictures(checks, server, account, pictures);
	await checks.check('The server renewed the stale token, once', () =>
		sameNumber(account.renewals() - before, 1, 'renewals'),
	);
	await connect(checks, server, account);
	await checks.step('The server stops', () => server.stop());
	const printed = await fireTriggers(checks, n8n, { app, home }, account);
	await lookBack(checks, account, outside, n8n.printed + server.printed() + printed);
	if (values.pictures) process.stdout.write(`The pictures are in ${pictures}\n`);
}

runToEnd(endToEnd);
