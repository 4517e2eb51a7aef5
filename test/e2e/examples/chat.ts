import { serveJson, type LoopbackServer } from '../host/loopback';

/** A chat service with an incoming webhook. */
export interface Chat extends LoopbackServer {
	/** The messages received since the last call. */
	takeMessages(): string[];
}

export async function openChat(): Promise<Chat> {
	const messages: string[] = [];
	const server = await serveJson((_, body) => {
		messages.push((body as { text: string }).text);
		return { ok: true };
	});
	return { ...server, takeMessages: () => messages.splice(0) };
}
