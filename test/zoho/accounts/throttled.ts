import { json } from '../answers';
import type { ZohoAnswer } from '../answers';

/** The eleventh access token in ten minutes. The texts are localised: only `status` is stable. */
export function throttled(language: 'en' | 'zh' = 'en'): ZohoAnswer {
	const [error, error_description] = {
		en: [
			'Access Denied',
			'You have made too many requests continuously. Please try again after some time.',
		],
		zh: ['拒绝访问', '您连续发出的请求过多。请稍后再试。'],
	}[language];
	return json(400, { error_description, error, status: 'failure' });
}
