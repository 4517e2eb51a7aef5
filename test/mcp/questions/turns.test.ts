import { Turns } from '../../../mcp/questions/turns';

const never = new AbortController().signal;

function gate() {
	let open = (): void => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { opened, open };
}

const settled = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 5));

test('no more run than may, and the others follow in order', async () => {
	const turns = new Turns(2);
	const gates = Array.from({ length: 5 }, gate);
	const begun: number[] = [];
	const all = gates.map(async ({ opened }, index) =>
		turns.take(async () => {
			begun.push(index);
			await opened;
			return index;
		}, never),
	);
	await settled();
	expect(begun).toEqual([0, 1]);
	gates[1]?.open();
	await settled();
	expect(begun).toEqual([0, 1, 2]);
	for (const { open } of gates) open();
	expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
	expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('work within a turn needs no other one', async () => {
	const turns = new Turns(1);
	expect(
		await turns.take(
			async () => await turns.take(async () => await Promise.resolve(7), never),
			never,
		),
	).toBe(7);
});

test('who is cancelled while waiting leaves the line, and failures give their turn back', async () => {
	const turns = new Turns(1);
	const { opened, open } = gate();
	const first = turns.take(async () => await opened, never);
	const stop = new AbortController();
	const second = turns.take(async () => await Promise.resolve('second'), stop.signal);
	// Expected at once: a rejection that nothing waits for yet would end the process.
	const third = expect(
		turns.take(async () => await Promise.reject(new Error('third')), never),
	).rejects.toThrow('third');
	const fourth = turns.take(async () => await Promise.resolve('fourth'), never);
	stop.abort(new Error('cancelled'));
	await expect(second).rejects.toThrow('cancelled');
	open();
	await first;
	await third;
	expect(await fourth).toBe('fourth');
});
