import { assertIncludes } from '../host/assertions';
import type { World } from './expectations';

/**
 * One alert in Slack, in Teams and by e-mail, with the person's name and the action in each.
 * @throws Error also when a name in it could call everyone of a chat.
 */
export function verifyAlert({ chat, mail }: World, user: string, action: string): string {
	const messages = chat.takeMessages().filter((message) => message.includes(user));
	const isCard = (message: string): boolean => message.includes('AdaptiveCard');
	const slack = messages.find((message) => !isCard(message));
	const teams = messages.find(isCard);
	const [letter] = mail.takeMessages().filter((message) => message.includes(user));
	for (const message of [slack, teams, letter]) {
		const text = assertIncludes(message, user, action);
		if (/\b(null|undefined)\b|object Object/.test(text)) throw new Error(text);
	}
	if (/<!channel>/.test(slack ?? '')) throw new Error(slack);
	return slack?.split('\n')[0] ?? '';
}
