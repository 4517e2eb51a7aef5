import type { IDataObject, INodeParameters, WorkflowActivateMode } from 'n8n-workflow';
import { NODE, triggerWorkflow } from '../n8n/workflow';
import { triggerHouse } from './triggerHouse';

jest.setTimeout(150_000);

/** n8n's default engine keeps the memory of a node by its name. */
const { n8n, clock, faultInTrigger } = triggerHouse();
const MINUTE = 60_000;

/** A workflow with one trigger, whatever it is called. */
function oneTrigger(parameters: INodeParameters = {}) {
	const memories: Record<string, IDataObject> = {};
	const workflowData: IDataObject = {};
	return {
		workflowData,
		poll: async (name: string, activation: WorkflowActivateMode) => {
			const file = triggerWorkflow(parameters);
			const nodes = file.nodes.map((node) => ({ ...node, name }));
			const staticData = (memories[name] ??= {});
			const { items, errors } = await n8n.engine.poll({ ...file, nodes }, name, {
				...{ staticData, workflowData, activation },
			});
			const delivered = (items ?? []).map(({ json }) => json['event_id']);
			return { delivered, reported: errors.map(({ message }) => message) };
		},
	};
}

/** An entry now, and what its id is. */
function changeAfter(minutes: number): string {
	clock.ahead += minutes * MINUTE;
	return n8n.zoho.record({}).id;
}

for (const activation of ['update', 'activate', 'init'] as const) {
	faultInTrigger(
		76,
		`it continues where it stood, which is kept by the id of the node: ${activation}`,
		async () => {
			const trigger = oneTrigger();
			// Of an endpoint that lists nothing the automatic source is not sure.
			changeAfter(0);
			clock.ahead += 30 * MINUTE;
			await trigger.poll(NODE, 'activate');
			const first = changeAfter(30);
			expect((await trigger.poll(NODE, 'activate')).delivered).toEqual([first]);
			const made = [changeAfter(2), changeAfter(60), changeAfter(60)];
			const { delivered, reported } = await trigger.poll('Renamed', activation);
			expect(delivered).toEqual([first, ...made]);
			expect(reported.join()).toMatch(
				/probably renamed\).*continues from its checkpoint.*nothing is lost/,
			);
			const next = changeAfter(1);
			expect(await trigger.poll('Renamed', activation)).toEqual({
				delivered: [next],
				reported: [],
			});
		},
		{ entries: 0 },
	);
}

for (const activation of ['init', 'leadershipChange', 'update'] as const) {
	faultInTrigger(
		76,
		`without even that it looks back over the overlap and reports it, when n8n says it was active: ${activation}`,
		async () => {
			const trigger = oneTrigger();
			changeAfter(0);
			const made = [changeAfter(20), changeAfter(10)];
			const { delivered, reported } = await trigger.poll('Renamed', activation);
			expect(delivered).toEqual(made);
			expect(reported.join()).toMatch(/probably renamed\).*begins again at .*Get Audit Log/);
		},
		{ entries: 0 },
	);
}

for (const activation of ['activate', 'create'] as const) {
	faultInTrigger(
		76,
		`a first activation starts from now, and nothing is reported: ${activation}`,
		async () => {
			const trigger = oneTrigger();
			changeAfter(1);
			clock.ahead += 2 * MINUTE;
			expect(await trigger.poll(NODE, activation)).toEqual({ delivered: [], reported: [] });
			const next = changeAfter(5);
			expect(await trigger.poll(NODE, activation)).toEqual({ delivered: [next], reported: [] });
		},
		{ entries: 0 },
	);
}

faultInTrigger(
	76,
	'a renamed trigger of exports continues as well',
	async () => {
		const trigger = oneTrigger({ source: 'export' });
		await trigger.poll(NODE, 'activate');
		changeAfter(30);
		changeAfter(60);
		clock.ahead += 20 * MINUTE;
		const { delivered, reported } = await trigger.poll('Renamed', 'update');
		expect(delivered).toHaveLength(2);
		expect(reported.join()).toMatch(/nothing is lost/);
	},
	{ entries: 0, switches: { settingsAuditLog: 404 } },
);
