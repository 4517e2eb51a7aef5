import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './packed';

/** The packages as the release packs them, in a folder of their own. */
function packedFor(repository: string, folder: string) {
	const script = path.join(ROOT, '.ci/pack.mjs');
	const { status, stderr } = spawnSync(
		process.execPath,
		[script, repository, folder, '--packages'],
		{ encoding: 'utf8' },
	);
	if (status !== 0) throw new Error(stderr);
	return {
		digests: readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8'),
		manifest: (name: string): Record<string, unknown> => {
			const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
				version: string;
			};
			const tarball = path.join(folder, `${name}-${version}.tgz`);
			const { stdout } = spawnSync('tar', ['xzOf', tarball, 'package/package.json'], {
				encoding: 'utf8',
			});
			return JSON.parse(stdout) as Record<string, unknown>;
		},
	};
}

test('a release packs the same bytes each time, under the name of the repository that releases', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'release-test-'));
	try {
		const [one, two] = ['one', 'two'].map((name) =>
			packedFor('some-owner/some-name', path.join(folder, name)),
		);
		expect(one?.digests).toBe(two?.digests);
		expect(one?.digests.match(/ {2}\S+$/gm)?.map((name) => name.trim())).toEqual([
			expect.stringMatching(/^n8n-nodes-zoho-crm-audit-log-.*\.tgz$/),
			'server.json',
			expect.stringMatching(/^zoho-crm-audit-log-mcp-.*\.tgz$/),
		]);
		for (const name of ['n8n-nodes-zoho-crm-audit-log', 'zoho-crm-audit-log-mcp']) {
			const manifest = one?.manifest(name);
			expect(manifest).toMatchObject({
				name,
				author: { name: 'some-owner', email: 'some-owner@users.noreply.github.com' },
				homepage: 'https://github.com/some-owner/some-name#readme',
				bugs: { url: 'https://github.com/some-owner/some-name/issues' },
				repository: { url: 'git+https://github.com/some-owner/some-name.git' },
			});
			const version = String(manifest?.['version']);
			const tarball = path.join(folder, 'one', `${name}-${version}.tgz`);
			const { stdout: files } = spawnSync('tar', ['xzOf', tarball], {
				encoding: 'latin1',
				maxBuffer: 64 * 1024 * 1024,
			});
			// Links to the set-up guide lead to who released.
			expect(files).not.toContain('github.com/n8n-nodes-zoho-crm-audit-log');
			if (name.startsWith('n8n')) {
				expect(files).toContain('github.com/some-owner/some-name/blob/HEAD/docs/zoho-setup.md#n8n');
				expect(files).toContain('github.com/some-owner/some-name/tree/HEAD/assembly');
			}
			expect(manifest).not.toHaveProperty('scripts');
			expect(manifest).not.toHaveProperty('devDependencies');
		}
		expect(one?.manifest('n8n-nodes-zoho-crm-audit-log')).toMatchObject({
			n8n: { nodes: expect.any(Array) as unknown },
			peerDependencies: { 'n8n-workflow': expect.any(String) as unknown },
		});
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test.each([
	[['some-owner/some name', 'folder'], /OWNER\/NAME/],
	[['only-one'], /a folder that does not exist yet/],
])('%j are refused', (args, reason) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'release-test-'));
	const script = path.join(ROOT, '.ci/pack.mjs');
	const [repository = '', into] = args;
	const own = into === undefined ? [repository] : [repository, path.join(folder, into)];
	const { status, stderr } = spawnSync(process.execPath, [script, ...own], { encoding: 'utf8' });
	rmSync(folder, { recursive: true });
	expect(status).not.toBe(0);
	expect(stderr).toMatch(reason);
});
