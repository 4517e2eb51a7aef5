import type { IDataObject } from 'n8n-workflow';
import { NODE, triggerWorkflow } from '../n8n/workflow';
import { nodeInEngine } from '../nodes/nodeInEngine';
import type { ZohoSetup } from '../zoho/zoho';
import { hastenTests } from './outside.cjs';

/** What one poll returned, and the errors that n8n shows with it. */
export interface PollResult {
	readonly delivered: unknown[];
	readonly reported: string[];
}

/** The trigger in n8n's engine, poll by poll, and a clock that is ahead of the real one. */
export function triggerHouse() {
	let slow = (): void => undefined;
	beforeAll(() => {
		slow = hastenTests();
	});
	afterAll(() => slow());
	const n8n = nodeInEngine();
	const clock = { ahead: 0 };

	/** One fault of faults.ts and what is shown for it, through the trigger. */
	function faultInTrigger(
		number: number,
		shows: string,
		run: () => Promise<void>,
		setup: ZohoSetup = {},
	): void {
		test(`F${number}: ${shows} (trigger)`, async () => {
			clock.ahead = 0;
			const switches = { settingsAuditLog: 'audit_log' as const, ...setup.switches };
			n8n.start({ now: () => Date.now() + clock.ahead, ...setup, switches });
			await run();
		});
	}

	async function polled(staticData: IDataObject, parameters = {}): Promise<PollResult> {
		const workflow = triggerWorkflow(parameters);
		const { items, errors } = await n8n.engine.poll(workflow, NODE, { staticData });
		const delivered = (items ?? []).map(({ json }) => json['event_id']);
		return { delivered, reported: errors.map(({ message }) => message) };
	}

	/** Time passes between two polls, at Zoho and on n8n's machine. */
	function pass(staticData: IDataObject, milliseconds: number): void {
		clock.ahead += milliseconds;
		const cursor = staticData['cursor'] as IDataObject;
		for (const part of [cursor, cursor['trouble'] as IDataObject | undefined]) {
			for (const key of ['paced_from', 'looked_at', 'endpoint_tried_at', 'failed_at']) {
				if (typeof part?.[key] === 'number') part[key] -= milliseconds;
			}
		}
	}

	return { n8n, clock, faultInTrigger, polled, pass };
}
