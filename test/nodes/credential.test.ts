import { runInNewContext } from 'node:vm';
import { ZohoCrmAuditLogOAuth2Api } from '../../credentials/ZohoCrmAuditLogOAuth2Api.credentials';
import { customDataCenter } from '../../shared/dataCenters';

const { properties } = new ZohoCrmAuditLogOAuth2Api();
const field = (name: string) => properties.find((property) => property.name === name);

/** What n8n evaluates the hidden field to, for values of the form. */
function evaluated(name: string, $self: Record<string, string>): string {
	const [, code = '', rest = ''] = /^=\{\{ (.*) \}\}(.*)$/.exec(String(field(name)?.default)) ?? [];
	return String(runInNewContext(code, { $self })) + rest;
}

test.each([
	[{ dataCenter: 'eu' }, 'https://accounts.zoho.eu'],
	[{ dataCenter: 'custom', accountsUrl: 'https://a.example' }, 'https://a.example'],
	[{ dataCenter: 'custom', accountsUrl: ' https://a.example// ' }, 'https://a.example'],
])('tokens come from the accounts server, with or without a slash: %j', (form, origin) => {
	expect(evaluated('accessTokenUrl', form)).toBe(`${origin}/oauth/v2/token`);
	expect(evaluated('authUrl', form)).toBe(`${origin}/oauth/v2/auth`);
});

test('data centers are in the order of their names, and custom ones come last', () => {
	const names = (field('dataCenter')?.options as { name: string }[]).map(({ name }) => name);
	expect(names.at(-1)).toBe('Custom');
	expect(names.slice(0, -1)).toEqual(names.slice(0, -1).sort());
});

test('a custom data center has links to records where its web address is given', () => {
	const hosts = {
		accountsUrl: 'https://a.example/',
		apiUrl: 'https://b.example',
		filesUrl: 'https://c.example',
	};
	expect(customDataCenter(hosts).web).toBeNull();
	expect(customDataCenter({ ...hosts, webUrl: '' }).web).toBeNull();
	expect(customDataCenter({ ...hosts, webUrl: 'https://d.example/' }).web).toBe(
		'https://d.example',
	);
	expect(() => customDataCenter({ ...hosts, webUrl: 'crm' })).toThrow(/cannot be used for webUrl/);
});

test.each([
	[{}, false],
	[{ readRecycleBin: false }, false],
	[{ readRecycleBin: true }, true],
])('the recycle bin is asked for on request alone: %j', (form, isAsked) => {
	const text = String(field('scope')?.default);
	const scopes = text.slice(1).replace(/\{\{ (.*?) \}\}/g, (_, code: string) => {
		return String(runInNewContext(code, { $self: form }));
	});
	expect(scopes.split(',').includes('ZohoCRM.settings.recycle_bin.READ')).toBe(isAsked);
	expect(scopes.split(',').length).toBe(isAsked ? 8 : 7);
	expect(field('readRecycleBin')?.default).toBe(false);
});
