import type { IDataObject, IPollFunctions } from 'n8n-workflow';

/** In the workflow's own static data, which n8n keeps whatever its nodes are called. */
const KEY = 'zohoCrmAuditLogTriggers';
/** More triggers than a workflow has. */
const MAX_NODES = 20;

/**
 * Whether this trigger was active before, though nothing is kept under its name: n8n's default engine keeps
 * the memory of a node by its name, which people change. Its id stays, so the checkpoint is also kept by that.
 * Where even this is missing, n8n says whether the workflow was active before it was activated now.
 */
export function activeBefore(
	context: IPollFunctions,
	start: string,
): { readonly checkpoint?: string | undefined } | undefined {
	const kept = checkpointsIn(context)[context.getNode().id] as IDataObject | undefined;
	if (kept) return kept['start'] === start ? { checkpoint: String(kept['checkpoint']) } : undefined;
	return ['init', 'leadershipChange', 'update'].includes(context.getActivationMode())
		? {}
		: undefined;
}

/** Saves the checkpoint by the id of the trigger's node as well. */
export function saveCheckpoint(context: IPollFunctions, checkpoint: string, start: string): void {
	const { id } = context.getNode();
	const { [id]: known, ...others } = checkpointsIn(context);
	const { checkpoint: before, start: startBefore } = (known ?? {}) as IDataObject;
	if (before === checkpoint && startBefore === start) return;
	const kept = Object.entries(others).slice(1 - MAX_NODES);
	context.getWorkflowStaticData('global')[KEY] = {
		...Object.fromEntries(kept),
		[id]: { checkpoint, start },
	};
}

function checkpointsIn(context: IPollFunctions): IDataObject {
	const checkpoints = context.getWorkflowStaticData('global')[KEY];
	return typeof checkpoints === 'object' && checkpoints !== null
		? (checkpoints as IDataObject)
		: {};
}
