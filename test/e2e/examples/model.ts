import { answering, type Loopback } from '../host/loopback';

/**
 * A model that speaks OpenAI's chat completions and has two sentences of wit: it asks the tool
 * for the log for the deleted leads, then says what the tool said.
 */
export interface Model extends Loopback {
	/** What it was given by n8n: the names of its tools, and what they answered. */
	seen(): { readonly tools: readonly string[]; readonly results: readonly string[] };
}

interface Message {
	readonly role: string;
	readonly content: unknown;
}

interface Asked {
	readonly messages: readonly Message[];
	readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

const QUESTION = { actions: 'deleted', from: '', to: '', users: '', modules: 'Leads', record: '' };

export async function openModel(): Promise<Model> {
	const tools = new Set<string>();
	const results: string[] = [];
	const server = await answering((_, body) => {
		const { messages, tools: offered = [] } = body as Asked;
		const names = offered.map((tool) => tool.function.name);
		for (const name of names) tools.add(name);
		const told = messages.filter(({ role }) => role === 'tool').map(({ content }) => text(content));
		results.push(...told);
		if (told.length > 0) return completion(saying(told));
		return completion(asking(names.find((name) => /log/i.test(name)) ?? ''));
	});
	return { ...server, seen: () => ({ tools: [...tools], results }) };
}

const text = (content: unknown): string =>
	typeof content === 'string' ? content : JSON.stringify(content);

function asking(name: string): object {
	const call = { name, arguments: JSON.stringify(QUESTION) };
	return {
		finish_reason: 'tool_calls',
		message: {
			role: 'assistant',
			content: null,
			tool_calls: [{ id: 'call_1', type: 'function', function: call }],
		},
	};
}

function saying(told: readonly string[]): object {
	const content = `The log says: ${told.join(' ').slice(0, 200)}`;
	return { finish_reason: 'stop', message: { role: 'assistant', content } };
}

function completion(choice: object): object {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 0,
		model: 'emulated',
		choices: [{ index: 0, ...choice }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
