import { serveJson, type LoopbackServer } from '../host/loopback';

/**
 * A fake of OpenAI's chat completions with two replies: it calls the tool for the log for deleted
 * leads, then repeats what the tool returned.
 */
export interface Model extends LoopbackServer {
	/** What n8n sent: the names of the tools, and their results. */
	received(): { readonly tools: readonly string[]; readonly results: readonly string[] };
}

interface Message {
	readonly role: string;
	readonly content: unknown;
}

interface ChatRequest {
	readonly messages: readonly Message[];
	readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

const TOOL_ARGUMENTS = {
	actions: 'deleted',
	from: '',
	to: '',
	users: '',
	modules: 'Leads',
	record: '',
};

export async function openModel(): Promise<Model> {
	const tools = new Set<string>();
	const results: string[] = [];
	const server = await serveJson((_, body) => {
		const { messages, tools: offered = [] } = body as ChatRequest;
		const names = offered.map((tool) => tool.function.name);
		for (const name of names) tools.add(name);
		const returned = messages
			.filter(({ role }) => role === 'tool')
			.map(({ content }) => text(content));
		results.push(...returned);
		if (returned.length > 0) return completion(finalMessage(returned));
		return completion(toolCall(names.find((name) => /log/i.test(name)) ?? ''));
	});
	return { ...server, received: () => ({ tools: [...tools], results }) };
}

const text = (content: unknown): string =>
	typeof content === 'string' ? content : JSON.stringify(content);

function toolCall(name: string): object {
	const call = { name, arguments: JSON.stringify(TOOL_ARGUMENTS) };
	return {
		finish_reason: 'tool_calls',
		message: {
			role: 'assistant',
			content: null,
			tool_calls: [{ id: 'call_1', type: 'function', function: call }],
		},
	};
}

function finalMessage(returned: readonly string[]): object {
	const content = `The log says: ${returned.join(' ').slice(0, 200)}`;
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
