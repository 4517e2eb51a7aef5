import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import type { IDataObject, IRun } from 'n8n-workflow';
import { MINUTE } from '../../../shared/durations';
import type { Server } from './server';
import type { SavedWorkflow } from './workflows';

type Finished = Pick<IRun, 'data'> & { readonly status: string };

/** Saves a workflow and runs it as the editor does; waits until it ends, however it ends. */
export async function runManually(
	n8n: Server,
	saved: SavedWorkflow & { readonly pinData?: object },
	trigger = 'Start',
): Promise<Finished> {
	const { id } = await saveWorkflow(n8n, saved);
	const run = { triggerToStartFrom: { name: trigger } };
	const { executionId } = dataOf(await n8n.post(`/rest/workflows/${id}/run`, run));
	for (const end = Date.now() + 3 * MINUTE; ; await sleep(100)) {
		const { status, data } = dataOf(await n8n.get(`/rest/executions/${String(executionId)}`));
		if (!/^(new|running|waiting)$/.test(String(status))) {
			return { status: String(status), data: parse(String(data)) as IRun['data'] };
		}
		if (Date.now() > end) throw new Error(`The execution is ${String(status)}.`);
	}
}

/** @returns what n8n made of it, with the id. */
export async function saveWorkflow(
	n8n: Server,
	{ id: _id, ...workflow }: SavedWorkflow,
): Promise<IDataObject> {
	return dataOf(await n8n.post('/rest/workflows', workflow));
}

const dataOf = (answer: unknown): IDataObject => (answer as { data: IDataObject }).data;

/** The hints that a node left in all its runs. */
export function hintsIn({ data }: Pick<IRun, 'data'>, node: string): string[] {
	return (data.resultData.runData[node] ?? []).flatMap(({ hints }) =>
		(hints ?? []).map(({ message }) => message),
	);
}
