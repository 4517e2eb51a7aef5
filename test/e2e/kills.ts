import { parseArgs } from 'node:util';
import type { Checks } from './host/checks';
import { cleanups, runChecks } from './host/runChecks';
import { killAroundPolls } from './kills/killing';
import { openCollector } from './n8n/collector';
import { CommandLine } from './n8n/commandLine';
import { preparedN8n } from './n8n/prepared';
import { triggerWorkflow } from './n8n/triggerWorkflow';
import { openAccount, staleCredential } from './n8n/zohoAccount';
import { checkSecrecy } from './node/checkSecrecy';

/** All four are needed; n8n 2.41 leaves them off by default. */
const DURABLE_CURSORS = {
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
};

/**
 * The trigger in a real n8n that is killed around its polls, with n8n's durable cursors and without:
 * how many entries are lost, and how many come twice.
 *   npm run e2e:kills                     20 kills of each
 *   npm run e2e:kills -- --kills 200      more
 *   npm run e2e:kills -- --minutes 30     ends after that time, with as many as there were
 *   npm run e2e:kills -- --only durable   one of durable and default
 */
async function kills(checks: Checks): Promise<void> {
	const { values } = parseArgs({
		options: {
			kills: { type: 'string', default: '20' },
			minutes: { type: 'string', default: '600' },
			only: { type: 'string' },
		},
	});
	const { line, app, proxy, home: newHome } = await preparedN8n(checks, '2');
	for (const [name, settings] of Object.entries({ durable: DURABLE_CURSORS, default: {} })) {
		if (values.only !== undefined && values.only !== name) continue;
		const account = await openAccount();
		account.zoho.switches.settingsAuditLog = 'audit_log';
		cleanups.push(() => account.close());
		const collector = await openCollector();
		cleanups.push(() => collector.close());
		const home = await newHome(settings);
		const n8n = new CommandLine(line, app, home);
		const path = `/${name}`;
		const trigger = triggerWorkflow('e2eKills00000001', path, collector, {
			options: { source: 'endpoint' },
		});
		await checks.step(`A workflow with the trigger is published: ${name}`, async () => {
			await n8n.importCredentials(staleCredential(account));
			await n8n.importWorkflows([trigger]);
			await n8n.publish(trigger.id);
		});
		const victim = { app, home, account, collector, path };
		await checks.check(`n8n is killed around polls: ${name} cursors`, async () => {
			const limits = { kills: Number(values.kills), minutes: Number(values.minutes) };
			const toll = await killAroundPolls(victim, limits, (done) => {
				if (done % 10 === 0) process.stdout.write(`  ${name}: ${done} kills\n`);
			});
			await checkSecrecy(checks, account, proxy, n8n.output + toll.output);
			if (name === 'durable' && toll.lost > 0) throw new Error(`${toll.lost} entries were lost`);
			const { kills: done, entries, lost, crashed, twice } = toll;
			return `${done} kills, ${entries} entries: ${lost} lost, ${crashed} in executions that crashed, ${twice} twice`;
		});
	}
}

runChecks(kills);
