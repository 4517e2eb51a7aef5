import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { packed, ROOT } from '../packed';
import { npm } from './host/cache';
import type { Checks } from './host/checks';
import { aptInstall } from './host/debian';
import { startOutboundProxy, type OutboundProxy } from './host/outboundProxy';
import { freePorts } from './host/ports';
import { stopAll } from './host/processes';
import { cleanups, runChecks } from './host/runChecks';
import { openCollector } from './n8n/collector';
import { CommandLine } from './n8n/commandLine';
import { createHome, type Home, installPackage } from './n8n/home';
import { type App, installApp } from './n8n/install';
import { type Line, lineNamed } from './n8n/lines';
import { bootServer } from './n8n/server';
import { triggerWorkflow } from './n8n/triggerWorkflow';
import { latestDeletions, latestFile } from './n8n/workflows';
import { openAccount, staleCredential } from './n8n/zohoAccount';
import { checkSecrecy } from './node/checkSecrecy';
import { addBacklog, checkQueue, countedBacklog } from './queue/checkQueue';
import { LIVE_ID, type Queue } from './queue/executions';
import { hasPostgres, startPostgres } from './queue/postgres';
import { hasRedis, startRedis } from './queue/redis';
import { localSettings } from './queue/settings';
import { startWorker } from './queue/worker';

/**
 * n8n's queue mode with the settings of docs/queue-mode.md: one main, two workers that share no folder,
 * Redis and PostgreSQL from Debian's packages, all on this machine and only for this run.
 *   npm run e2e:queue
 */
async function queueMode(checks: Checks): Promise<void> {
	const line = lineNamed('2');
	const app = await checks.step(`n8n ${line.n8n} and Node ${line.node} are installed`, () =>
		installApp(line),
	);
	await checks.step('Redis and PostgreSQL are installed', async () => {
		if (!hasRedis()) await aptInstall('redis-server');
		if (!hasPostgres()) await aptInstall('postgresql');
	});
	const tarball = await checks.step('The package is built and packed', async () => {
		await npm(['run', 'build'], ROOT);
		return packed(ROOT);
	});
	cleanups.push(() => tarball.remove());
	const account = await openAccount();
	account.zoho.switches.settingsAuditLog = 'audit_log';
	cleanups.push(() => account.close());
	const proxy = await startOutboundProxy();
	cleanups.push(() => proxy.close());
	const collector = await openCollector();
	cleanups.push(() => collector.close());

	const [databasePort = 0, redisPort = 0] = await freePorts(2);
	const login = { user: 'n8n', password: 'e2e-database', database: 'n8n' };
	const settings = localSettings({
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
		await createQueueHome(line, app, proxy, settings),
		await createQueueHome(line, app, proxy, settings),
		await createQueueHome(line, app, proxy, settings),
	] as const;
	for (const home of [main, ...others]) {
		cleanups.push(() => home.remove());
		installPackage(home, String(tarball.manifest['name']), tarball.tarball);
	}
	const postgres = await checks.step('PostgreSQL and Redis start', async () => {
		await startRedis(redisPort, main.folder);
		return await startPostgres({ ...login, port: databasePort });
	});
	// n8n first, because PostgreSQL waits for its clients.
	cleanups.unshift(stopAll, () => postgres.stop());

	const backlog = addBacklog(account);
	const live = triggerWorkflow(LIVE_ID, '/live', collector, { options: { source: 'endpoint' } });
	const counted = countedBacklog(backlog);
	const n8n = new CommandLine(line, app, main);
	await checks.step('A stale credential and workflows are imported and published', async () => {
		await n8n.importCredentials(staleCredential(account));
		const workflows = [latestDeletions.workflow, latestFile.workflow, counted.workflow, live];
		await n8n.importWorkflows(workflows);
		// PostgreSQL allows several at once.
		await Promise.all(workflows.map(({ id }) => n8n.publish(id)));
	});
	const queue: Queue = await checks.step('Main and two workers start', async () => {
		const [server, ...workers] = await Promise.all([
			bootServer(app, main, latestDeletions.address),
			...others.map((home) => startWorker(app, home)),
		]);
		return { app, account, collector, postgres, main, server, workers };
	});
	const output = await checkQueue(checks, queue, { backlog, counted });
	await checkSecrecy(checks, account, proxy, n8n.output + output);
}

/** The home of one of n8n's processes, as on a machine of its own, with a folder for temporary files. */
async function createQueueHome(
	line: Line,
	app: App,
	proxy: OutboundProxy,
	settings: Readonly<Record<string, string>>,
): Promise<Home> {
	const home = await createHome(line, app, proxy);
	const TMPDIR = path.join(home.folder, 'tmp');
	mkdirSync(TMPDIR);
	// By default n8n takes minutes to notice that a worker has died.
	const shortIntervals = {
		QUEUE_WORKER_LOCK_DURATION: '10000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
		QUEUE_WORKER_STALLED_INTERVAL: '2000',
	};
	return { ...home, environment: { ...home.environment, ...settings, ...shortIntervals, TMPDIR } };
}

runChecks(queueMode);
