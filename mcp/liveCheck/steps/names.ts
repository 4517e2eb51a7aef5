import { DATE_FORMATS, LOCALES, TIME_FORMATS } from '../../../shared/dialect/timeFormats';
import { TimeZone } from '../../../shared/dialect/timeZone';
import { asObject, asText } from '../../../shared/http/json';
import { seesEverything } from '../../../shared/org/users';
import { outcomeOf } from '../answers';
import { type Line, line, lineOf } from '../assumption';
import { differencesOfAll, type Fields } from '../fields';
import { count, oneOf, say, type Shown } from '../shown';
import { itemsIn, type Live, type Step } from '../step';

const ORGANIZATION: Fields = {
	company_name: ['text'],
	domain_name: ['text'],
	zgid: ['id'],
	time_zone: ['text'],
};
const USER: Fields = {
	id: ['id'],
	full_name: ['text'],
	email: ['text'],
	status: ['text'],
	profile: ['object'],
	role: ['object'],
	time_zone: ['text', 'null'],
	date_format: ['text', 'null'],
	time_format: ['text', 'null'],
	locale: ['text', 'null'],
};
const INFO: Fields = {
	per_page: ['number'],
	count: ['number'],
	page: ['number'],
	more_records: ['true or false'],
};
const MODULE: Fields = {
	id: ['id'],
	api_name: ['text'],
	module_name: ['text'],
	singular_label: ['text'],
	plural_label: ['text'],
};
/** Of modules whose tab is called otherwise. */
const TABS = ['Potentials', 'Deals', 'Events', 'Meetings', 'Activities', 'SalesOrders'];
/** Beyond the users that any edition is sold with: an empty list. */
const EMPTY_PAGE = '/users?type=AllUsers&page=10&per_page=200';

const A = {
	organization: {
		name: 'organization',
		assumed: 'org[0] has company_name, domain_name, zgid and time_zone',
		places: ['shared/org/organization.ts readOrganization'],
	},
	zone: {
		name: 'organization: time zone',
		assumed: 'an IANA name that this machine knows',
		places: ['shared/dialect/timeZone.ts TimeZone'],
	},
	user: {
		name: 'user of the connection',
		assumed: 'users?type=CurrentUser lists one user with id, names, profile, role and settings',
		places: ['shared/org/users.ts readCurrentUser'],
	},
	sees: {
		name: 'user of the connection: rights',
		assumed: 'the Administrator profile or the role CEO, which see every entry',
		places: ['shared/org/users.ts seesEverything', 'shared/reading/coverage.ts visibilityNote'],
		switches: ['tokenUser'],
	},
	settings: {
		name: 'user of the connection: formats',
		assumed:
			'date_format, time_format and locale are among those that Zoho lists, time_zone is known',
		places: [
			'shared/dialect/timeFormats.ts DATE_FORMATS',
			'shared/dialect/timeFormats.ts TIME_FORMATS',
			'shared/dialect/timeFormats.ts LOCALES',
		],
		switches: ['userSettings'],
	},
	users: {
		name: 'users',
		assumed:
			'users and info with per_page, count, page and more_records; AllUsers and DeletedUsers',
		places: ['shared/org/users.ts CrmUsers', 'shared/http/pages.ts pages'],
	},
	empty: {
		name: 'empty list',
		assumed: '204 without a body',
		places: ['shared/http/crmApi.ts isNothing'],
		switches: ['noContent'],
	},
	modules: {
		name: 'modules',
		assumed: 'modules has id, api_name, module_name, singular_label and plural_label',
		places: ['shared/org/modules.ts CrmModules'],
	},
	tabs: {
		name: 'modules: names in addresses',
		assumed:
			'module_name is Potentials for Deals, Events for Events, CustomModule and a number for custom ones',
		places: ['shared/entries/recordUrl.ts recordUrl', 'shared/org/loggedActions.ts CUSTOM'],
		switches: ['moduleNames'],
	},
} as const;

async function* run(live: Live): AsyncGenerator<Line> {
	yield* organization(live);
	yield* currentUser(live);
	yield* users(live);
	yield* modules(live);
}

async function* organization(live: Live): AsyncGenerator<Line> {
	const answer = await live.connection.get('/org');
	const items = itemsIn(answer, 'org');
	if (!items) return void (yield line(A.organization, 'new', outcomeOf(answer)));
	const wrong = differencesOfAll(items, ORGANIZATION, false);
	if (items.length !== 1) wrong.push(say`${count(items.length)} organizations in one answer`);
	yield lineOf(A.organization, wrong, say`one, with all of these`);
	const { zgid, timeZone } = await live.connection.client.names.organization({});
	Object.assign(live, { zgid, timeZone });
	yield lineOf(A.zone, isZone(timeZone) ? [] : [say`another name`], say`one that is known`);
}

async function* currentUser(live: Live): AsyncGenerator<Line> {
	const answer = await live.connection.get('/users?type=CurrentUser&page=1&per_page=200');
	const items = itemsIn(answer, 'users');
	if (!items) return void (yield line(A.user, 'new', outcomeOf(answer)));
	const wrong = differencesOfAll(items, USER, false);
	if (items.length !== 1) wrong.push(say`${count(items.length)} users in the answer`);
	yield lineOf(A.user, wrong, say`one, with all of these`);
	const user = await live.connection.client.names.currentUser({});
	if (!user) return;
	live.user = user;
	const profile = oneOf(user.profile, ['Administrator', 'Standard']);
	const came = say`profile ${profile}, role ${oneOf(user.role, ['CEO', 'Manager'])}`;
	yield line(A.sees, seesEverything(user) ? 'same' : 'variant', came);
	const { dateFormat, timeFormat, locale, timeZone } = user;
	const shown = say`${oneOf(dateFormat, DATE_FORMATS)} ${oneOf(timeFormat, TIME_FORMATS)}, ${oneOf(locale, LOCALES)}`;
	const isListed =
		DATE_FORMATS.includes(dateFormat ?? '') &&
		TIME_FORMATS.includes(timeFormat ?? '') &&
		LOCALES.includes(locale ?? '');
	yield line(A.settings, isListed && isZone(timeZone) ? 'same' : 'new', shown);
}

async function* users(live: Live): AsyncGenerator<Line> {
	const { connection } = live;
	const wrong: Shown[] = [];
	for (const type of ['AllUsers', 'DeletedUsers'] as const) {
		const answer = await connection.get(`/users?type=${type}&page=1&per_page=200`);
		const items = itemsIn(answer, 'users');
		if (items) {
			wrong.push(...differencesOfAll(items, { id: ['id'], full_name: ['text'] }, false));
			wrong.push(...differencesOfAll([asObject(answer.json)?.['info']], INFO, false));
		} else if (!isNothing(answer)) {
			wrong.push(outcomeOf(answer));
		}
	}
	live.users = await connection.client.names.users({});
	const shared = live.users.sharedNames.length;
	const came = say`${count(live.users.all.length)} users, ${count(shared)} names of more than one`;
	yield lineOf(A.users, wrong, came);
	const empty = await connection.get(EMPTY_PAGE);
	if (empty.status === 204) yield line(A.empty, 'same', say`HTTP 204`);
	else if (isNothing(empty)) yield line(A.empty, 'variant', outcomeOf(empty));
	else if (itemsIn(empty, 'users')) yield line(A.empty, 'unseen', say`a list with users`);
	else yield line(A.empty, 'new', outcomeOf(empty));
}

async function* modules(live: Live): AsyncGenerator<Line> {
	const answer = await live.connection.get('/settings/modules');
	const items = itemsIn(answer, 'modules');
	if (!items) return void (yield line(A.modules, 'new', outcomeOf(answer)));
	const wrong = differencesOfAll(items, MODULE, false);
	yield lineOf(A.modules, wrong, say`${count(items.length)} modules`);
	live.modules = await live.connection.client.names.modules({});
	const odd = items.flatMap((item): Shown[] => {
		const object = asObject(item);
		const name = asText(object?.['module_name']) ?? '';
		const apiName = asText(object?.['api_name']);
		const expected = apiName === 'Deals' ? 'Potentials' : apiName === 'Events' ? 'Events' : null;
		const isCustom = object?.['generated_type'] === 'custom';
		if (isCustom && !/^CustomModule\d+$/.test(name)) return [say`another name of a custom module`];
		if (expected === null || name === expected) return [];
		return [say`${oneOf(name, TABS)} for ${oneOf(apiName, TABS)}`];
	});
	yield lineOf(A.tabs, odd, say`the same`, 'variant');
}

function isNothing({ status, code }: { status: number; code: string | null }): boolean {
	return status === 204 || code === 'NO_CONTENT';
}

function isZone(name: string | null): boolean {
	try {
		return name !== null && new TimeZone(name).name !== '';
	} catch {
		return false;
	}
}

export const names: Step = { assumptions: A, run };
