import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR, MINUTE, SECOND } from '../../../shared/durations';
import { refusal } from '../../zoho/answers';
import type { Zoho } from '../../zoho/zoho';
import type { LiveAlerts } from '../examples/liveAlerts';
import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import type { Running } from '../host/processes';
import { type Collector, openCollector } from '../n8n/collector';
import type { CommandLine } from '../n8n/commandLine';
import type { Home } from '../n8n/home';
import type { App } from '../n8n/install';
import { asOwner, type Server, startProcess } from '../n8n/server';
import { triggerWorkflow } from '../n8n/triggerWorkflow';
import type { Account } from '../n8n/zohoAccount';

const BACKLOG = 100_000;
/** Between two polls of the workflows here. */
const POLL_MS = 5 * SECOND;

/**
 * The trigger in a real n8n, through the endpoint and through an export with a backlog of 100,000
 * entries; n8n is restarted in the middle.
 * @returns what n8n printed.
 */
export async function checkTriggers(
	checks: Checks,
	n8n: CommandLine,
	host: { readonly app: App; readonly home: Home },
	{ zoho }: Account,
	alerts: LiveAlerts,
): Promise<string> {
	const collector = await openCollector();
	const previous = zoho.switches.settingsAuditLog;
	zoho.switches.settingsAuditLog = 'audit_log';
	let running: Running | undefined;
	let output = '';
	const start = (): void => void (running = startProcess(host.app, host.home));
	const stop = async (): Promise<void> => {
		await running?.stop();
		output += running?.output() ?? '';
		running = undefined;
	};
	const signIn = async (url: string): Promise<Server> => {
		if (!running) throw new Error('n8n does not run.');
		return await asOwner(url, running);
	};
	try {
		const from = Math.floor((Date.now() - 20 * HOUR) / MINUTE) * MINUTE;
		const backlog = addBacklog(zoho, from);
		// Published before n8n runs, it counts as active before, and looks back over the overlap: what
		// was recorded in the minute before may come first.
		const live = triggerWorkflow('e2eTrigger000001', '/live', collector, {
			options: { source: 'endpoint', overlapMinutes: 1 },
		});
		const bulk = triggerWorkflow('e2eTrigger000002', '/bulk', collector, {
			options: { start: new Date(from).toISOString(), source: 'export', paceMinutes: 1 },
		});
		await checks.step('Three workflows with the trigger are published', async () => {
			await n8n.importWorkflows([live, bulk, alerts.workflow]);
			for (const { id } of [live, bulk, alerts.workflow]) await n8n.publish(id);
		});

		start();
		await checks.check('A backlog is returned in batches, from one export', async () => {
			await collector.untilReceived('/bulk', 20_000, 3 * MINUTE);
			return `${collector.received('/bulk').length} of ${backlog} so far`;
		});
		const recorded: string[] = [];
		await checks.check('A deletion fires the live trigger', async () => {
			const since = Date.now();
			recorded.push(zoho.record({ action: 'deleted' }).id);
			await collector.untilAllReceived('/live', recorded, MINUTE);
			return `after ${((Date.now() - since) / 1000).toFixed(1)} s`;
		});
		await checks.check('An export reaches Slack, Teams and a mailbox, with names', async () => {
			// Of a name that no other alert has.
			const [id, name] = ['7610000000000009999', 'Vera Alarm'];
			zoho.record({ action: 'exported', done_by: { id, name } });
			return await alerts.received(name, MINUTE);
		});
		await checks.step(
			'n8n is restarted in the middle, with a change while it is down',
			async () => {
				await stop();
				recorded.push(zoho.record({ action: 'updated' }).id);
				start();
			},
		);
		await checks.check('After the restart no entry is missing, and none is repeated', async () => {
			await collector.untilReceived('/bulk', backlog, 5 * MINUTE);
			await collector.untilAllReceived('/live', recorded, MINUTE);
			for (const path of ['/bulk', '/live']) {
				const ids = collector.received(path);
				assertEqual(ids.length - new Set(ids).size, 0, `repeated entries at ${path}`);
			}
			return `${backlog} and ${recorded.length} entries`;
		});
		await checks.check(
			'A pause after failures ends when the workflow is deactivated and activated again',
			() => endsPause(zoho, collector, live.id, () => signIn(host.home.url)),
		);
		await stop();
		await checks.check('What n8n persists for the trigger stays small', async () => {
			const bytes = JSON.stringify(await n8n.staticData(bulk.id)).length;
			if (bytes < 200 || bytes > 64 * 1024) throw new Error(`${bytes} bytes`);
			return `${bytes} bytes after ${backlog} entries`;
		});
	} finally {
		await stop();
		await collector.close();
		zoho.switches.settingsAuditLog = previous;
	}
	return output;
}

/** Polls every five seconds that fail: a pause of a minute follows the third. */
async function endsPause(
	zoho: Zoho,
	collector: Collector,
	workflowId: string,
	signIn: () => Promise<Server>,
): Promise<string> {
	const failed = () =>
		zoho.requests.filter((it) => it.operation === 'getAuditLog' && it.status === 403);
	const refuse = () => refusal(403, 'NO_PERMISSION', 'permission denied');
	zoho.faults.add({ on: 'getAuditLog', times: Infinity, refuse });
	let [count, since] = [0, Date.now()];
	for (const end = Date.now() + MINUTE; Date.now() - since < 2.5 * POLL_MS; await sleep(200)) {
		if (Date.now() > end) throw new Error(`No pause after ${count} failures.`);
		const { length } = failed();
		if (length !== count || count === 0) [count, since] = [length, Date.now()];
	}
	zoho.faults.clear();
	const { id } = zoho.record({ action: 'deleted' });
	const owner = await signIn();
	const { data } = (await owner.get(`/rest/workflows/${workflowId}`)) as {
		data: { versionId: string };
	};
	await owner.post(`/rest/workflows/${workflowId}/deactivate`, {});
	const { versionId } = data;
	await owner.post(`/rest/workflows/${workflowId}/activate`, { versionId });
	await collector.untilAllReceived('/live', [id], 30 * SECOND);
	const seconds = (Date.now() - since) / SECOND;
	if (seconds > 55) throw new Error(`It came ${seconds} s after the last failure.`);
	return `an entry came ${seconds.toFixed(1)} s after the last of ${count} failures`;
}

/**
 * Fills the log from a time on.
 * @returns the number of entries since then.
 */
function addBacklog(zoho: Zoho, from: number): number {
	const span = Date.now() - 5 * MINUTE - from;
	for (let number = 0; number < BACKLOG; number++) {
		zoho.record({ audited_time: from + (number / BACKLOG) * span });
	}
	return zoho.log.filter(({ audited_time }) => audited_time >= from).length;
}
