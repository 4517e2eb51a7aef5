import type { IDataObject } from 'n8n-workflow';
import { DAY, MINUTE } from '../../../shared/durations';
import { NOBODY } from '../../../shared/entries/flatEntry';
import { isOurs } from '../../n8n/examples';
import type { LogEntry, Zoho } from '../../zoho/zoho';
import { assertEqual, assertSameList } from '../host/assertions';
import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';
import { byWebhook, connectionTo, NODE_TYPE } from '../n8n/workflows';
import { filledExample } from './prepared';
import type { World } from './expectations';

const FILE = 'dataTable.json';

const ONCE = 'oncePerEntry.json';

/** The examples with a webhook in place of what starts them: Data Tables work in n8n's server alone. */
export function tablesByWebhook(world: World) {
	const once = filledExample(ONCE, world);
	// Its trigger becomes the node that returns the same items, after the table was made.
	const nodes = once.nodes.map((node) =>
		isOurs(node)
			? { ...node, type: NODE_TYPE, parameters: { options: { source: 'export' }, limit: 40 } }
			: node,
	);
	const connections = { ...once.connections, 'The table': connectionTo('Every entry') };
	return {
		table: byWebhook(filledExample(FILE, world), 'data-table'),
		once: byWebhook({ ...once, nodes, connections }, 'once-per-entry'),
	};
}

/** Runs the example twice: each entry has one row, and what is in the table gets no second one. */
export async function checkDataTable(
	checks: Checks,
	n8n: Server,
	{ table, once }: ReturnType<typeof tablesByWebhook>,
	{ account: { zoho } }: World,
): Promise<void> {
	let first: readonly IDataObject[] = [];
	const run = async (of = table): Promise<readonly IDataObject[]> =>
		JSON.parse(await n8n.page(of.address)) as IDataObject[];
	await checks.check(`The example ${FILE} makes its table and fills it`, async () => {
		const before = summaries(zoho);
		first = await run();
		const rows = first.map(summaryOfRow).sort();
		// Time passes during a run, so an entry at the edge of the period may be in or out.
		assertSameList(rows, before.length === rows.length ? before : summaries(zoho));
		assertEqual(new Set(first.map(({ event_id: id }) => id)).size, rows.length, 'event ids');
		return `${rows.length} rows, ${Object.keys(first[0] ?? {}).join(', ')}`;
	});
	await checks.check(`A second run of ${FILE} adds nothing`, async () => {
		const rows = new Map(first.map(({ event_id, id }) => [event_id, id]));
		const second = await run();
		const fresh = second.filter(({ event_id }) => !rows.has(event_id));
		for (const { event_id, id } of second) {
			if (rows.has(event_id)) assertEqual(id, rows.get(event_id), `row of ${String(event_id)}`);
		}
		const last = (of: readonly IDataObject[]): number =>
			Math.max(...of.map(({ id }) => Number(id)));
		assertEqual(last(second) - last(first), fresh.length, 'rows added');
		return `${second.length} entries, ${fresh.length} of them new`;
	});
	await checks.check(`${ONCE} passes on what it has not passed on before`, async () => {
		const passed = (await run(once)).map(({ event_id }) => event_id);
		assertEqual(new Set(passed).size, 40, 'entries');
		const again = (await run(once)).filter(({ event_id }) => passed.includes(event_id));
		assertEqual(again.length, 0, 'passed on again');
		return `${passed.length}, then none of them`;
	});
}

const minuteOf = (time: number): string => String(Math.floor(time / MINUTE));

const summaryOfRow = ({ time, action, user, record }: IDataObject): string => {
	const name = NOBODY.includes(String(user)) ? '' : user;
	return [minuteOf(Date.parse(String(time))), action, name, record].join('|');
};

const summaryOfEntry = ({ audited_time, action, done_by, record }: LogEntry): string =>
	[minuteOf(audited_time), action, done_by?.name ?? '', record?.name ?? ''].join('|');

const summaries = ({ log }: Zoho): string[] =>
	log
		.filter(({ audited_time }) => audited_time >= Date.now() - 7 * DAY)
		.map(summaryOfEntry)
		.sort();
