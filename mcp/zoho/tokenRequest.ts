import type { DataCenter } from '../../shared/dataCenters';
import { readTokenAnswer, type TokenAnswer } from '../../shared/http/tokenAnswer';
import type { Exchange } from './exchange';

const MAX_ANSWER_BYTES = 65_536;

/** Asks the accounts server for a token. Rejects as `readTokenAnswer` and an exchange do. */
export async function requestToken(
	{ accounts }: DataCenter,
	exchange: Exchange,
	form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
	const response = await exchange({
		method: 'POST',
		url: `${accounts}/oauth/v2/token`,
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(form).toString(),
		maxBytes: MAX_ANSWER_BYTES,
	});
	return readTokenAnswer(response);
}
