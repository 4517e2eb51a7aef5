import { ASSUMPTIONS } from '../../../mcp/liveCheck/run';
import { everyScope } from '../../zoho/accounts/scopes';
import { staff } from '../../zoho/organization/staff';
import { defaultSwitches, type Switches } from '../../zoho/switches';
import type { Zoho } from '../../zoho/zoho';
import { BIN_NOT_SHOWN, BIN_TURNED } from './binSwitches';
import {
	different,
	liveChecked,
	type LiveChecked,
	type LiveCheckOptions,
	tokenWith,
} from './liveChecked';
import type { Turned } from './turned';

type Name = keyof Switches;
const NAMES = Object.keys(defaultSwitches) as Name[];

const CREATE: LiveCheckOptions = { args: ['--create'] };
const withoutFiles = everyScope.filter((scope) => !scope.startsWith('ZohoFiles'));
const withAll = everyScope.map((scope) =>
	scope.endsWith('audit_logs.READ') ? 'ZohoCRM.settings.audit_logs.ALL' : scope,
);

/** An export of another administrator, which still runs. */
function otherRuns(zoho: Zoho): undefined {
	const { tokenUser } = zoho.switches;
	zoho.switches.tokenUser = staff.jonas.id;
	zoho.answer({
		method: 'POST',
		url: `${zoho.origins.api}/crm/v8/settings/audit_log_export`,
		headers: { authorization: `Zoho-oauthtoken ${zoho.accessToken()}` },
		body: '',
	});
	zoho.switches.tokenUser = tokenUser;
}

/** The story's deal has more entries than fit on a page. */
const record = '7610000000000800010';

const TURNED: Readonly<Partial<Record<Name, readonly Turned[]>>> = {
	csvColumns: [
		{ to: { csvColumns: 'bigin_with_pipeline' } },
		{ to: { csvColumns: 'guessed' }, came: /Old Value, New Value/ },
	],
	csvTitles: [
		...(['german', 'japanese'] as const).map((csvTitles) => ({
			to: { csvTitles },
			state: 'new' as const,
		})),
		...(['dotted', 'spaced', 'camel_case', 'upper_case', 'none'] as const).map((csvTitles) => ({
			to: { csvTitles },
		})),
	],
	csvWithout: [
		{ to: { csvWithout: ['Done By'] }, came: /not found: done_by/, state: 'new' },
		{ to: { csvWithout: ['Audited Time'] }, came: /not found: audited_time/, state: 'new' },
		{ to: { csvWithout: ['Account Name'] }, state: 'variant' },
	],
	csvTitleLine: [{ to: { csvTitleLine: 'Audit Log' }, came: /^aaaaa aaa$/ }],
	csvTimeTitle: [
		{ to: { csvTimeTitle: '{title} (GMT+5:30)' }, came: /Audited Time \(aaa\+9:99\)/ },
		{ to: { csvTimeTitle: '{title} (Asia/Kolkata)' }, came: /Audited Time \(aaaa\/aaaaaaa\)/ },
	],
	csvFooter: [
		{ to: { csvFooter: ['Total: {rows}'] }, came: /aaaaa: 999 \(it counts the rows\)/ },
		{
			to: { csvFooter: ['', 'Exported by Jane'] },
			came: /aaaaaaaa aa aaaa \(after an empty line\)/,
		},
		{ to: { csvFooter: ['Exported by Jane'] }, came: /1 that cannot be read/ },
	],
	csvLastLineEnd: [{ to: { csvLastLineEnd: false } }],
	csvTimeColumns: [{ to: { csvTimeColumns: 'two' }, came: /Date, Time/ }],
	csvTimeFormat: [
		{ to: { csvTimeFormat: 'iso8601' }, came: /ISO 8601/ },
		{ to: { csvTimeFormat: 'epoch' }, came: /epoch/ },
		{ to: { csvTimeFormat: 'dd.MM.yyyy HH:mm' }, came: /dd.MM.yyyy HH:mm/ },
		{
			to: { csvTimeFormat: 'yyyy|MM|dd HH|mm' },
			came: /such as 9999\?99\?99 99\?99/,
			state: 'new',
		},
	],
	csvTimeZone: [
		{ to: { csvTimeZone: 'utc' }, setup: { entries: 9_000 }, options: CREATE, came: /UTC/ },
		{
			to: { csvTimeZone: 'organization' },
			given: { tokenUser: staff.priya.id },
			setup: { entries: 9_000 },
			options: CREATE,
			came: /organization/,
		},
	],
	csvModules: [{ to: { csvModules: 'singular_label' } }, { to: { csvModules: 'api_name' } }],
	csvActions: [{ to: { csvActions: 'title_case' } }],
	csvOrder: [{ to: { csvOrder: 'oldest_first' }, came: /oldest/ }],
	csvEncoding: [{ to: { csvEncoding: 'utf-8-bom' } }, { to: { csvEncoding: 'utf-16le' } }],
	csvDelimiter: [{ to: { csvDelimiter: ';' } }, { to: { csvDelimiter: '\t' } }],
	csvLineEnd: [{ to: { csvLineEnd: '\n' } }, { to: { csvLineEnd: '\r' } }],
	csvQuotes: [{ to: { csvQuotes: 'always' } }],
	csvArchive: [{ to: { csvArchive: 'found' }, setup: { rowsPerFile: 250 } }],
	csvBadRow: [
		{ to: { csvBadRow: 'cells' } },
		{ to: { csvBadRow: 'byte' } },
		{ to: { csvBadRow: 'quote' } },
	],
	noContent: [{ to: { noContent: 400 } }, { to: { noContent: '400_bare' } }],
	unknownJob: [{ to: { unknownJob: 204 } }],
	statusWords: [
		{ to: { statusWords: 'docs' } },
		{ to: { statusWords: 'docs_lower_case' }, options: CREATE, came: /progress/ },
	],
	jobOutcome: (['failed', 'deleted', 'suspended', 'stuck'] as const).map((jobOutcome) => ({
		to: { jobOutcome },
		options: CREATE,
	})),
	alreadyScheduledId: [
		{ to: { alreadyScheduledId: false }, options: CREATE, came: /without an id/ },
	],
	lingeringSeconds: [{ to: { lingeringSeconds: 20 }, options: CREATE, came: /has ended/ }],
	modulesInCriteria: [{ to: { modulesInCriteria: 'both' }, options: CREATE }],
	modulesInEcho: [
		{ to: { modulesInEcho: 'api_name' }, options: CREATE, came: /^api_name$/ },
		{ to: { modulesInEcho: 'id' }, options: CREATE, came: /^id$/ },
	],
	listShowsAllUsers: [
		{
			to: { listShowsAllUsers: false },
			options: { ...CREATE, arrange: otherRuns },
			came: /not shown/,
		},
	],
	over180Days: [{ to: { over180Days: 'INVALID_DATA' }, options: CREATE, came: /INVALID_DATA/ }],
	ambiguityCode: [
		{ to: { ambiguityCode: 'AMBIGUITY_DURNG_PROCESSING' }, options: CREATE, came: /DURNG/ },
	],
	expiryDays: [{ to: { expiryDays: 7 }, came: /7 days/ }],
	linksLateSeconds: [{ to: { linksLateSeconds: 6 }, options: CREATE }],
	emptyLinks: (['empty', 'absent', 'header_only_file', 'text_file'] as const).map((emptyLinks) => ({
		to: { emptyLinks },
		options: CREATE,
	})),
	emptyText: ['Es gibt hier nichts, Marta.', 'Hier gibt es nichts.'].map((emptyText) => ({
		to: { emptyText },
		given: { emptyLinks: 'text_file' },
		options: CREATE,
		state: 'new' as const,
	})),
	linkOrigin: [
		{
			to: { linkOrigin: 'https://download-accl.zoho.eu' },
			came: /download-accl/,
			state: 'variant',
		},
		{ to: { linkOrigin: 'https://leak.example' }, came: /aaaa\.aaaaaaa/, state: 'new' },
	],
	linkOrganization: [{ to: { linkOrganization: '60001234567' } }],
	bearerOnFiles: [{ to: { bearerOnFiles: false } }],
	bearerRefusal: (['dead_token', 'x-error', 'page'] as const).map((bearerRefusal) => ({
		to: { bearerRefusal },
		given: { bearerOnFiles: false },
	})),
	fileErrors: [{ to: { fileErrors: 'service' }, came: /F7003/ }],
	filesScopeError: (['INVALID_OAUTHSCOPE', 'x-error'] as const).map((filesScopeError) => ({
		to: { filesScopeError },
		options: { arrange: (zoho: Zoho) => tokenWith(zoho, withoutFiles) },
	})),
	expiredLink: ([403, 410] as const).map((expiredLink) => ({
		to: { expiredLink },
		given: { expiryDays: 3 },
		came: new RegExp(String(expiredLink)),
	})),
	downloadRedirect: [{ to: { downloadRedirect: 'https://files.zoho.eu' } }],
	acceptRanges: [{ to: { acceptRanges: true }, came: /a strong ETag/ }],
	tokenUser: [{ to: { tokenUser: staff.zoe.id }, came: /profile Standard/ }],
	userSettings: [
		{
			to: { userSettings: { date_format: 'dd~MM~yyyy' } },
			came: /^aa\?aa\?aaaa hh:mm a, en_US$/,
			state: 'new',
		},
	],
	nonAdministrator: [{ to: { nonAdministrator: 403 }, given: { tokenUser: staff.zoe.id } }],
	allScope: [
		{
			to: { allScope: false },
			options: { arrange: (zoho) => tokenWith(zoho, withAll) },
			state: 'new',
		},
	],
	deadTokenCode: [{ to: { deadTokenCode: 'INVALID_OAUTHTOKEN' } }],
	scopeInTokenAnswer: [{ to: { scopeInTokenAnswer: false } }],
	readOnlyMode: [{ to: { readOnlyMode: true }, options: CREATE }],
	settingsAuditLog: ([401, 403, 204, 'audit_log', 'audit_logs', 'data', 'other'] as const).map(
		(settingsAuditLog) => ({ to: { settingsAuditLog } }),
	),
	pageTokens: [{ to: { pageTokens: true }, given: { settingsAuditLog: 'audit_log' } }],
	timelinePages: [
		{ to: { timelinePages: 'number' }, options: { args: ['--record', `Deals/${record}`] } },
	],
	...BIN_TURNED,
	moduleNames: [{ to: { moduleNames: 'listed' }, came: /Meetings for Events/ }],
};

/** Switches that this command does not show, and why. */
const NOT_SHOWN: Readonly<Partial<Record<Name, string>>> = {
	filterWithoutTime:
		'the product always sends a window; a third export, of more than 180 days, would be needed to see it',
	...BIN_NOT_SHOWN,
	liveAccessTokens:
		'more tokens would be needed than Zoho issues in ten minutes, and others of the connection would die',
};

test('every switch of the emulator is here, with what it changes or why that is not shown', () => {
	const listed = [...Object.keys(TURNED), ...Object.keys(NOT_SHOWN)];
	expect(listed.sort()).toEqual([...NAMES].sort());
	for (const reason of Object.values(NOT_SHOWN)) expect(reason.length).toBeGreaterThan(40);
});

test('every switch that is shown is named by an assumption, and no other', () => {
	const named = new Set(ASSUMPTIONS.flatMap(({ switches = [] }) => switches));
	expect([...named].sort()).toEqual(Object.keys(TURNED).sort());
});

test('each position of a switch that is a word of a list is tried', () => {
	const tried = Object.entries(TURNED).flatMap(([name, all]) =>
		all.map(({ to }) => `${name} ${String(to[name as Name])}`),
	);
	expect(new Set(tried).size).toBe(tried.length);
	for (const [name, all] of Object.entries(TURNED)) {
		for (const { to } of all) expect(Object.keys(to)).toEqual([name]);
	}
});

describe.each([
	['read-only', []],
	['with two exports', ['--create']],
	['with a record', ['--record', `Deals/${record}`]],
	['with all', ['--create', '--record', `Deals/${record}`]],
])('as the emulator is, %s', (_, args) => {
	test('nothing is different', async () => {
		const { lines } = await liveChecked({}, { args });
		expect(different(lines)).toEqual([]);
		expect(lines.filter(({ state }) => state === 'same').length).toBeGreaterThan(45);
	});
});

const cases = Object.entries(TURNED).flatMap(([name, all]) =>
	all.map((it) => [name, String(it.to[name as Name]), it] as const),
);

/** Many begin alike. */
const known = new Map<string, Promise<LiveChecked>>();

async function checked(
	{ setup = {}, options }: Turned,
	switches: Partial<Switches>,
): Promise<LiveChecked> {
	const key = JSON.stringify([setup, switches, options, String(options?.arrange)]);
	const run = known.get(key) ?? liveChecked({ ...setup, switches }, options);
	known.set(key, run);
	return await run;
}

test.each(cases)('%s %s is in the report', async (name, _, turned) => {
	const { to, given = {}, came = /./, state } = turned;
	const before = await checked(turned, given);
	const after = await checked(turned, { ...given, ...to });
	const textOf = (line: (typeof after.lines)[number]) => `${line.name}: ${line.state} ${line.came}`;
	const others = different(before.lines).map(textOf);
	const found = different(after.lines).filter(
		(line) => line.switches?.includes(name) && !others.includes(textOf(line)),
	);
	expect(found.map(textOf)).not.toEqual([]);
	expect(found.filter((line) => came.test(line.came)).map(textOf)).not.toEqual([]);
	if (state) expect(found.map((line) => line.state)).toContain(state);
});

test('a file that is written as its user had set before is in the report', async () => {
	const userSettings = { date_format: 'dd.MM.yyyy', time_format: 'HH:mm' };
	const arrange = ({ switches }: Zoho): undefined => void Object.assign(switches, { userSettings });
	const { lines } = await liveChecked({}, { arrange });
	expect(different(lines).map(({ name, came }) => [name, came])).toEqual([
		['CSV: format of times', 'MM/dd/yyyy hh:mm a, by all times'],
	]);
});
