import type { App } from '../../../mcp/questions/app';
import { sharedRun } from '../../../mcp/questions/query';
import { Runs } from '../../../mcp/questions/runs';

/** How long the work on a call is waited for. */
async function waited(waitSeconds: number): Promise<number> {
	let waitMs = NaN;
	class Watched extends Runs {
		override async join(...[, , options]: Parameters<Runs['join']>): Promise<never> {
			waitMs = options.waitMs;
			return await Promise.resolve({ answer: { status: 'ready', notes: [] } } as never);
		}
	}
	const app = { now: () => 0, runs: new Watched() } as unknown as App;
	const call = { signal: new AbortController().signal, progress: () => undefined };
	const start = async (): Promise<never> => await Promise.reject(new Error('not started'));
	await sharedRun(app, { tool: 'a', input: {}, call, waitSeconds }, start);
	return waitMs;
}

test('of a wait something is left for answering, so that an answer comes within it', async () => {
	expect(await waited(25)).toBe(24_000);
	expect(await waited(50)).toBe(49_000);
	expect(await waited(1)).toBe(900);
});
