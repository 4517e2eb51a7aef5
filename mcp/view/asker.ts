import { answerOf } from './answer';
import type { Asked } from './asking';
import type { Host } from './host/host';
import { remarkOn, statusOf, textOfError } from './listing';
import type { Listed } from './state';
import type { Store } from './store';

/** Asks the server for what a list shows. Answers to older questions are not shown. */
export class Asker {
	private turn = 0;

	constructor(
		private readonly host: Pick<Host, 'callTool'>,
		private readonly store: Store,
	) {}

	/** Whatever was asked before counts no more. @returns whether nothing has been asked since. */
	next(): () => boolean {
		const turn = ++this.turn;
		return () => turn === this.turn;
	}

	/** @returns null where there is no answer, or another question came after it. */
	async ask(asked: Asked, expected: number | null): Promise<Listed | null> {
		const isLatest = this.next();
		this.store.start('The server is asked.');
		try {
			const answer = answerOf(await this.host.callTool(asked.tool, asked.args));
			this.store.finish(isLatest() ? statusOf(answer) : null);
			return isLatest() ? { asked, answer, remark: remarkOn(expected, answer) } : null;
		} catch (error) {
			this.store.finish(isLatest() ? '' : null);
			if (isLatest()) this.store.change({ problem: `Not answered. ${textOfError(error)}` });
			return null;
		}
	}
}
