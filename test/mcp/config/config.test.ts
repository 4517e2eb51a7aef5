import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../../mcp/config/config';
import { ConfigurationError } from '../../../mcp/config/environment';

function problemsOf(variables: Record<string, string>): readonly string[] {
	try {
		readConfig(variables, {});
		return [];
	} catch (error) {
		if (error instanceof ConfigurationError) return error.problems;
		throw error;
	}
}

test('without any variable the server is set to the United States and lacks its credentials', () => {
	expect(readConfig({}, {})).toMatchObject({
		credentials: null,
		missing: ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'],
		dataCenter: { id: 'us' },
		apiVersion: 'v8',
		source: 'automatic',
		waitSeconds: 25,
		freshSeconds: 600,
		maxResultChars: 24_000,
		readOnly: false,
	});
});

test('an empty value and a placeholder that nobody filled in count as not set', () => {
	const config = readConfig({ ZOHO_CLIENT_ID: '${user_config.id}', ZOHO_DATA_CENTER: ' ' }, {});
	expect(config.missing).toContain('ZOHO_CLIENT_ID');
	expect(config.dataCenter.id).toBe('us');
});

test('secrets come from files as well', () => {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'mcp-')), 'secret');
	writeFileSync(file, 'from-a-file\n');
	const config = readConfig(
		{ ZOHO_CLIENT_ID: 'id', ZOHO_CLIENT_SECRET_FILE: file, ZOHO_REFRESH_TOKEN: 'token' },
		{},
	);
	expect(config.credentials).toMatchObject({ clientSecret: 'from-a-file' });
});

test('the flag and the variable both make it read-only, and neither undoes the other', () => {
	expect(readConfig({ ZOHO_AUDIT_READ_ONLY: 'false' }, { readOnly: true }).readOnly).toBe(true);
	expect(readConfig({ ZOHO_AUDIT_READ_ONLY: '1' }, {}).readOnly).toBe(true);
});

test.each([
	['eu', { ZOHO_DATA_CENTER: 'EU' }],
	['au', { ZOHO_REGION: 'com.au' }],
	['custom', { ZOHO_EMULATOR_URL: 'http://127.0.0.1:4000' }],
	[
		'custom',
		{
			ZOHO_DATA_CENTER: 'custom',
			ZOHO_ACCOUNTS_URL: 'https://accounts.example.test',
			ZOHO_API_URL: 'https://api.example.test',
			ZOHO_FILES_URL: 'https://files.example.test',
		},
	],
])('the data center %s is chosen by %j', (id, variables) => {
	expect(readConfig({ ...variables }, {}).dataCenter.id).toBe(id);
});

test.each<[Record<string, string>, string]>([
	[{ ZOHO_DATA_CENTER: 'mars' }, 'Use one of us, eu, in, au, jp, ca, cn, sa, ae, uk, or custom'],
	[{ ZOHO_DATA_CENTER: 'eu', ZOHO_REGION: 'us' }, 'differ'],
	[{ ZOHO_DATA_CENTER: 'custom' }, 'ZOHO_ACCOUNTS_URL, ZOHO_API_URL, ZOHO_FILES_URL'],
	[{ ZOHO_API_URL: 'https://evil.example' }, 'count only with ZOHO_DATA_CENTER=custom'],
	[{ ZOHO_EMULATOR_URL: 'https://www.zohoapis.com' }, 'ZOHO_EMULATOR_URL: The emulator answers on'],
	[{ ZOHO_EMULATOR_URL: 'http://127.0.0.1.evil.example' }, 'ZOHO_EMULATOR_URL'],
	[
		{
			ZOHO_DATA_CENTER: 'custom',
			ZOHO_ACCOUNTS_URL: 'http://accounts.example.test',
			ZOHO_API_URL: 'https://a.test',
			ZOHO_FILES_URL: 'https://f.test',
		},
		'ZOHO_ACCOUNTS_URL',
	],
	[{ ZOHO_API_VERSION: 'v2' }, 'ZOHO_API_VERSION is "v2": use one of v8, v7.'],
	[{ ZOHO_AUDIT_SOURCE: 'csv' }, 'use one of automatic, endpoint, export'],
	[{ ZOHO_AUDIT_TIME_ZONE: 'Berlin' }, 'use an IANA name such as Europe/Berlin'],
	[{ ZOHO_AUDIT_DATE_FORMAT: 'yyyy' }, 'such as dd.MM.yyyy HH:mm'],
	[{ ZOHO_AUDIT_WAIT_SECONDS: '51' }, 'use a whole number from 1 to 50'],
	[{ ZOHO_AUDIT_FRESH_SECONDS: '-1' }, 'use a whole number from 0 to 86400'],
	[{ ZOHO_AUDIT_MAX_RESULT_CHARS: '100' }, 'use a whole number from 4000 to 100000'],
	[{ ZOHO_AUDIT_LOG_LEVEL: 'loud' }, 'use one of error, warn, info, debug'],
	[{ ZOHO_AUDIT_READ_ONLY: 'yes' }, 'use true, false, 1 or 0'],
	[
		{ ZOHO_AUDIT_READONLY: 'true' },
		'There is no setting ZOHO_AUDIT_READONLY. There are: ZOHO_AUDIT',
	],
	[{ ZOHO_CLIENT_SECRET_FILE: '/nowhere/at/all' }, 'ZOHO_CLIENT_SECRET_FILE names a file'],
	[{ ZOHO_CLIENT_ID: 'a', ZOHO_CLIENT_ID_FILE: '/nowhere' }, 'are both set'],
	[{ ZOHO_REFRESH_TOKEN: '1000.a\r\nX-Evil: 1' }, 'ZOHO_REFRESH_TOKEN holds a space'],
])('%j is refused with what is allowed', (variables, sentence) => {
	const problems = problemsOf(variables);
	expect(problems.join('\n')).toContain(sentence);
	expect(problems).toHaveLength(1);
});

test('everything that is wrong is told at once', () => {
	expect(problemsOf({ ZOHO_AUDIT_SOURCE: 'x', ZOHO_AUDIT_NOPE: '1' })).toHaveLength(2);
});

test.each(['dd.MM.yyyy HH:mm', 'MM/dd/yyyy hh:mm a', 'yyyy-MM-dd HH:mm:ss', 'MMM d, yyyy h:mm a'])(
	'the date format %s is taken',
	(format) => {
		expect(problemsOf({ ZOHO_AUDIT_DATE_FORMAT: format })).toEqual([]);
	},
);
