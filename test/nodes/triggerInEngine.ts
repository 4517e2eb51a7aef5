import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { PollResult } from '../n8n/engine';
import { NODE, triggerWorkflow } from '../n8n/workflow';
import { nodeInEngine } from './nodeInEngine';

/** The trigger in n8n's engine, beside a Zoho whose clock can be set ahead of n8n's. */
export function triggerInEngine() {
	const n8n = nodeInEngine();
	/** How far Zoho's clock is ahead of n8n's. Milliseconds. */
	const clock = { ahead: 0 };
	beforeEach(() => {
		clock.ahead = 0;
		const switches = { settingsAuditLog: 'audit_log' as const };
		n8n.start({ switches, now: () => Date.now() + clock.ahead });
	});

	return {
		n8n,
		clock,
		/** A trigger whose static data n8n keeps between polls. */
		active: (parameters: INodeParameters = {}, staticData: IDataObject = {}) => ({
			staticData,
			poll: async (changes: INodeParameters = {}): Promise<PollResult> =>
				await n8n.engine.poll(triggerWorkflow({ ...parameters, ...changes }), NODE, { staticData }),
		}),
	};
}
