import type { Asking, AskedEval, Corpus, Result } from './asked/corpus';
import { DEEDS } from './asked/deeds';
import { DELETED } from './asked/deleted';
import { NAMES } from './asked/names';
import questions from './asked/questions.json';
import { RECORDS } from './asked/records';
import { TIMES } from './asked/times';
import { type Call, type Eval, executed } from './evalPlan';
import records from './evals.json';
import { type Truth, truthIn } from './evalTruth';

/** A question, how it is asked, and what is true. */
export interface AnyEval {
	readonly id: string;
	readonly question: string;
	readonly paraphrases: readonly string[];
	/** The tool that should be found. */
	readonly tool: string;
	readonly server: 'zoho' | 'pseudonyms' | 'offline';
	readonly answer: (call: Call) => Promise<unknown>;
	readonly truth: (corpus: Corpus) => unknown;
	readonly max_calls: number;
	readonly max_chars: number;
}

const planned = (records as unknown as readonly (Eval & { readonly truth: Truth })[]).map(
	(it): AnyEval => ({
		...it,
		server: 'zoho',
		answer: async (call) => await executed(it, call),
		truth: ({ log, users }) =>
			truthIn(
				log,
				it.truth,
				users.map(({ full_name: name }) => name),
			),
	}),
);

const all: Readonly<Record<string, AskedEval>> = {
	...NAMES,
	...TIMES,
	...DEEDS,
	...RECORDS,
	...DELETED,
};
const asked = questions.map((it): AnyEval => {
	const found = all[it.id];
	if (!found) throw new Error(`${it.id} is not asked`);
	const { tool, truth, server = 'zoho', max_calls = 1, max_chars = 9_000 } = found;
	const answer = async (call: Call): Promise<unknown> => await found.asked(askingBy(call));
	return { ...it, tool, server, answer, truth, max_calls, max_chars };
});

/** All questions. */
export const EVALS: readonly AnyEval[] = [...planned, ...asked];

function askingBy(call: Call): Asking {
	return {
		async ask(tool, args): Promise<Result> {
			const { isError, text, result } = await call(tool, args);
			if (isError) throw new Error(text);
			return result;
		},
		async refused(tool, args) {
			const { isError, text } = await call(tool, args);
			if (!isError) throw new Error(`not refused: ${text}`);
			return text;
		},
	};
}
