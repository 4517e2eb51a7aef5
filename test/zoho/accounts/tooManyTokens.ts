import { json } from '../answers';
import type { ZohoAnswer } from '../answers';

/** The response to an eleventh refresh in ten minutes. Texts are localized; only `status` is stable. */
export function tooManyTokens(language: 'en' | 'zh' = 'en'): ZohoAnswer {
	const [error, error_description] = {
		en: [
			'Access Denied',
			'You have made too many requests continuously. Please try again after some time.',
		],
		zh: ['拒绝访问', '您连续发出的请求过多。请稍后再试。'],
	}[language];
	return json(400, { error_description, error, status: 'failure' });
}
