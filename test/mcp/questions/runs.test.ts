import { setTimeout as pause } from 'node:timers/promises';
import { Runs } from '../../../mcp/questions/runs';

const never = new AbortController().signal;

function options(waitMs: number, signal = never) {
	return { waitMs, signal, isFinal: (answer: string) => answer !== 'preparing' };
}

test('equal concurrent calls get the answer of one run', async () => {
	const runs = new Runs();
	let starts = 0;
	const start = async (): Promise<string> => {
		starts++;
		await pause(20);
		return 'done';
	};
	const all = await Promise.all(
		Array.from({ length: 10 }, async () => await runs.join('key', start, options(1_000))),
	);
	expect(all).toEqual(Array.from({ length: 10 }, () => ({ answer: 'done' })));
	expect(starts).toBe(1);
});

test('a caller that cannot wait gets the progress, and the answer later', async () => {
	const runs = new Runs();
	const start = async ({ progress }: { progress: { job?: string } }): Promise<string> => {
		progress.job = '17';
		await pause(60);
		return 'done';
	};
	const early = await runs.join<string, { job: string }>('key', start, options(10));
	expect(early).toEqual({ answer: null, progress: { job: '17' } });
	await pause(80);
	const unexpected = async (): Promise<string> => await Promise.reject(new Error('started again'));
	expect(await runs.join('key', unexpected, options(10))).toEqual({ answer: 'done' });
});

test('progress is kept until there is an answer, and not longer', async () => {
	const runs = new Runs();
	const seen: unknown[] = [];
	const start = async ({ progress }: { progress: { period?: number } }): Promise<string> => {
		seen.push(progress.period);
		progress.period ??= 5;
		return await Promise.resolve(seen.length < 2 ? 'preparing' : 'done');
	};
	for (let call = 0; call < 3; call++) {
		await runs.join<string, { period: number }>('key', start, options(100));
	}
	expect(seen).toEqual([undefined, 5, undefined]);
});

test('the work stops when its last caller has cancelled, not before', async () => {
	const runs = new Runs();
	let stopped = false;
	const start = async ({ signal }: { signal: AbortSignal }): Promise<string> => {
		signal.addEventListener('abort', () => (stopped = true));
		return await pause(200, 'done', { signal });
	};
	const [one, two] = [new AbortController(), new AbortController()];
	const first = runs.join('key', start, options(1_000, one.signal));
	const second = runs.join('key', start, options(1_000, two.signal));
	one.abort(new Error('left'));
	await expect(first).rejects.toThrow('left');
	expect(stopped).toBe(false);
	two.abort(new Error('left too'));
	await expect(second).rejects.toThrow('left too');
	expect(stopped).toBe(true);
});

test('a failure is reported once, then the work starts again', async () => {
	const runs = new Runs();
	const fail = async (): Promise<string> => await Promise.reject(new Error('no'));
	await expect(runs.join('key', fail, options(100))).rejects.toThrow('no');
	const start = async (): Promise<string> => await Promise.resolve('done');
	expect(await runs.join('key', start, options(100))).toEqual({ answer: 'done' });
});
