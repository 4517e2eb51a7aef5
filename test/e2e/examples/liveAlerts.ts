import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { isOurs } from '../../n8n/examples';
import { EVERY_FIVE_SECONDS } from '../n8n/triggerWorkflow';
import type { SavedWorkflow } from '../n8n/workflows';
import type { World } from './expectations';
import { filledExample } from './prepared';
import { verifyAlert } from './verifyAlert';

/** The example of alerts, published. */
export interface LiveAlerts {
	readonly workflow: SavedWorkflow;
	/** Waits until an alert that names someone has reached everyone; returns what Slack got. */
	received(name: string, milliseconds: number): Promise<string>;
}

/** With its own trigger, which polls every five seconds and asks the endpoint. */
export function liveAlerts(world: World): LiveAlerts {
	const filled = filledExample('alerts.json', world);
	const polling = (node: INode): INode => {
		if (!isOurs(node)) return node;
		const pollTimes = { item: EVERY_FIVE_SECONDS };
		const parameters = { ...node.parameters, pollTimes, options: { source: 'endpoint' } };
		return { ...node, parameters };
	};
	return {
		workflow: { ...filled, id: 'e2eLiveAlerts001', nodes: filled.nodes.map(polling) },
		async received(name, milliseconds) {
			const { chat, mail } = world;
			for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(200)) {
				if (mail.received(name) && chat.received(name) >= 2) break;
			}
			return verifyAlert(world, name, 'exported');
		},
	};
}
