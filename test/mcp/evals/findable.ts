/** A tool as a search over many tools sees it. */
export interface Findable {
	readonly name: string;
	readonly title?: string | undefined;
	readonly description?: string | undefined;
	readonly inputSchema: { readonly properties?: Readonly<Record<string, unknown>> | undefined };
}

const K = 1.2;
const B = 0.75;

/** Names of the tools by BM25, the likeliest first. https://en.wikipedia.org/wiki/Okapi_BM25 */
export function ranked(question: string, tools: readonly Findable[]): string[] {
	const documents = tools.map(({ name, title, description, inputSchema }) =>
		wordsIn([name, title, description, JSON.stringify(inputSchema.properties ?? {})].join(' ')),
	);
	const average = documents.reduce((sum, words) => sum + words.length, 0) / documents.length;
	const scores = documents.map((words, index) => {
		const score = [...new Set(wordsIn(question))].reduce((sum, word) => {
			const holding = documents.filter((document) => document.includes(word)).length;
			const often = words.filter((candidate) => candidate === word).length;
			const rarity = Math.log(1 + (documents.length - holding + 0.5) / (holding + 0.5));
			return (
				sum + (rarity * often * (K + 1)) / (often + K * (1 - B + (B * words.length) / average))
			);
		}, 0);
		return { name: tools[index]?.name ?? '', score };
	});
	return scores.sort((a, b) => b.score - a.score).map(({ name }) => name);
}

/** Without grammatical endings. */
function wordsIn(text: string): string[] {
	const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.map((word) =>
		word.length > 4 ? word.replace(/(ies)$/, 'y').replace(/(ing|ions?|ed|es|s)$/, '') : word,
	);
}
