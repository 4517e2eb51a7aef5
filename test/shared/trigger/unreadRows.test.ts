import { MINUTE, QUESTION, triggerWorld } from './triggerWorld';

test('a row that cannot be read is reported once, though the next exports have it too, and the trigger goes on', async () => {
	const world = triggerWorld({ switches: { csvTimeFormat: 'iso8601', csvBadRow: 'quote' } });
	const question = { ...QUESTION, source: 'export' } as const;
	const happen = (...names: string[]): void =>
		world.happen(...names.map((name) => ({ at: world.now(), arrives: world.now(), name })));
	let { cursor } = await world.poll(undefined, question);
	happen('A', 'B', 'C');
	const delivered: (string | null | undefined)[] = [];
	const reported: string[] = [];
	const checkpoints = new Set<string>();
	for (let polls = 0; polls < 40; polls++) {
		world.pass(4 * MINUTE);
		const polled = await world.poll(JSON.parse(JSON.stringify(cursor)), question);
		({ cursor } = polled);
		expect(polled.trouble).toBeUndefined();
		delivered.push(...polled.entries.map(({ record }) => record?.name));
		reported.push(...polled.notices);
		checkpoints.add(cursor.checkpoint);
		if (polls === 10) world.zoho.switches.csvBadRow = 'none';
		if (polls === 20) happen('D', 'E');
	}
	expect(delivered.sort()).toEqual(['A', 'C', 'D', 'E']);
	expect(reported).toHaveLength(1);
	expect(reported[0]).toMatch(
		/^One row could not be read .*AuditLog\.csv, line 3 \(a quote stands inside a cell/,
	);
	expect(checkpoints.size).toBeGreaterThan(2);
	expect(world.called('createExport').length).toBeGreaterThan(3);
});
