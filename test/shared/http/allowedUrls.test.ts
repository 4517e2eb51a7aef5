import { DATA_CENTERS, customDataCenter, dataCenterById } from '../../../shared/dataCenters';
import { InputError } from '../../../shared/errors';
import { allowedUrl } from '../../../shared/http/allowedUrls';
import { guarded } from '../../../shared/http/guarded';
import type { ZohoRequest } from '../../../shared/http/transport';

const eu = dataCenterById('eu');
const path = '/v2/crm/20098761234/auditlog/7610000000070007017/AuditLog.csv';

/** Links that a tampered response, an expression or an assistant could contain. */
const HOSTILE = [
	`https://evil.example${path}`,
	`http://download.zoho.eu${path}`,
	`ftp://download.zoho.eu${path}`,
	`https://download.zoho.eu:8443${path}`,
	`https://download.zoho.eu.${path}`,
	`https://download.zoho.eu.evil.example${path}`,
	`https://evildownload.zoho.eu${path}`,
	`https://download.zoho.eu@evil.example${path}`,
	`https://user:secret@download.zoho.eu${path}`,
	`https://evil.example\\@download.zoho.eu${path}`,
	`https://evil.example#@download.zoho.eu${path}`,
	`https://download.zoho.com${path}`,
	`https://download.zoho.in${path}`,
	`https://www.zohoapis.eu${path}`,
	`https://sites.zoho.eu${path}`,
	`https://127.0.0.1${path}`,
	`https://[::1]${path}`,
	`https://0x7f000001${path}`,
	`https://download.zohо.eu${path}`,
	'https://download.zoho.eu/',
	'https://download.zoho.eu/v2/crm/1/backup/2/All.zip',
	`https://download.zoho.eu/v2/crm/1/auditlog/../../../redirect/AuditLog.csv`,
	`https://download.zoho.eu/v2/crm/1/auditlog/2/..%2f..%2fredirect`,
	`https://download.zoho.eu/redirect?to=https://evil.example${path}`,
	`//evil.example${path}`,
	'javascript:alert(1)',
	'data:text/csv,Action',
	'file:///etc/passwd',
	'',
];

test.each(HOSTILE)('%s is refused before anything is sent', async (link) => {
	const sent: string[] = [];
	const send = guarded(async ({ url }: ZohoRequest) => {
		sent.push(url);
		return { status: 200, headers: {}, body: new Uint8Array() };
	}, eu);
	expect(() => allowedUrl(link, 'file', eu)).toThrow(InputError);
	await expect(send({ method: 'GET', url: link, maxBytes: 1 })).rejects.toBeInstanceOf(InputError);
	expect(sent).toEqual([]);
});

test('files-accl is a file host of two data centers, and of no other', () => {
	for (const { id, files } of DATA_CENTERS) {
		const own = files.filter((origin) => origin.startsWith('https://files-accl.'));
		expect([id, own]).toEqual([
			id,
			id === 'sa' || id === 'ae' ? [`https://files-accl.zoho.${id}`] : [],
		]);
	}
});

test('every file host is allowed for its own data center only', () => {
	for (const owner of DATA_CENTERS) {
		for (const origin of owner.files) {
			for (const other of DATA_CENTERS) {
				const check = (): string => allowedUrl(origin + path, 'file', other);
				if (other === owner) expect(check()).toBe(origin + path);
				else expect(check).toThrow(InputError);
			}
		}
	}
});

test('the URL that was checked is the one that is requested', () => {
	expect(allowedUrl(`https://DOWNLOAD.zoho.eu:443${path}`, 'file', eu)).toBe(
		`https://download.zoho.eu${path}`,
	);
});

test('a refusal shows only the host of the link', () => {
	const link = 'https://user:secret@evil.example/private?token=1000.abc';
	expect(() => allowedUrl(link, 'file', eu)).toThrow(/leads to https:\/\/evil\.example,/);
	expect(() => allowedUrl(link, 'file', eu)).not.toThrow(/secret|private|1000/);
});

describe('custom addresses', () => {
	const origin = 'https://crm.sandbox.example';
	const custom = (url: string) =>
		customDataCenter({ accountsUrl: origin, apiUrl: url, filesUrl: origin });

	test.each([
		'https://api.example',
		'http://127.0.0.1:8080',
		'http://localhost:1',
		'http://[::1]:1',
	])('%s is accepted', (url) => expect(custom(url).api).toEqual([url]));

	test.each([
		'http://api.example',
		'http://127.0.0.1.evil.example',
		'http://10.0.0.1',
		'https://user:secret@api.example',
		'https://api.example/path',
		'https://api.example?x=1',
		'api.example',
		'',
	])('%s is refused without repeating a secret', (url) => {
		expect(() => custom(url)).toThrow(InputError);
		expect(() => custom(url)).not.toThrow(/secret/);
	});
});

describe('redirects', () => {
	const link = `https://download.zoho.eu${path}`;
	const following = (...locations: string[]) => {
		const sent: string[] = [];
		const send = guarded(async ({ url }: ZohoRequest) => {
			sent.push(url);
			const location = locations[sent.length - 1];
			const body = new Uint8Array();
			return location === undefined
				? { status: 200, headers: {}, body }
				: { status: 302, headers: { location }, body };
		}, eu);
		return { sent, answer: send({ method: 'GET', url: link, maxBytes: 1 }) };
	};

	test('are followed within the data center, relative ones too', async () => {
		const { sent, answer } = following(
			'https://files.zoho.eu' + path,
			path.replace('.csv', '.zip'),
		);
		expect(await answer).toMatchObject({ status: 200 });
		expect(sent.at(-1)).toBe('https://files.zoho.eu' + path.replace('.csv', '.zip'));
	});

	test.each(
		HOSTILE.filter((target) => target !== '' && !target.startsWith('https://download.zoho.eu/')),
	)('to %s are not followed', async (target) => {
		const { sent, answer } = following(target);
		await expect(answer).rejects.toThrow(/redirect/);
		expect(sent).toEqual([link]);
	});

	test('end after three hops', async () => {
		const { sent, answer } = following(link, link, link, link, link);
		await expect(answer).rejects.toThrow(/more than 3 times/);
		expect(sent).toHaveLength(4);
	});
});
