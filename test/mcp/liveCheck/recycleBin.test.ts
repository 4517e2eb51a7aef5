import { everyScope } from '../../zoho/accounts/scopes';
import { jsonInstead } from '../../zoho/faults';
import type { Zoho } from '../../zoho/zoho';
import { different, liveChecked, tokenWith } from './liveChecked';

const SCOPE = 'ZohoCRM.settings.recycle_bin.READ';
const SENTENCE = 'this connection lacks the optional scope that login --recycle-bin asks for';
const others = everyScope.filter((scope) => scope !== SCOPE);

async function checked(arrange?: (zoho: Zoho) => Record<string, string> | undefined) {
	const { zoho, lines } = await liveChecked({}, arrange ? { arrange } : {});
	const sent = zoho.requests.filter(({ operation }) => operation === 'recycleBin');
	const own = lines.filter(({ name }) => name.startsWith('recycle bin'));
	return { zoho, lines, own, sent };
}

test('three pages are read, and nothing else is asked of the recycle bin', async () => {
	const { own, sent } = await checked();
	expect(own.map(({ state }) => state)).toEqual(own.map(() => 'same'));
	expect(own).toHaveLength(6);
	expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
	for (const { url } of sent) expect(new URL(url).pathname).toBe('/crm/v8/settings/recycle_bin');
});

test('without the scope one sentence says so, nothing is asked, and nothing else changes', async () => {
	const { own, sent, lines } = await checked((zoho) => tokenWith(zoho, others));
	expect(sent).toEqual([]);
	expect(new Set(own.map(({ state, came }) => `${state} ${came}`))).toEqual(
		new Set([`unseen ${SENTENCE}`]),
	);
	expect(different(lines)).toEqual([]);
});

test('where Zoho does not list scopes, its refusal says the same', async () => {
	const { own, sent, lines } = await checked((zoho) => {
		zoho.switches.scopeInTokenAnswer = false;
		return tokenWith(zoho, others);
	});
	expect(sent).toHaveLength(1);
	expect(new Set(own.map(({ came }) => came))).toEqual(new Set([SENTENCE]));
	expect(different(lines).filter(({ name }) => name.startsWith('recycle'))).toEqual([]);
});

test('an empty bin shows its end alone', async () => {
	const { own } = await checked((zoho) => void (zoho.switches.binDays = 0));
	expect(own.filter(({ state }) => state !== 'unseen').map(({ name }) => name)).toEqual([
		'recycle bin: a page without records',
	]);
	expect(own[0]?.came).toBe('it is empty');
});

test('a user who may not read it is no fault', async () => {
	const refusal = { code: 'AUTHORIZATION_FAILED', status: 'error', message: '', details: {} };
	const { own } = await checked(
		(zoho) => void zoho.faults.add({ on: 'recycleBin', times: 9, ...jsonInstead(400, refusal) }),
	);
	expect(own[0]).toMatchObject({ state: 'variant', came: 'HTTP 400 AUTHORIZATION_FAILED' });
});
