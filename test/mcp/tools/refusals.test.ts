import { TOOL_NAMES } from '../../../mcp/config/toolNames';
import {
	expiredToken,
	htmlPage,
	jsonInstead,
	scopeMissing,
	serverFault,
	tooManyRequests,
} from '../../zoho/faults';
import { operationsOf, type Session, session } from '../session';

let it: Session;

afterEach(async () => {
	await it.close();
});

describe('invalid input is refused before anything is sent', () => {
	test.each<[string, Record<string, unknown>, string]>([
		[
			'get_audit_log',
			{ from: 'soon' },
			'"soon" cannot be read as from. Today is 2026-11-24. Use one of these forms',
		],
		['get_audit_log', { to: '5m' }, '"5m" cannot be read as to'],
		['get_audit_log', { from: 'today', to: '2026-01-01' }, 'The period ends before it begins'],
		['get_audit_log', { time_zone: 'Mars/Olympus' }, 'There is no time zone "Mars/Olympus"'],
		['get_audit_log', { limit: 500 }, 'limit'],
		['get_audit_log', { detail: 'everything' }, 'concise'],
		['get_audit_log', { export_id: 'abc' }, 'an export id has digits only'],
		['get_audit_log', { user: 'x'.repeat(201) }, 'user'],
		['get_audit_log', { cursor: 'e30' }, 'Repeat the first call without cursor'],
		['summarize_audit_log', { group_by: ['colour'] }, 'module'],
		['summarize_audit_log', { group_by: ['user', 'day', 'hour', 'action'] }, 'group_by'],
		['summarize_audit_log', { from: 'soon' }, '"soon" cannot be read as from'],
		['get_record_history', {}, 'record'],
		['get_record_history', { record: 17 }, 'record'],
		['get_record_history', { record: 'Acme', time_zone: 'Mars' }, 'Europe/Berlin'],
		['create_export', { from: '400d' }, 'Create one export after another'],
		['create_export', { from: '400d' }, 'get_audit_log'],
		['create_export', { action: 'exported' }, 'added'],
		['create_export', { from: 'yesterday', to: '2020-01-01' }, 'ends before it begins'],
		['get_export', { export_id: 7610000000070001000 }, 'put it in quotes'],
		['get_export', { export_id: '../users' }, 'an export id has digits only'],
		['get_export', {}, 'export_id'],
		['get_export', { export_id: '1', wait_seconds: 51 }, 'wait_seconds'],
		['download_export', { export_id: '1; DROP' }, 'digits only'],
		['list_exports', { status: 'done' }, 'finished'],
	])('%s %j', async (tool, args, sentence) => {
		it = await session();
		const refusal = await it.call(tool, args);
		expect(refusal.isError).toBe(true);
		expect(refusal.text).toContain(sentence);
		expect(refusal.text.length).toBeLessThanOrEqual(600);
		expect(it.zoho.requests).toHaveLength(0);
	});
});

test('without credentials every tool says which are missing', async () => {
	it = await session({}, { ZOHO_REFRESH_TOKEN: '', ZOHO_CLIENT_SECRET: '${SECRET}' });
	const { tools } = await it.client.listTools();
	expect(tools).toHaveLength(TOOL_NAMES.length);
	for (const { name } of tools) {
		const refusal = await it.call(name, { export_id: '1', record: 'Acme' });
		expect(refusal.isError).toBe(true);
		expect(refusal.text).toContain('ZOHO_CLIENT_SECRET, ZOHO_REFRESH_TOKEN not set');
	}
	expect(it.zoho.requests).toHaveLength(0);
});

test('the error for an unknown export names list_exports', async () => {
	it = await session();
	const refusal = await it.call('get_export', { export_id: '123' });
	expect(refusal.text).toMatch(/knows no export 123.*Call list_exports/);
});

describe('a refusal by Zoho says what to do next', () => {
	test('a missing scope is named', async () => {
		it = await session();
		it.zoho.faults.add({ times: Infinity, ...scopeMissing('ZohoFiles.files.READ') });
		const refusal = await it.call('get_audit_log', {});
		expect(refusal.text).toContain('ZohoFiles.files.READ');
		expect(refusal.text).toContain('Do not repeat the call');
	});

	test('a refused token names the data center', async () => {
		it = await session();
		it.zoho.faults.add({ on: 'listExports', times: Infinity, ...expiredToken() });
		const refusal = await it.call('list_exports');
		expect(refusal.text).toContain('Data center in use: custom');
	});

	test('used-up daily credits and a busy minute are distinguished', async () => {
		it = await session();
		const message = 'API credits exceeded for 24 hours';
		it.zoho.faults.add({ on: 'listExports', ...tooManyRequests({ message }) });
		expect((await it.call('list_exports')).text).toContain('credits of the organization');
		it.zoho.faults.add({
			on: 'listExports',
			times: Infinity,
			...tooManyRequests({ retryAfter: 300 }),
		});
		expect((await it.call('list_exports')).text).toContain('Call again in 300 seconds');
	});

	test('a server error is retried, then reported with when to call again', async () => {
		it = await session();
		it.zoho.faults.add({ on: 'listExports', times: Infinity, ...serverFault({ html: true }) });
		const refusal = await it.call('list_exports');
		expect(refusal.text).toMatch(/Zoho could not answer for now.*Call again in 60 seconds/);
		expect(operationsOf(it.zoho).filter((operation) => operation === 'listExports')).toHaveLength(
			4,
		);
	});

	test.each([
		['a web page', htmlPage()],
		['unknown JSON', jsonInstead(200, { surprise: 'canary-in-a-body' })],
	])('%s is unexpected: a reference in the answer, the details on stderr', async (_, fault) => {
		it = await session();
		it.zoho.faults.add({ on: 'listExports', ...fault });
		const refusal = await it.call('list_exports');
		expect(refusal.text).toMatch(/^Unexpected answer \(ref [0-9a-f]{4}\): Zoho/);
		const [, ref] = /ref ([0-9a-f]{4})/.exec(refusal.text) ?? [];
		expect(it.log.some((line) => line.includes(`"ref":"${ref}"`))).toBe(true);
		expect(refusal.text + it.log.join()).not.toContain('canary-in-a-body');
	});

	test('an internal error shows nothing but a reference', async () => {
		it = await session();
		const client = await it.app.client();
		client.listExports = async () => await Promise.reject(new Error('Authorization: canary'));
		const refusal = await it.call('list_exports');
		expect(refusal.text).toMatch(/^Unexpected answer \(ref [0-9a-f]{4}\): a fault of this server/);
		expect(refusal.text).not.toContain('canary');
	});
});

test('an error has text only', async () => {
	it = await session();
	const answer = await it.client.callTool({ name: 'get_audit_log', arguments: { from: 'soon' } });
	expect(answer.structuredContent).toBeUndefined();
	expect(answer.content).toHaveLength(1);
});
