import type { Line } from '../../../mcp/liveCheck/assumption';
import { ASSUMPTIONS } from '../../../mcp/liveCheck/run';
import type { Exchange } from '../../../mcp/zoho/exchange';
import { jsonInstead } from '../../zoho/faults';
import { defaultSwitches, type Switches } from '../../zoho/switches';
import type { Zoho } from '../../zoho/zoho';
import { canariesOf, HOST, MARK, nonsense, renamed, ZONE } from './canaries';
import { liveChecked, type LiveCheckOptions } from './liveChecked';

/** All that a report says beside what is written in the source. */
function reported({ lines, progress }: { lines: readonly Line[]; progress: readonly string[] }) {
	const own = new Set(ASSUMPTIONS.map(({ name }) => name));
	return [
		...lines.map(({ came }) => came),
		...lines.map(({ name }) => name).filter((name) => !own.has(name)),
		...progress,
	].join('\n');
}

function leaks(text: string, zoho: Zoho): string[] {
	const lower = text.toLowerCase();
	return canariesOf(zoho).filter((piece) => lower.includes(piece));
}

const ALL: LiveCheckOptions = {
	args: ['--create', '--record', 'Deals/7610000000000800010'],
	around: (exchange) => renamed(exchange),
};

const TURNED: readonly Partial<Switches>[] = [
	{},
	{ csvTitles: 'none' },
	{ csvTitles: 'german' },
	{ csvColumns: 'guessed' },
	{ csvTimeFormat: 'yyyy|MM|dd HH|mm' },
	{ csvTitleLine: `${MARK} GmbH, Marta Quill, 7610000000000004001` },
	{ csvTimeTitle: `{title} (${ZONE}) ${MARK}` },
	{ csvTimeTitle: `${MARK} {title} [${MARK}] {${MARK}}` },
	{ csvFooter: ['', `Marta Quill, ${MARK}`] },
	{ csvWithout: ['Audited Time'] },
	{ emptyLinks: 'text_file', emptyText: `${MARK} Marta Quill` },
	{ linkOrigin: `https://${HOST}` },
	{ linkOrganization: '60001234567' },
	{ settingsAuditLog: 'audit_log', pageTokens: true },
	{ settingsAuditLog: 'other' },
	{ bearerOnFiles: false, bearerRefusal: 'page' },
	{ jobOutcome: 'failed' },
];

test.each(TURNED.map((it) => [JSON.stringify(it), it] as const))(
	'nothing of the organization is in the report, with %s',
	async (_, switches) => {
		const run = await liveChecked({ switches }, ALL);
		const text = reported(run);
		expect(leaks(text, run.zoho)).toEqual([]);
		expect(text).not.toMatch(new RegExp(MARK, 'i'));
		expect(text.match(/\d{6,}/g)?.filter((digits) => !/^9+$/.test(digits)) ?? []).toEqual([]);
		// Nothing that a terminal, a log, JSON or Markdown takes for more than text.
		expect(text).toMatch(/^[\x20-\x7e\n×¤]*$/);
		expect(text).not.toMatch(/[`<>|[\]{}#@$*~\\]/);
	},
);

test('the search finds each kind of text that it is for', async () => {
	const { zoho } = await liveChecked();
	const { organization, users, log, credentials } = zoho;
	const names = [organization.company_name, users[0]?.full_name, users[7]?.full_name];
	const texts = [
		...[...names, log[5]?.record?.name, users[0]?.email].map((name) => nonsense(name ?? '')),
		...[organization.zgid, organization.id, organization.time_zone, users[0]?.id, log[5]?.id],
		...[...Object.values(credentials), HOST, ZONE],
	];
	for (const text of texts) {
		expect(leaks(`x ${text} x`, zoho).length).toBeGreaterThan(0);
		const half = String(text).slice(0, Math.ceil(String(text).length * 0.7));
		expect(leaks(`x ${half} x`, zoho).length).toBeGreaterThan(0);
	}
});

/** Words of an organization in each place of Zoho's answers where one of Zoho's is expected. */
const ODD = `${MARK}_Marta`;
const job = {
	id: '7610000000000070000',
	status: ODD,
	job_start_time: `2026 ${ODD}`,
	job_end_time: ODD,
	expiry_date: ODD,
	created_by: { [ODD]: ODD },
	criteria: { field: { api_name: ODD }, comparator: ODD, value: [ODD], [ODD]: 1 },
	download_links: [
		`https://${ODD}.example/${ODD}?token=${ODD}`,
		7_610_000_000_000_004,
		{ [ODD]: 1 },
	],
	[ODD]: ODD,
	[`7610000000000004001`]: '7610000000000004001',
};
const refusedBy = (code: string) => ({
	code,
	status: 'error',
	message: ODD,
	details: { [ODD]: ODD },
});

test.each([
	['listExports', jsonInstead(200, { audit_log_export: [job, ODD, [ODD], null] })],
	['getExport', jsonInstead(200, { audit_log_export: [job], [ODD]: [job] })],
	['createExport', jsonInstead(200, { audit_log_export: [{ [ODD]: ODD, details: { id: ODD } }] })],
	['createExport', jsonInstead(400, { audit_log_export: [refusedBy(ODD)] })],
	['org', jsonInstead(200, { org: [{ zgid: ODD, time_zone: ODD, [ODD]: ODD }] })],
	['users', jsonInstead(200, { users: [{ id: ODD, profile: { name: ODD }, date_format: ODD }] })],
	['modules', jsonInstead(200, { modules: [{ api_name: 'Deals', module_name: ODD }] })],
	['getAuditLog', jsonInstead(200, { [ODD]: [{ [ODD]: ODD, id: ODD }], info: { [ODD]: ODD } })],
	['getAuditLog', jsonInstead(418, refusedBy(`${MARK} Marta Quill`))],
	['apis', jsonInstead(200, { __apis: [{ path: ODD, operation_types: [{ method: ODD }] }] })],
	['timeline', jsonInstead(200, { __timeline: [{ [ODD]: ODD, field_history: [ODD] }], info: ODD })],
	['download', jsonInstead(403, { 'x-error': ODD, info: ODD, [ODD]: ODD })],
	[
		'apis',
		jsonInstead(200, {
			__apis: [
				{
					path: '/crm/v8/settings/audit_log_export',
					operation_types: [{ method: 'GET', oauth_scope: ODD, max_credits: 76_100_001 }],
				},
			],
		}),
	],
	['download', jsonInstead(401, { errors: [{ id: 'Z12345', title: ODD }] })],
] as const)('names in the place of the words of %s are shapes', async (on, fault) => {
	const around = (exchange: Exchange, zoho: Zoho): Exchange => {
		zoho.faults.add({ on, times: Infinity, ...fault });
		return exchange;
	};
	const run = await liveChecked({}, { ...ALL, around });
	const text = reported(run);
	expect(text).not.toMatch(/zqxj|marta|761000|z12345/i);
	expect(text).toMatch(/^[\x20-\x7e\n×¤]*$/);
	const isBroken = ({ state, came }: Line) => state === 'new' && !/fault of this/.test(came);
	expect(run.lines.some(isBroken)).toBe(true);
	expect(text).not.toContain('fault of this program');
});

test('a title that only looks like a name of a column is not shown unless most are known', async () => {
	const around =
		(exchange: Exchange): Exchange =>
		async (request) => {
			const response = await exchange(request);
			if (!(response.headers['content-type'] ?? '').startsWith('text/csv')) return response;
			const text = Buffer.from(response.body).toString();
			const rows = text.slice(text.indexOf('\n') + 1);
			const titles = 'User,Marta,Zqxj GmbH,Event,Zqxj 2,7610000000000004001,Müller,Zqxj Time';
			return { ...response, body: Buffer.from(`${titles}\r\n${rows}`) };
		};
	const { lines } = await liveChecked({}, { around });
	const header = lines.find(({ name }) => name === 'CSV: header');
	expect(header?.state).toBe('new');
	expect(header?.came).toMatch(
		/^8 columns: aaaa, aaaaa, aaaa aaaa, aaaaa, aaaa 9, 9+, aaaaaa, aaaa aaaa;/,
	);
});

test('the switches are those of the emulator', () => {
	for (const it of TURNED)
		for (const name of Object.keys(it)) expect(name in defaultSwitches).toBe(true);
});
