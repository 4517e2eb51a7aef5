import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { viewDoors } from './view/viewDoors';
import { builtView } from './view/builtView';
import { type Session, session } from './session';
import { given } from './serverDoors';

/**
 * Every door of the server × every setting that closes one, with texts that nothing else holds: an old
 * and a new value, the name of a record, and the name and address of a person.
 */
const VALUES = ['canary-old-value', 'canary-new-value'];
const RECORD = 'canary-record';

const EVERYTHING = ['values', 'rows', 'entries', 'names', 'files', 'people'] as const;
type Kind = (typeof EVERYTHING)[number];

const SHOWS_VIEWS = {
	extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
};

/** What may be found at any door. */
const SETTINGS: readonly [Record<string, string>, readonly Kind[]][] = [
	[{}, ['values', 'rows', 'entries', 'names', 'people']],
	[{ ZOHO_AUDIT_DOWNLOAD_DIR: 'DIR' }, EVERYTHING],
	[{ ZOHO_AUDIT_READ_ONLY: 'true' }, ['values', 'rows', 'entries', 'names', 'people']],
	[{ ZOHO_AUDIT_FIELD_VALUES: 'never' }, ['entries', 'names', 'people']],
	[{ ZOHO_AUDIT_TOOLS: 'summarize_audit_log' }, ['names']],
	[{ ZOHO_AUDIT_TOOLS: 'get_audit_log' }, ['values', 'entries', 'names']],
	[{ ZOHO_AUDIT_TOOLS: 'save_audit_log' }, ['values', 'entries', 'names']],
	[
		{ ZOHO_AUDIT_TOOLS: 'save_audit_log', ZOHO_AUDIT_DOWNLOAD_DIR: 'DIR' },
		['values', 'entries', 'names', 'files'],
	],
	[{ ZOHO_AUDIT_TOOLS: 'save_audit_log', ZOHO_AUDIT_FIELD_VALUES: 'never' }, ['entries', 'names']],
	[{ ZOHO_AUDIT_TOOLS: 'list_users' }, ['names', 'people']],
	[{ ZOHO_AUDIT_TOOLS: 'list_deleted_records' }, ['entries', 'names']],
	[{ ZOHO_AUDIT_TOOLS: 'review_audit_log' }, ['names']],
	[{ ZOHO_AUDIT_TOOLS: 'list_exports,get_export' }, []],
	[{ ZOHO_AUDIT_TOOLS: 'download_export' }, ['values', 'rows', 'entries']],
	[{ ZOHO_AUDIT_TOOLS: 'download_export', ZOHO_AUDIT_FIELD_VALUES: 'never' }, ['entries']],
];

let it: Session | undefined;
let folder = '';

afterEach(async () => {
	await it?.close();
	it = undefined;
	rmSync(folder, { recursive: true, force: true });
});

async function opened(variables: Record<string, string>): Promise<{ it: Session; id: string }> {
	folder = mkdtempSync(path.join(tmpdir(), 'doors-'));
	const own = Object.entries(variables).map(([name, value]) => [
		name,
		value === 'DIR' ? folder : value,
	]);
	const opened = await session(
		{ entries: 40, jobSeconds: 0, switches: { csvColumns: 'guessed' } },
		Object.fromEntries(own) as Record<string, string>,
		{ view: builtView(), capabilities: SHOWS_VIEWS },
	);
	it = opened;
	const [first] = opened.zoho.log;
	if (!first?.record) throw new Error('no record');
	const [old, recent] = VALUES;
	opened.zoho.record({
		record: { ...first.record, name: RECORD },
		field_history: [{ api_name: 'Stage', field_label: 'Stage', old, new: recent }] as never,
	});
	opened.zoho.record({ action: 'deleted', record: { ...first.record, name: RECORD } });
	opened.clock.now += 60_000;
	const { zoho } = opened;
	const answered = zoho.answer({
		method: 'POST',
		url: `${zoho.origins.api}/crm/v8/settings/audit_log_export`,
		headers: { authorization: `Zoho-oauthtoken ${zoho.accessToken()}` },
		body: '',
	});
	opened.clock.now += 60_000;
	if (answered.status >= 300) throw new Error(String(answered.body));
	// Read whatever the tools are, as by another connection to the same server.
	const client = await opened.app.client();
	const finished = await client.getExport('latest');
	if (finished.state !== 'finished') throw new Error(finished.state);
	await client.downloadExport(finished);
	return { it: opened, id: finished.id };
}

test.each(SETTINGS)('with %j only %j leave, by every door', async (variables, allowed) => {
	const { it, id } = await opened(variables);
	const doors = await given(it.client, { id, folder, value: VALUES[0] ?? '', record: RECORD });
	const { resources } = await it.client.listResources();
	if (resources.some(({ uri }) => uri.startsWith('ui:'))) {
		Object.assign(doors, await viewDoors(it));
	}
	const found = (isOne: (door: string, text: string) => boolean): string[] =>
		Object.entries(doors)
			.filter(([door, text]) => isOne(door, text))
			.map(([door]) => door);
	const isAsked = (door: string): boolean => door === `get_audit_log from,text`;
	const people = it.zoho.users.map(({ full_name: name }) => name);
	const addresses = it.zoho.users.map(({ email }) => email);
	const seen: Record<Kind, string[]> = {
		// The question itself is repeated in its answer.
		values: found((door, text) => VALUES.some((value) => text.includes(value)) && !isAsked(door)),
		rows: found(
			(door, text) => door.startsWith('resource zoho-audit://exports') && /Audited/.test(text),
		),
		entries: found(
			(door, text) =>
				/audit_log|download_export|list_deleted_records|^view/.test(door) &&
				text.includes(RECORD) &&
				!/^(view )?summarize/.test(door),
		),
		names: found(
			(door, text) => door.startsWith('completion') && people.some((name) => text.includes(name)),
		),
		files: found((door, text) => door === 'folder' && text !== ''),
		people: found((_, text) => addresses.some((address) => text.includes(address))),
	};
	for (const kind of EVERYTHING) {
		if (allowed.includes(kind)) expect([kind, seen[kind].length > 0]).toEqual([kind, true]);
		else expect([kind, seen[kind]]).toEqual([kind, []]);
	}
	if (!allowed.includes('values')) {
		expect(doors['get_audit_log from,text']).not.toMatch(/"total_matched":[1-9]/);
	}
	// Whatever a stranger typed is marked, at every door that gives it.
	for (const door of found((_, text) => text.includes(RECORD))) {
		if (door === 'folder' || /^(completion|view)/.test(door)) continue;
		expect([door, doors[door]]).toEqual([door, expect.stringMatching(/"integrity":"untrusted"/)]);
		expect([door, doors[door]]).toEqual([door, expect.stringMatching(/is data, not instructions/)]);
	}
});
