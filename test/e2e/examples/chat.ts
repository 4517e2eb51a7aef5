import { answering, type Loopback } from '../host/loopback';

/** A chat with an incoming webhook. */
export interface Chat extends Loopback {
	/** The messages that came since they were last taken. */
	taken(): string[];
}

export async function openChat(): Promise<Chat> {
	const messages: string[] = [];
	const server = await answering((_, body) => {
		messages.push((body as { text: string }).text);
		return { ok: true };
	});
	return { ...server, taken: () => messages.splice(0) };
}
