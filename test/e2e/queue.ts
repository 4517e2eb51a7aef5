import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { packed, ROOT } from '../packed';
import { npm } from './host/cache';
import type { Checks } from './host/checks';
import { openCollector } from './n8n/collector';
import { CommandLine } from './n8n/commandLine';
import { aptInstall } from './host/debian';
import { endings, runToEnd } from './host/wholeRun';
import { createHome, freePorts, type Home, layOut } from './n8n/home';
import { type App, installApp } from './n8n/install';
import { type Line, lineNamed } from './n8n/lines';
import { watchOutside, type Outside } from './host/outboundProxy';
import { hasPostgres, startPostgres } from './queue/postgres';
import { stopAll } from './host/processes';
import { backlog, countedBacklog, onWorkers } from './queue/checks';
import { LIVE_ID, type Queue } from './queue/runs';
import { settingsHere } from './queue/settings';
import { hasRedis, startRedis } from './queue/redis';
import { lookBack } from './node/secrecy';
import { bootServer } from './n8n/server';
import { triggerWorkflow } from './node/triggers';
import { startWorker } from './queue/worker';
import { latestDeletions, latestFile } from './n8n/workflows';
import { openAccount, staleCredential } from './n8n/zohoAccount';

/**
 * n8n's queue mode with the settings of docs/queue-mode.md: one main, two workers that share no folder,
 * Redis and PostgreSQL from Debian's packages, all of this run alone and on this machine.
 *   npm run e2e:queue
 */
async function queueMode(checks: Checks): Promise<void> {
	const line = lineNamed('2');
	const app = await checks.step(`n8n ${line.n8n} and Node ${line.node} are there`, () =>
		installApp(line),
	);
	await checks.step('Redis and PostgreSQL are there', async () => {
		if (!hasRedis()) await aptInstall('redis-server');
		if (!hasPostgres()) await aptInstall('postgresql');
	});
	const tarball = await checks.step('The package is built and packed', async () => {
		await npm(['run', 'build'], ROOT);
		return packed(ROOT);
	});
	endings.push(() => tarball.remove());
	const account = await openAccount();
	account.zoho.switches.settingsAuditLog = 'audit_log';
	endings.push(() => account.close());
	const outside = await watchOutside();
	endings.push(() => outside.close());
	const collector = await openCollector();
	endings.push(() => collector.close());

	const [databasePort = 0, redisPort = 0] = await freePorts(2);
	const login = { user: 'n8n', password: 'e2e-database', database: 'n8n' };
	const settings = settingsHere({
		N8N_ENCRYPTION_KEY: 'e2e',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(databasePort),
		DB_POSTGRESDB_DATABASE: login.database,
		DB_POSTGRESDB_USER: login.user,
		DB_POSTGRESDB_PASSWORD: login.password,
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
	});
	const [main, ...others] = [
		await homeOf(line, app, outside, settings),
		await homeOf(line, app, outside, settings),
		await homeOf(line, app, outside, settings),
	] as const;
	for (const home of [main, ...others]) {
		endings.push(() => home.remove());
		layOut(home, String(tarball.manifest['name']), tarball.tarball);
	}
	const postgres = await checks.step('PostgreSQL and Redis start', async () => {
		await startRedis(redisPort, main.folder);
		return await startPostgres({ ...login, port: databasePort });
	});
	// n8n first: else PostgreSQL waits for it.
	endings.unshift(stopAll, () => postgres.stop());

	const rows = backlog(account);
	const live = triggerWorkflow(LIVE_ID, '/live', collector, { source: 'endpoint' });
	const counted = countedBacklog(rows);
	const n8n = new CommandLine(line, app, main);
	await checks.step('A stale credential and workflows are imported and live', async () => {
		await n8n.importCredentials(staleCredential(account));
		const workflows = [latestDeletions.workflow, latestFile.workflow, counted.workflow, live];
		await n8n.importWorkflows(workflows);
		// This database takes several at once.
		await Promise.all(workflows.map(({ id }) => n8n.publish(id)));
	});
	const queue: Queue = await checks.step('Main and two workers start', async () => {
		const [server, ...workers] = await Promise.all([
			bootServer(app, main, latestDeletions.address),
			...others.map((home) => startWorker(app, home)),
		]);
		return { app, account, collector, postgres, main, server, workers };
	});
	const printed = await onWorkers(checks, queue, { rows, counted });
	await lookBack(checks, account, outside, n8n.printed + printed);
}

/** The home of one of n8n's processes, as on a machine of its own, with a folder for passing files. */
async function homeOf(
	line: Line,
	app: App,
	outside: Outside,
	settings: Readonly<Record<string, string>>,
): Promise<Home> {
	const home = await createHome(line, app, outside);
	const TMPDIR = path.join(home.folder, 'tmp');
	mkdirSync(TMPDIR);
	// By default a worker that is gone is noticed after minutes.
	const impatient = {
		QUEUE_WORKER_LOCK_DURATION: '10000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
		QUEUE_WORKER_STALLED_INTERVAL: '2000',
	};
	return { ...home, environment: { ...home.environment, ...settings, ...impatient, TMPDIR } };
}

runToEnd(queueMode);
