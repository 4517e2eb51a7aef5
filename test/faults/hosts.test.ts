import { type Fault, redirectTo, withBody } from '../zoho/faults';
import { hostileHost, type HostileHost, hostileLinks } from './hostile';
import { fault, faultInNode, faultInServer, type House, throughBoth } from './house';

let evil: HostileHost;
beforeAll(async () => {
	evil = await hostileHost();
});
afterAll(async () => await evil.close());
afterEach(() => {
	expect(evil.requests).toEqual([]);
});

const TOKEN = /1000\.[0-9a-f]{32}/;

/** Only the emulated Zoho was connected to. */
function onlyZoho({ door, url }: House): void {
	const own = new URL(url).host;
	expect(door.connections().filter((target) => target !== own)).toEqual([]);
}

throughBoth(
	'hostile links of a job: nothing is sent anywhere, and each is named',
	async (house) => {
		const id = await house.finished();
		const links = hostileLinks(new URL(house.url).host, evil);
		expect(links.length).toBeGreaterThanOrEqual(25);
		for (const link of links) {
			house.zoho.faults.clear();
			house.zoho.faults.add(...tampered(link));
			const { error, text } = await house.door.downloadExport(id);
			expect([link, error]).toEqual([link, expect.stringMatching(/Nothing was sent there/)]);
			expect(text).not.toMatch(TOKEN);
			expect(text).not.toContain('secret');
		}
		expect(house.statuses('download')).toEqual([]);
		expect(house.statuses('unknown')).toEqual([]);
		onlyZoho(house);
	},
);

faultInNode(
	38,
	'hostile links from an expression are refused before anything is sent',
	async (house) => {
		for (const link of hostileLinks(new URL(house.url).host, evil)) {
			const { error } = await house.door.downloadLink(link);
			expect([link, error]).toEqual([link, expect.stringMatching(/Nothing was sent there/)]);
		}
		expect(house.zoho.requests).toEqual([]);
		onlyZoho(house);
	},
);

/** Jobs with this link alone. */
function tampered(link: string): Fault[] {
	return (['getExport', 'listExports'] as const).map((on) => ({
		on,
		times: Infinity,
		answer: (_, normal) => {
			const said = JSON.parse(Buffer.from(normal.body).toString()) as {
				audit_log_export: Record<string, unknown>[];
			};
			for (const job of said.audit_log_export) job['download_links'] = [link];
			return withBody(normal, Buffer.from(JSON.stringify(said)));
		},
	}));
}

const targets = (house: House): string[] => [
	...hostileLinks(new URL(house.url).host, evil).filter((link) => !link.includes('redirect')),
	'https://download.zoho.com/v2/crm/1/auditlog/2/AuditLog.csv',
	'http://169.254.169.254/latest/meta-data/',
];

for (const status of [301, 302, 303, 307, 308]) {
	fault(38, `is not followed with the token (${status})`, async (house) => {
		const id = await house.finished();
		for (const location of targets(house)) {
			house.zoho.faults.clear();
			house.zoho.faults.add({ on: 'download', ...redirectTo(location, status) });
			const { error, text } = await house.door.downloadExport(id);
			expect([location, error]).toEqual([location, expect.stringMatching(/redirect/)]);
			expect(text).not.toMatch(TOKEN);
		}
		onlyZoho(house);
	});
}

for (const status of [301, 307]) {
	faultInNode(
		38,
		`is not followed with the token in Zoho’s own header either (${status})`,
		async (house) => {
			const id = await house.finished();
			for (const location of targets(house)) {
				house.zoho.faults.clear();
				house.zoho.faults.add({
					on: ({ url, headers }) =>
						url.includes('/v2/crm/') && headers['authorization']?.startsWith('Zoho') === true,
					...redirectTo(location, status),
				});
				const { error, text } = await house.door.downloadExport(id);
				expect([location, error]).toEqual([location, expect.stringMatching(/redirect/)]);
				expect(text).not.toMatch(TOKEN);
			}
			onlyZoho(house);
		},
		{ switches: { bearerOnFiles: false } },
	);
}

faultInNode(
	38,
	'hostile links are refused also by a host that takes Zoho’s own header alone',
	async (house) => {
		const id = await house.finished();
		expect((await house.door.downloadExport(id)).error).toBeNull();
		const before = house.statuses('download').length;
		for (const link of hostileLinks(new URL(house.url).host, evil)) {
			const { error } = await house.door.downloadLink(link);
			expect([link, error]).toEqual([link, expect.stringMatching(/Nothing was sent there/)]);
		}
		expect(house.statuses('download')).toHaveLength(before);
		onlyZoho(house);
	},
	{ switches: { bearerOnFiles: false } },
);

fault(38, 'by the API is not followed either, and for a create not at all', async (house) => {
	const { door, zoho } = house;
	for (const location of targets(house)) {
		zoho.faults.clear();
		zoho.faults.add({ on: 'listExports', ...redirectTo(location) });
		expect((await door.listExports()).error).toMatch(/redirect/);
	}
	zoho.faults.add({ on: 'createExport', ...redirectTo(`${house.url}/crm/v8/org`, 307) });
	expect((await door.createExport()).error).toMatch(/redirected a request that creates/);
	onlyZoho(house);
});

fault(38, 'in a loop ends after three hops', async (house) => {
	const id = await house.finished();
	const path = `${house.url}/v2/crm/1/auditlog/2/AuditLog.csv`;
	house.zoho.faults.add({ on: 'download', times: Infinity, ...redirectTo(path) });
	const { error } = await house.door.downloadExport(id);
	expect(error).toMatch(/redirected more than 3 times/);
	expect(house.statuses('download')).toHaveLength(4);
});

faultInServer(38, 'by the accounts server is not followed with the secret', async (house) => {
	house.zoho.faults.add({ on: 'token', ...redirectTo(`http://${evil.host}/oauth/v2/token`, 307) });
	expect((await house.door.listExports()).error).not.toBeNull();
	onlyZoho(house);
});

fault(
	56,
	'another organization’s number is reported, and the file is read',
	async (house) => {
		const { error, total, notes } = await house.door.downloadExport(await house.finished());
		expect([error, total]).toEqual([null, house.zoho.log.length]);
		expect(notes.join(' ')).toMatch(/names the organization 4711/);
	},
	{ switches: { linkOrganization: '4711' } },
);

for (const bearerOnFiles of [true, false]) {
	throughBoth(
		`no token is in an answer, a log or a URL, whatever was refused (Bearer for files: ${bearerOnFiles})`,
		noTokenAnywhere,
		{ switches: { bearerOnFiles } },
	);
}

async function noTokenAnywhere(house: House): Promise<void> {
	const { door, zoho } = house;
	const id = await house.finished();
	const said = [await door.getAuditLog(), await door.listExports(), await door.downloadExport(id)];
	for (const status of [401, 403, 404, 429, 500]) {
		for (const on of ['listExports', 'download'] as const) {
			zoho.faults.add({
				on,
				times: Infinity,
				refuse: ({ headers }) => ({
					status,
					headers: { 'x-echo': headers['authorization'] ?? '' },
					// A host that echoes what it received.
					body: Buffer.from(JSON.stringify({ code: headers['authorization'], status: 'error' })),
				}),
			});
		}
		said.push(await door.listExports(), await door.downloadExport(id));
		zoho.faults.clear();
	}
	const log = 'log' in door ? String((door as { log(): string }).log()) : '';
	for (const { text, notes } of said) expect(text + notes.join()).not.toMatch(TOKEN);
	expect(log).not.toMatch(TOKEN);
	expect(
		zoho.requests.filter(({ url }) => TOKEN.test(url) || url.includes('access_token')),
	).toEqual([]);
}

const wrongConnections: readonly (readonly [object | undefined, RegExp])[] = [
	[undefined, /not connected to Zoho.*connect it/],
	[{ error: 'invalid_client_secret' }, /client secret is not the one/],
	[{ error: 'invalid_code' }, /Connect again/],
];
faultInNode(70, 'is named with what mends it, before any request', async ({ door, statuses }) => {
	for (const [oauthTokenData, sentence] of wrongConnections) {
		const { error } = await door.over({ oauthTokenData }).getAuditLog();
		expect(error).toMatch(sentence);
		expect(error).not.toMatch(/could not be reached|later/);
	}
	for (const call of ['token', 'getAuditLog', 'listExports']) expect(statuses(call)).toEqual([]);
	expect(door.connections()).toEqual([]);
});
