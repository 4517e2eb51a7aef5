import { CredentialError, UnexpectedAnswerError } from '../../../shared/errors';
import { BIN_NOTES } from '../../../shared/recycleBin/notes';
import { htmlPage, jsonInstead } from '../../zoho/faults';
import { europe } from '../host';
import { bin, idOf, idsOf, put } from './binOfMany';

const DAY = 86_400_000;

test('an empty bin, and one of a page, take one request', async () => {
	const empty = europe({ entries: 0 });
	expect(await empty.client.readRecycleBin(0)).toMatchObject({ records: [], isComplete: true });
	const { read, called, held } = bin(30);
	const found = await read();
	expect([idsOf(found), found.isComplete, found.notes]).toEqual([held(), true, []]);
	expect([empty.called('recycleBin').length, called('recycleBin').length]).toEqual([1, 1]);
});

test('several pages are read twice, and count when they are the same', async () => {
	const { read, called, held } = bin(450);
	const found = await read();
	expect([idsOf(found), found.isComplete]).toEqual([held(), true]);
	expect(called('recycleBin')).toHaveLength(6);
});

test('what moves past a page while it is read is found all the same', async () => {
	const { zoho, read, held } = bin(450);
	// Between the first page and the second, as somebody restores a record of the first.
	zoho.faults.add({
		on: 'recycleBin',
		answer: (_, normal) => {
			zoho.takeOutOfBin(idOf(5));
			return normal;
		},
	});
	const found = await read();
	expect(idsOf(found)).toEqual(held());
	expect([idsOf(found).includes(idOf(5)), found.isComplete]).toEqual([false, true]);
});

test('a bin that never stands still is no whole one, and nothing that was seen of it is lost', async () => {
	const { zoho, time, read, held } = bin(450);
	let number = 1_000;
	zoho.faults.add({
		on: 'recycleBin',
		times: Infinity,
		answer: (_, normal) => {
			put(zoho, number++, time.now() + number * 1_000);
			zoho.takeOutOfBin(idOf(number % 400));
			return normal;
		},
	});
	const found = await read();
	expect([found.isComplete, found.notes]).toEqual([false, [BIN_NOTES.changing]]);
	const seen = new Set(idsOf(found));
	expect(held().filter((id) => id !== null && id < idOf(1_000) && !seen.has(id))).toEqual([]);
});

test('a list that can be read whole is, however short the period', async () => {
	const { client, time, zoho, called } = bin(900);
	const from = time.now() - DAY - 300_000;
	const found = await client.readRecycleBin(from);
	expect(found.records.filter(({ deletedAt }) => (deletedAt ?? 0) >= from)).toHaveLength(301);
	expect(called('recycleBin')).toHaveLength(10);
	expect([found.isComplete, found.notes]).toEqual([true, []]);
	zoho.switches.binOrder = 'oldest_first';
	const other = await client.readRecycleBin(from);
	expect(other.records.filter(({ deletedAt }) => (deletedAt ?? 0) >= from)).toHaveLength(301);
	expect(other.isComplete).toBe(true);
});

test('a list that Zoho cuts off is said to be one', async () => {
	const { read } = bin(450, { switches: { binPages: 2 } });
	const found = await read();
	expect([found.records.length, found.isComplete]).toEqual([400, false]);
	expect(found.notes).toEqual([BIN_NOTES.cutOff(400, 3)]);
});

test('a page that comes again and again is no end, and is not waited for', async () => {
	const { zoho, read, called } = bin(30);
	const answered = zoho.answer({
		method: 'GET',
		url: `${zoho.origins.api}/crm/v8/settings/recycle_bin`,
		headers: { authorization: `Zoho-oauthtoken ${zoho.accessToken()}` },
		body: '',
	});
	const page = JSON.parse(Buffer.from(answered.body).toString()) as { info: object };
	const endless = { ...page, info: { ...page.info, more_records: true } };
	zoho.faults.add({ on: 'recycleBin', times: Infinity, ...jsonInstead(200, endless) });
	const before = called('recycleBin').length;
	const found = await read();
	expect([found.isComplete, found.notes]).toEqual([false, [BIN_NOTES.repeating]]);
	expect(called('recycleBin').length - before).toBeLessThanOrEqual(8);
});

test.each([
	['user', 'America/New_York'],
	['user', 'Asia/Kathmandu'],
	['organization', 'Asia/Kathmandu'],
	['utc', 'Asia/Kathmandu'],
] as const)('times of %s in %s are the same instants', async (binTimes, time_zone) => {
	const { read, zoho } = bin(5, { switches: { binTimes, userSettings: { time_zone } } });
	const times = (await read()).records.map(({ deletedAt }) => deletedAt);
	expect(times).toEqual(zoho.bin().map(({ deleted_time }) => deleted_time));
});

test('a time without an offset is not guessed, and its record is not lost', async () => {
	const { read, held } = bin(5, { switches: { binTimes: 'no_offset' } });
	const found = await read();
	expect(found.records.map(({ deletedAt }) => deletedAt)).toEqual(found.records.map(() => null));
	expect(idsOf(found)).toEqual(held());
});

test('a web page and an unknown answer are no empty bin', async () => {
	const { zoho, read } = bin(3);
	zoho.faults.add({ on: 'recycleBin', ...jsonInstead(200, { other: [] }) });
	await expect(read()).rejects.toThrow(UnexpectedAnswerError);
	zoho.faults.add({ on: 'recycleBin', ...htmlPage() });
	await expect(read()).rejects.toThrow(UnexpectedAnswerError);
});

test.each([
	[{ code: 'AUTHORIZATION_FAILED', status: 'error', message: '', details: {} }],
	[{ recycle_bin: [{ code: 'NO_PERMISSION', status: 'error', message: '', details: {} }] }],
])('a refusal of Zoho is not an empty bin: %j', async (refusal) => {
	const { zoho, read } = bin(3);
	zoho.faults.add({ on: 'recycleBin', ...jsonInstead(400, refusal) });
	await expect(read()).rejects.toThrow('Zoho does not let this user read the recycle bin.');
});

test('without the scope one sentence names it, before anything is sent where that is known', async () => {
	const scope = 'ZohoCRM.settings.recycle_bin.READ';
	const known = europe({ entries: 5 }, { grantedScopes: 'ZohoCRM.settings.audit_logs.READ' });
	const refused = known.client.readRecycleBin(0);
	await expect(refused).rejects.toThrow(CredentialError);
	await expect(refused).rejects.toThrow(`lacks the scope ${scope}, which reading the recycle bin`);
	expect(known.zoho.requests).toEqual([]);
	const unknown = europe({ entries: 5 });
	unknown.zoho.faults.add({
		on: 'recycleBin',
		...jsonInstead(401, { code: 'OAUTH_SCOPE_MISMATCH', status: 'error', message: '' }),
	});
	await expect(unknown.client.readRecycleBin(0)).rejects.toThrow(`lacks the scope ${scope}`);
});

test('the bin is only ever read', async () => {
	const { zoho, read } = bin(450);
	await read();
	const sent = zoho.requests.filter(({ url }) => url.includes('recycle_bin'));
	expect(sent.length).toBeGreaterThan(3);
	for (const { method, url } of sent) {
		expect([method, new URL(url).pathname]).toEqual(['GET', '/crm/v8/settings/recycle_bin']);
	}
});
