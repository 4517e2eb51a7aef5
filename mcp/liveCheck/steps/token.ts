import { connectedApi } from '../../../shared/http/connection';
import { missingScopes } from '../../../shared/http/grantedScopes';
import { asObject, asText } from '../../../shared/http/json';
import { readTokenAnswer } from '../../../shared/http/tokenAnswer';
import { neededScopes } from '../../config/scopes';
import { outcomeOf } from '../answers';
import { type Line, line, lineOf } from '../assumption';
import { answerOf } from '../connection';
import { differences, type Fields } from '../fields';
import { count, list, say, seconds, type Shown, word } from '../shown';
import type { Live, Step } from '../step';

const TOKEN: Fields = {
	access_token: ['text'],
	api_domain: ['text'],
	token_type: ['text'],
	expires_in: ['number'],
	scope: ['text', 'absent'],
};

const A = {
	answer: {
		name: 'token: answer',
		assumed: 'access_token, api_domain, token_type Bearer, expires_in 3600, perhaps scope',
		places: ['shared/http/tokenAnswer.ts readTokenAnswer'],
	},
	apiDomain: {
		name: 'token: API host',
		assumed: 'api_domain is an API host of the data center',
		places: ['shared/http/connection.ts connectedApi', 'shared/dataCenters.ts API_HOSTS'],
	},
	listed: {
		name: 'token: list of scopes',
		assumed: 'scope lists what was granted; without it nothing is refused in advance',
		places: ['shared/http/grantedScopes.ts GrantedScopes'],
		switches: ['scopeInTokenAnswer'],
	},
	scopes: {
		name: 'token: scopes of this connection',
		assumed: 'all scopes that the product needs are granted',
		places: ['shared/http/crmApi.ts SCOPES'],
	},
	dead: {
		name: 'token: one that is not valid',
		assumed: '401 INVALID_TOKEN from the API',
		places: ['shared/http/refusal.ts DEAD_TOKEN_CODES'],
		switches: ['deadTokenCode'],
	},
	unsigned: {
		name: 'token: none at all',
		assumed: '401 AUTHENTICATION_FAILURE from the API',
		places: ['shared/http/codes.ts errorFor'],
	},
	date: {
		name: "Zoho's clock",
		assumed: 'every answer has the header Date',
		places: ['shared/http/zohoClock.ts ZohoClock'],
	},
} as const;

async function* run(live: Live): AsyncGenerator<Line> {
	const { connection } = live;
	const raw = connection.tokenAnswer;
	if (raw) {
		const json = asObject(answerOf(raw).json);
		yield lineOf(A.answer, tokenDifferences(json), say`the same`);
		yield apiDomain(live, asText(json?.['api_domain']));
		const { scopes } = readTokenAnswer(raw);
		live.scopes = scopes;
		const separator = /,/.test(asText(json?.['scope']) ?? '') ? say`commas` : say`spaces`;
		yield scopes === null
			? line(A.listed, 'variant', say`no scope in the answer`)
			: line(A.listed, 'same', say`${count(scopes.length)} scopes, separated by ${separator}`);
		yield grantedLine(live);
	}
	const dead = await connection.get('/org', 'stranger');
	const codes = ['INVALID_TOKEN', 'INVALID_OAUTHTOKEN'];
	const at = dead.status === 401 ? codes.indexOf(dead.code ?? '') : -1;
	yield line(A.dead, at === 0 ? 'same' : at > 0 ? 'variant' : 'new', outcomeOf(dead));
	const unsigned = await connection.get('/org', 'unsigned');
	const isSame = unsigned.status === 401 && unsigned.code === 'AUTHENTICATION_FAILURE';
	const isToken = unsigned.status === 401 && codes.includes(unsigned.code ?? '');
	yield line(A.unsigned, isSame ? 'same' : isToken ? 'variant' : 'new', outcomeOf(unsigned));
	const apart = Math.abs(connection.clockDifference ?? 0);
	yield connection.hasDates
		? line(A.date, 'same', say`Date everywhere, ${seconds(apart)} from this machine's clock`)
		: line(A.date, 'new', say`answers without a Date that can be read`);
}

function tokenDifferences(json: ReturnType<typeof asObject>): Shown[] {
	const type = asText(json?.['token_type']);
	const lifetime = json?.['expires_in'];
	const other: Shown[] = [];
	if (type !== null && type !== 'Bearer') other.push(say`token_type is ${word(type)}`);
	if (typeof lifetime === 'number' && lifetime !== 3600)
		other.push(say`expires_in is ${count(lifetime)}`);
	return [...differences(json, TOKEN, true), ...other];
}

/** `open` has refused any host that is not of the data center. */
function apiDomain({ connection }: Live, domain: string | null): Line {
	const { dataCenter } = connection.config;
	if (dataCenter.id === 'custom')
		return line(A.apiDomain, 'unseen', say`the addresses are set by hand`);
	if (domain === null) return line(A.apiDomain, 'variant', say`no api_domain in the answer`);
	const isProduction = connectedApi(dataCenter, { apiDomain: domain }) === dataCenter.api[0];
	return isProduction
		? line(A.apiDomain, 'same', say`the production environment's`)
		: line(A.apiDomain, 'same', say`that of a sandbox or a developer edition`);
}

function grantedLine({ scopes, connection }: Live): Line {
	if (scopes === null) return line(A.scopes, 'unseen', say`Zoho does not list them`);
	const missing = missingScopes(scopes, neededScopes(!connection.config.create));
	if (missing.length === 0) return line(A.scopes, 'same', say`all of them`);
	// Ours, from the list of what is needed.
	const names = missing.map((scope) => scope as Shown);
	return line(A.scopes, 'unseen', say`not granted: ${list(names)}; connect again with them`);
}

export const token: Step = { assumptions: A, run };
