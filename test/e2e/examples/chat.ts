import { serveJson, type LoopbackServer } from '../host/loopback';

/** A chat service with an incoming webhook. */
export interface Chat extends LoopbackServer {
	/** The messages received since the last call. */
	takeMessages(): string[];
	/** How many of them have this in them, without taking them. */
	received(words: string): number;
}

export async function openChat(): Promise<Chat> {
	const messages: string[] = [];
	const server = await serveJson((_, body) => {
		// A card of Teams has its text further inside.
		messages.push((body as { text?: string }).text ?? JSON.stringify(body));
		return { ok: true };
	});
	return {
		...server,
		takeMessages: () => messages.splice(0),
		received: (words) => messages.filter((message) => message.includes(words)).length,
	};
}
