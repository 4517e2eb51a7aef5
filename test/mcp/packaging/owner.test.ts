import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MCP = path.join(__dirname, '../../../mcp');

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'owner-'));
	for (const file of ['package.json', 'packaging/server.json']) {
		copyFileSync(path.join(MCP, file), path.join(folder, path.basename(file)));
	}
});

afterEach(() => rmSync(folder, { recursive: true }));

function read(file: string): Record<string, unknown> {
	return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
}

function own(repository: string, email = ''): number | null {
	const script = path.join(MCP, 'packaging/owner.mjs');
	const env = { ...process.env, RELEASE_EMAIL: email };
	return spawnSync(process.execPath, [script, repository, folder], { env }).status;
}

test('the package and the registry share one name, before and after a release sets its owner', () => {
	const [manifest, server] = [read('package.json'), read('server.json')];
	expect(server['name']).toBe(manifest['mcpName']);
	expect(own('Some-Owner/a.repository_1')).toBe(0);
	const [named, listed] = [read('package.json'), read('server.json')];
	expect(named['mcpName']).toBe('io.github.Some-Owner/zoho-crm-audit-log-mcp');
	expect(listed['name']).toBe(named['mcpName']);
	const url = 'https://github.com/Some-Owner/a.repository_1';
	expect(named['repository']).toEqual({ type: 'git', url: `git+${url}.git`, directory: 'mcp' });
	expect(listed['repository']).toEqual({ url, source: 'github', subfolder: 'mcp' });
	// Nothing else is touched.
	const identity = Object.fromEntries(
		['mcpName', 'author', 'homepage', 'bugs', 'repository'].map((key) => [key, named[key]]),
	);
	expect({ ...manifest, ...identity }).toEqual(named);
	expect({ ...server, name: listed['name'], repository: listed['repository'] }).toEqual(listed);
	expect(own('Some-Owner/a.repository_1')).toBe(0);
	expect(read('package.json')).toEqual(named);
});

test.each([
	'',
	'owner',
	'owner/',
	'/name',
	'a/b/c',
	'ow ner/x',
	'-a/b',
	'a/b?x=https://evil.example',
])('%j is not a repository, and nothing is written', (repository) => {
	const before = read('package.json');
	expect(own(repository)).toBe(2);
	expect(read('package.json')).toEqual(before);
});

test('the author has an e-mail address, because n8n wants one: the one that is set, else the one at GitHub', () => {
	expect(own('Some-Owner/x')).toBe(0);
	const url = 'https://github.com/Some-Owner';
	const email = 'Some-Owner@users.noreply.github.com';
	expect(read('package.json')['author']).toEqual({ name: 'Some-Owner', email, url });
	expect(own('Some-Owner/x', ' us@example.org ')).toBe(0);
	expect(read('package.json')['author']).toMatchObject({ email: 'us@example.org' });
});

test.each(['nobody', 'a b@example.org', 'A <a@example.org>', 'a@b@c'])(
	'the e-mail address %j is refused, and nothing is written',
	(email) => {
		const before = read('package.json');
		expect(own('owner/name', email)).toBe(2);
		expect(read('package.json')).toEqual(before);
	},
);
