const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What was checked, told line by line: one for every check and one for every step between them. */
export class Checks {
	private readonly begun = performance.now();
	private passed = 0;
	private failed = 0;
	private isClosed = false;

	/** A sentence that holds unless `prove` throws; what it returns is said beside the sentence. */
	async check(sentence: string, prove: () => unknown): Promise<void> {
		const since = performance.now();
		try {
			const detail = await prove();
			this.passed++;
			const beside = typeof detail === 'string' ? `: ${detail}` : '';
			say(`passed  ${seconds(since).padStart(7)}  ${sentence}${beside}`);
		} catch (error) {
			this.fail(since, sentence, error);
		}
	}

	/** Something without which the rest makes no sense: when it throws, it counts and the run ends. */
	async step<T>(sentence: string, work: () => Promise<T>): Promise<T> {
		const since = performance.now();
		try {
			const result = await work();
			say(`        ${seconds(since).padStart(7)}  ${sentence}`);
			return result;
		} catch (error) {
			this.fail(since, sentence, error);
			throw new RunEnded();
		}
	}

	/** Something that went wrong outside of every check. */
	note(error: unknown): void {
		this.fail(performance.now(), 'The run came to its end', error);
	}

	/** Says the sum, once, and whether all is well. */
	close(): boolean {
		if (this.isClosed) return false;
		this.isClosed = true;
		say(`        ${seconds(this.begun).padStart(7)}  in all`);
		say(`${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0 && this.passed > 0;
	}

	private fail(since: number, sentence: string, error: unknown): void {
		if (this.isClosed) return;
		this.failed++;
		say(`FAILED  ${seconds(since).padStart(7)}  ${sentence}`);
		const reason = error instanceof Error ? error.message : String(error);
		say(reason.replace(/^/gm, '                 '));
	}
}

/** Thrown after the reason has been told. */
export class RunEnded extends Error {}
