const secondsSince = (start: number): string =>
	`${((performance.now() - start) / 1_000).toFixed(1)} s`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Reports line by line what was checked, and the steps in between. */
export class Checks {
	private readonly startedAt = performance.now();
	private passed = 0;
	private failed = 0;
	private isClosed = false;

	/** A sentence that holds unless `verify` throws; a text it returns is printed after the sentence. */
	async check(sentence: string, verify: () => unknown): Promise<void> {
		const start = performance.now();
		try {
			const detail = await verify();
			this.passed++;
			const suffix = typeof detail === 'string' ? `: ${detail}` : '';
			print(`passed  ${secondsSince(start).padStart(7)}  ${sentence}${suffix}`);
		} catch (error) {
			this.fail(start, sentence, error);
		}
	}

	/** A prerequisite of everything that follows: when it throws, that counts and the run ends. */
	async step<T>(sentence: string, work: () => Promise<T>): Promise<T> {
		const start = performance.now();
		try {
			const result = await work();
			print(`        ${secondsSince(start).padStart(7)}  ${sentence}`);
			return result;
		} catch (error) {
			this.fail(start, sentence, error);
			throw new RunAborted();
		}
	}

	/** An error outside of every check. */
	abort(error: unknown): void {
		this.fail(performance.now(), 'The run completes', error);
	}

	/**
	 * Prints the totals, once.
	 * @returns whether everything passed.
	 */
	close(): boolean {
		if (this.isClosed) return false;
		this.isClosed = true;
		print(`        ${secondsSince(this.startedAt).padStart(7)}  in total`);
		print(`${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0 && this.passed > 0;
	}

	private fail(start: number, sentence: string, error: unknown): void {
		if (this.isClosed) return;
		this.failed++;
		print(`FAILED  ${secondsSince(start).padStart(7)}  ${sentence}`);
		const reason = error instanceof Error ? error.message : String(error);
		print(reason.replace(/^/gm, '                 '));
	}
}

/** Thrown after the reason has been reported. */
export class RunAborted extends Error {}
