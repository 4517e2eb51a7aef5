import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Work of which only so much runs at a time; the rest waits for its turn, in order. What is begun within a turn belongs
 * to it, so that no turn waits for itself.
 */
export class Turns {
	private readonly within = new AsyncLocalStorage<true>();
	private readonly waiting: (() => void)[] = [];
	private running = 0;

	constructor(private readonly most: number) {}

	/** @throws the signal's reason when it is aborted before the turn comes. */
	async take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
		if (this.within.getStore()) return await work();
		await this.begin(signal);
		try {
			return await this.within.run(true, work);
		} finally {
			this.running--;
			this.waiting.shift()?.();
		}
	}

	private async begin(signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (this.running < this.most) {
			this.running++;
			return;
		}
		await new Promise<void>((resolve, reject) => {
			const next = (): void => {
				signal.removeEventListener('abort', leave);
				this.running++;
				resolve();
			};
			const leave = (): void => {
				this.waiting.splice(this.waiting.indexOf(next), 1);
				reject(signal.reason as Error);
			};
			this.waiting.push(next);
			signal.addEventListener('abort', leave, { once: true });
		});
	}
}
