import { mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine, usage } from '../../../mcp/config/commandLine';
import { readConfig } from '../../../mcp/config/config';
import { ConfigurationError } from '../../../mcp/config/environment';
import { factsOf, KEYS } from '../../../mcp/config/settings';
import { settingsTable, writtenTable } from './settingsTable';

function problemsOf(variables: Record<string, string>, words: string[] = []): readonly string[] {
	try {
		readConfig(variables, commandLine(words));
		return [];
	} catch (error) {
		if (error instanceof ConfigurationError) return error.problems;
		throw error;
	}
}

test('without variables the server uses the United States and lacks its credentials', () => {
	expect(readConfig({})).toMatchObject({
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

test('an empty value and a placeholder that the host did not fill in count as not set', () => {
	const config = readConfig({ ZOHO_CLIENT_ID: '${user_config.id}', ZOHO_DATA_CENTER: ' ' });
	expect(config.missing).toContain('ZOHO_CLIENT_ID');
	expect(config.dataCenter.id).toBe('us');
});

test('secrets can come from files', () => {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'mcp-')), 'secret');
	writeFileSync(file, 'from-a-file\n');
	const config = readConfig({
		ZOHO_CLIENT_ID: 'id',
		ZOHO_CLIENT_SECRET_FILE: file,
		ZOHO_REFRESH_TOKEN: 'token',
	});
	expect(config.credentials).toMatchObject({ clientSecret: 'from-a-file' });
});

test('the flag and the variable both make it read-only, and neither undoes the other', () => {
	const flag = commandLine(['--read-only']);
	expect(readConfig({ ZOHO_AUDIT_READ_ONLY: 'false' }, flag).readOnly).toBe(true);
	expect(readConfig({ ZOHO_AUDIT_READ_ONLY: '1' }).readOnly).toBe(true);
});

test('a flag overrides its variable, and a message names the one that was used', () => {
	const variables = { ZOHO_AUDIT_HTTP_PORT: 'many', ZOHO_AUDIT_TOOLS: 'get_export' };
	const flags = commandLine(['--port', '0', '--tools', 'list_exports, get_export']);
	const { httpPort, tools } = readConfig(variables, flags);
	expect([httpPort, tools]).toEqual([0, ['list_exports', 'get_export']]);
	expect(problemsOf(variables, ['--port', '65536'])).toEqual([
		'--port has a value that is not allowed: use a whole number from 0 to 65535.',
	]);
	expect(problemsOf(variables)[0]).toContain(
		'ZOHO_AUDIT_HTTP_PORT has a value that is not allowed',
	);
});

test('a flag has the meaning of its command, and no other command accepts it', () => {
	const login = readConfig({}, commandLine(['login', '--port', '4000']));
	expect([login.redirectPort, login.httpPort]).toEqual([4000, 3901]);
	expect(problemsOf({}, ['login', '--port', 'many'])).toHaveLength(1);
	expect(problemsOf({}, ['login', '--demo', '--http'])).toEqual([
		'login does not take --demo, --http.',
	]);
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
	expect(readConfig({ ...variables }).dataCenter.id).toBe(id);
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
	[
		{ ZOHO_API_VERSION: 'v2' },
		'ZOHO_API_VERSION has a value that is not allowed: use one of v8, v7.',
	],
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
	[{ ZOHO_CLIENT_SECRET: '"abc"' }, 'ZOHO_CLIENT_SECRET is in quotation marks'],
	[{ ZOHO_CLIENT_ID: "'1000.X'" }, 'ZOHO_CLIENT_ID is in quotation marks'],
	[{ ZOHO_CLIENT_SECRET: '$ZOHO_SECRET' }, 'ZOHO_CLIENT_SECRET is a placeholder'],
	[{ ZOHO_CLIENT_SECRET: '$(cat secret)' }, 'ZOHO_CLIENT_SECRET is a placeholder'],
	[{ ZOHO_REFRESH_TOKEN: '%ZOHO_TOKEN%' }, 'ZOHO_REFRESH_TOKEN is a placeholder'],
	[{ ZOHO_REFRESH_TOKEN: '{{ZOHO_TOKEN}}' }, 'ZOHO_REFRESH_TOKEN is a placeholder'],
	[{ ZOHO_REFRESH_TOKEN: '<your refresh token>' }, 'ZOHO_REFRESH_TOKEN is a placeholder'],
	[{ ZOHO_AUDIT_HTTP_TOKEN: 'short' }, 'ZOHO_AUDIT_HTTP_TOKEN has 5 characters: use at least 32'],
	[{ ZOHO_AUDIT_NOW: 'noon' }, 'use a time such as 2026-11-24T11:00:00Z'],
	[{ ZOHO_AUDIT_NOW: '2026-11-24T11:00:00Z' }, 'counts only with --demo or ZOHO_EMULATOR_URL'],
	[{ ZOHO_AUDIT_DOWNLOAD_DIR: '/nowhere' }, 'use an existing folder that can be written to'],
	[
		{ ZOHO_AUDIT_DOWNLOAD_DIR: tmpdir(), ZOHO_AUDIT_FIELD_VALUES: 'never' },
		'which ZOHO_AUDIT_FIELD_VALUES=never forbids',
	],
	[{ ZOHO_AUDIT_TOOLS: 'get_all' }, 'use some of get_audit_log, '],
])('%j is refused with what is allowed', (variables, sentence) => {
	const problems = problemsOf(variables);
	expect(problems.join('\n')).toContain(sentence);
	expect(problems).toHaveLength(1);
});

test('all problems are reported together', () => {
	expect(problemsOf({ ZOHO_AUDIT_SOURCE: 'x', ZOHO_AUDIT_NOPE: '1' })).toHaveLength(2);
});

test.each(['dd.MM.yyyy HH:mm', 'MM/dd/yyyy hh:mm a', 'yyyy-MM-dd HH:mm:ss', 'MMM d, yyyy h:mm a'])(
	'the date format %s is accepted',
	(format) => {
		expect(problemsOf({ ZOHO_AUDIT_DATE_FORMAT: format })).toEqual([]);
	},
);

test('no message repeats what was pasted into the wrong setting', () => {
	const settings = KEYS.map(factsOf).filter(({ variable }) => variable?.startsWith('ZOHO_'));
	for (const { variable = '' } of settings) {
		const values = { ZOHO_DATA_CENTER: 'custom', [variable]: '1000.pasted.secret' };
		expect(problemsOf(values).join()).not.toMatch(/pasted/);
	}
});

test('a path may begin at the home folder', () => {
	expect(readConfig({ ZOHO_AUDIT_DOWNLOAD_DIR: '~' }).downloadDir).toBe(homedir());
	expect(problemsOf({ ZOHO_CLIENT_SECRET_FILE: '~/nowhere/at/all' })[0]).toMatch(/cannot be read/);
	expect(problemsOf({ ZOHO_AUDIT_DOWNLOAD_DIR: '~other' })).toHaveLength(1);
});

test('no message repeats a secret', () => {
	const secrets = KEYS.map(factsOf).filter(({ isSecret }) => isSecret);
	expect(secrets).toHaveLength(5);
	for (const { variable = '' } of secrets) {
		for (const value of ['mark er', 'marker\u0000', 'mårker']) {
			const [problem = '', ...others] = problemsOf({ [variable]: value });
			expect(others).toEqual([]);
			expect(problem).toMatch(new RegExp(`^${variable} h`));
			expect(problem).not.toMatch(/m.rk/);
		}
	}
});

test('each setting can be set, and each flag is in the usage of its command', () => {
	const text = usage('1.2.3');
	for (const { variable, flag, commands = ['serve'] } of KEYS.map(factsOf)) {
		expect([variable ?? flag]).not.toEqual([undefined]);
		if (flag === undefined) continue;
		for (const command of commands) {
			const [, part = ''] = text.split(`\nzoho-crm-audit-log-mcp ${command}`);
			expect(part.split('\n\n')[0]).toContain(`--${flag} `);
		}
	}
});

test('the table in the README is the one that `npm run settings` writes', () => {
	expect(writtenTable()).toBe(settingsTable());
});

test('offline needs an archive and creates nothing, and a demo has none', () => {
	expect(problemsOf({}, ['--offline'])).toEqual([expect.stringContaining('--archive DIR')]);
	expect(readConfig({}, commandLine(['--archive', '/a', '--offline'])).readOnly).toBe(true);
	expect(problemsOf({ ZOHO_AUDIT_ARCHIVE: '/a' }, ['--demo'])).toEqual([
		expect.stringContaining('made up'),
	]);
});
