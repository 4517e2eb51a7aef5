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
export function formerlyActive(
	context: IPollFunctions,
	start: string,
): { readonly checkpoint?: string | undefined } | undefined {
	const place = placesIn(context)[context.getNode().id] as IDataObject | undefined;
	if (place)
		return place['start'] === start ? { checkpoint: String(place['checkpoint']) } : undefined;
	return ['init', 'leadershipChange', 'update'].includes(context.getActivationMode())
		? {}
		: undefined;
}

/** Keeps where this trigger stands by the id of its node. */
export function keepPlace(context: IPollFunctions, checkpoint: string, start: string): void {
	const { id } = context.getNode();
	const { [id]: known, ...others } = placesIn(context);
	const { checkpoint: before, start: startBefore } = (known ?? {}) as IDataObject;
	if (before === checkpoint && startBefore === start) return;
	const kept = Object.entries(others).slice(1 - MAX_NODES);
	context.getWorkflowStaticData('global')[KEY] = {
		...Object.fromEntries(kept),
		[id]: { checkpoint, start },
	};
}

function placesIn(context: IPollFunctions): IDataObject {
	const places = context.getWorkflowStaticData('global')[KEY];
	return typeof places === 'object' && places !== null ? (places as IDataObject) : {};
}
