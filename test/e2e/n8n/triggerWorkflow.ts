import type { INodeParameters } from 'n8n-workflow';
import { type Collector, collectorNodes } from './collector';
import { PACKAGE, type SavedWorkflow, SETTINGS } from './workflows';
import { CREDENTIAL } from './zohoAccount';

/** n8n allows no interval below a minute, but any number of schedules. */
export const EVERY_FIVE_SECONDS = Array.from({ length: 12 }, (_, number) => ({
	mode: 'custom',
	cronExpression: `${number * 5} * * * * *`,
}));

/** The trigger, and the two nodes that send the ids of each execution to a path of the collector. */
export function triggerWorkflow(
	id: string,
	path: string,
	collector: Collector,
	parameters: INodeParameters,
): SavedWorkflow {
	const { id: credential, name, type } = CREDENTIAL;
	return {
		id,
		name: path,
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
			...collectorNodes(collector, path),
		],
		connections: {
			Trigger: { main: [[{ node: 'Ids', type: 'main', index: 0 }]] },
			Ids: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
		},
	};
}
