import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { Zoho } from '../../zoho/zoho';
import type { Checks } from '../host/checks';
import { type Collector, openCollector, telling } from '../n8n/collector';
import type { CommandLine } from '../n8n/commandLine';
import { PACKAGE, SETTINGS } from '../examples/prepared';
import { sameNumber } from '../examples/runExamples';
import type { Home } from '../n8n/home';
import type { App } from '../n8n/install';
import { type Running, start } from '../host/processes';
import type { Saved } from '../n8n/workflows';
import { type Account, CREDENTIAL } from '../n8n/zohoAccount';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BACKLOG = 100_000;
/** n8n takes no schedule of less than a minute, and any number of schedules. */
const EVERY_FIVE_SECONDS = Array.from({ length: 12 }, (_, number) => ({
	mode: 'custom',
	cronExpression: `${number * 5} * * * * *`,
}));

/**
 * The trigger in a real n8n: live through the endpoint, and through an export with a backlog of 100,000
 * entries, while n8n is stopped and started again in the middle.
 * @returns what n8n has printed.
 */
export async function fireTriggers(
	checks: Checks,
	n8n: CommandLine,
	host: { readonly app: App; readonly home: Home },
	{ zoho }: Account,
): Promise<string> {
	const collector = await openCollector();
	const offered = zoho.switches.settingsAuditLog;
	zoho.switches.settingsAuditLog = 'audit_log';
	let running: Running | undefined;
	let printed = '';
	const startAgain = (): void => void (running = startServer(host));
	const stop = async (): Promise<void> => {
		await running?.stop();
		printed += running?.output() ?? '';
		running = undefined;
	};
	try {
		const from = Math.floor((Date.now() - 20 * HOUR) / MINUTE) * MINUTE;
		const backlog = backlogSince(zoho, from);
		const live = triggerWorkflow('e2eTrigger000001', '/live', collector, { source: 'endpoint' });
		const bulk = triggerWorkflow('e2eTrigger000002', '/bulk', collector, {
			source: 'export',
			startFrom: 'date',
			start: new Date(from).toISOString(),
			options: { paceMinutes: 1 },
		});
		await checks.step('Two workflows begin with the trigger', async () => {
			await n8n.importWorkflows([live, bulk]);
			for (const { id } of [live, bulk]) await n8n.publish(id);
		});

		startAgain();
		await checks.check('A backlog is given in parts, from one export', async () => {
			await collector.until('/bulk', 20_000, 3 * MINUTE);
			return `${collector.told('/bulk').length} of ${backlog} so far`;
		});
		await checks.check('A deletion fires the live trigger', async () => {
			const since = Date.now();
			const { id } = zoho.record({ action: 'deleted' });
			await collector.until('/live', 1, MINUTE);
			if (collector.told('/live')[0] !== id) throw new Error('another entry came');
			return `after ${((Date.now() - since) / 1000).toFixed(1)} s`;
		});
		await checks.step('n8n stops in the middle, and something happens meanwhile', async () => {
			await stop();
			zoho.record({ action: 'updated' });
			startAgain();
		});
		await checks.check(
			'After the restart nothing is missing, and nothing comes twice',
			async () => {
				await collector.until('/bulk', backlog, 5 * MINUTE);
				await collector.until('/live', 2, MINUTE);
				const repeats = ['/bulk', '/live'].map(
					(path) => collector.told(path).length - new Set(collector.told(path)).size,
				);
				sameNumber(repeats[0] ?? 0, 0, 'repeated entries of the backlog');
				sameNumber(repeats[1] ?? 0, 0, 'repeated entries of the live trigger');
				return `${backlog} and 2 entries`;
			},
		);
		await stop();
		await checks.check('What n8n keeps for the trigger stays small', async () => {
			const bytes = JSON.stringify(await n8n.staticData(bulk.id)).length;
			if (bytes < 200 || bytes > 64 * 1024) throw new Error(`${bytes} bytes`);
			return `${bytes} bytes after ${backlog} entries`;
		});
	} finally {
		await stop();
		await collector.close();
		zoho.switches.settingsAuditLog = offered;
	}
	return printed;
}

function startServer({ app, home }: { readonly app: App; readonly home: Home }): Running {
	return start({
		file: app.node,
		args: [app.script, 'start'],
		env: home.environment,
		log: path.join(home.folder, 'triggers.log'),
	});
}

/** How many entries there are from then on, once there are enough. */
function backlogSince(zoho: Zoho, from: number): number {
	const span = Date.now() - 5 * MINUTE - from;
	for (let number = 0; number < BACKLOG; number++) {
		zoho.record({ audited_time: from + (number / BACKLOG) * span });
	}
	return zoho.log.filter(({ audited_time }) => audited_time >= from).length;
}

/** Trigger, one list of ids for each execution, and the program that is told. */
export function triggerWorkflow(
	id: string,
	told: string,
	collector: Collector,
	parameters: INodeParameters,
): Saved {
	const { id: credential, name, type } = CREDENTIAL;
	return {
		id,
		name: told,
		active: false,
		settings: { ...SETTINGS, saveDataSuccessExecution: 'none' },
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: `${PACKAGE}.zohoCrmAuditLogTrigger`,
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					...parameters,
					pollTimes: { item: EVERY_FIVE_SECONDS },
				},
				credentials: { [type]: { id: credential, name } },
			},
			...telling(collector, told),
		],
		connections: {
			Trigger: { main: [[{ node: 'Ids', type: 'main', index: 0 }]] },
			Ids: { main: [[{ node: 'Tell', type: 'main', index: 0 }]] },
		},
	};
}
