import path from 'node:path';
import { type Running, start, untilReady } from '../host/processes';
import type { Home } from '../n8n/home';
import type { App } from '../n8n/install';

export interface Worker extends Running {
	readonly home: Home;
	/** Ids of the executions it has started. */
	startedExecutions(): string[];
}

const BOOT_MS = 180_000;

/** Starts a worker of n8n's queue mode and waits until it accepts executions. */
export async function startWorker(app: App, home: Home): Promise<Worker> {
	const running = start({
		file: app.node,
		args: [app.script, 'worker'],
		env: home.environment,
		log: path.join(home.folder, 'worker.log'),
	});
	const isReady = () => running.output().includes('n8n worker is now ready') || undefined;
	await untilReady(running, 'The worker does not start.', isReady, BOOT_MS);
	const startedExecutions = () =>
		[...running.output().matchAll(/Worker started execution (\d+) /g)].map(([, id = '']) => id);
	return { ...running, home, startedExecutions };
}
