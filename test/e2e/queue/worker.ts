import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../n8n/home';
import type { App } from '../n8n/install';
import { lastLines, type Running, start } from '../host/processes';

export interface Worker extends Running {
	readonly home: Home;
	/** Ids of the executions it has begun. */
	begun(): string[];
}

const BOOT_MS = 180_000;

/** Starts a worker of n8n's queue mode and waits until it takes executions. */
export async function startWorker(app: App, home: Home): Promise<Worker> {
	const running = start({
		file: app.node,
		args: [app.script, 'worker'],
		env: home.environment,
		log: path.join(home.folder, 'worker.log'),
	});
	for (const end = Date.now() + BOOT_MS; ; await sleep(100)) {
		if (running.output().includes('n8n worker is now ready')) break;
		if (!running.isRunning() || Date.now() > end) {
			throw new Error(`The worker does not start.\n${lastLines(running.output())}`);
		}
	}
	const begun = () =>
		[...running.output().matchAll(/Worker started execution (\d+) /g)].map(([, id = '']) => id);
	return { ...running, home, begun };
}
