import { namesIn } from '../../../mcp/questions/words/lists';
import { CrmModules } from '../../../shared/org/modules';
import type { OrganizationNames } from '../../../shared/org/organizationNames';
import { type CrmUser, CrmUsers } from '../../../shared/org/users';

const settings = { timeZone: null, dateFormat: null, timeFormat: null, locale: null };
const user = (id: string, name: string): CrmUser => ({
	...{ id, name, email: null, profile: null, role: null, status: null },
	...settings,
});
let requests = 0;
const names = {
	users: async () => {
		requests++;
		return await Promise.resolve(
			new CrmUsers([user('11111', 'Doe, Jane'), user('22222', 'Jane Roe')]),
		);
	},
	modules: async () => await Promise.resolve(new CrmModules([])),
} as unknown as OrganizationNames;

test.each([
	['Doe, Jane', ['Doe, Jane']],
	[
		['Doe, Jane', 'Jane Roe'],
		['Doe, Jane', 'Jane Roe'],
	],
	['Jane Roe, Doe', ['Jane Roe', 'Doe']],
	['Jane Roe; Doe', ['Jane Roe', 'Doe']],
	[',Jane Roe, ', ['Jane Roe']],
	[undefined, []],
])('users in %j', async (words, expected) => {
	expect(await namesIn(words, 'users', names, {})).toEqual(expected);
});

test('for ids no list is requested', async () => {
	requests = 0;
	expect(await namesIn(['11111', '11111'], 'users', names, {})).toEqual(['11111']);
	expect(requests).toBe(0);
});

test('actions and modules are taken apart as well', async () => {
	expect(await namesIn('added, tag added', 'actions', names, {})).toEqual(['added', 'tag added']);
	expect(await namesIn('Deals,Leads', 'modules', names, {})).toEqual(['Deals', 'Leads']);
});
