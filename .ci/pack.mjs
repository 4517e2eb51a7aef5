// What a release publishes, packed where no secret is: both packages as npm publishes them, the desktop bundles, the
// registry's server.json, and the digests of all. The packages name the repository that releases.
//   npm ci && npm run build && npm ci --prefix .ci/mcpb && node .ci/pack.mjs OWNER/NAME FOLDER
// With --packages alone, without desktop bundles. The same commit gives the same packages, byte for byte.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [repository, folder, ...flags] = process.argv.slice(2);
if (!repository || !folder) {
	console.error('Give the repository as OWNER/NAME, and a folder that does not exist yet.');
	process.exit(2);
}
const target = resolve(folder);
mkdirSync(target);
const work = mkdtempSync(join(tmpdir(), 'release-'));

// Copies, because the repository does not name itself: whoever forks it releases under their own name.
const mcp = join(work, 'mcp');
cpSync(join(root, 'dist/mcp'), mcp, { recursive: true });
run('node', 'mcp/packaging/owner.mjs', repository, mcp);
nameRepository(mcp);
const server = readPackage(mcp);
pack(mcp);

const node = join(work, 'node');
const { files, ...manifest } = readPackage(root);
for (const name of ['README.md', 'LICENSE']) cpSync(join(root, name), join(node, name));
for (const name of ['nodes', 'credentials', 'shared']) {
	cpSync(join(root, 'dist', name), join(node, 'dist', name), { recursive: true });
}
const { author, homepage, bugs, repository: address } = server;
const { directory: _, ...own } = address;
const { workspaces: __, scripts: ___, devDependencies: ____, ...published } = manifest;
nameRepository(node);
writePackage(node, { ...published, files, author, homepage, bugs, repository: own });
pack(node);

if (!flags.includes('--packages')) bundles(manifest.version);
cpSync(join(mcp, 'server.json'), join(target, 'server.json'));
writeFileSync(join(target, 'SHA256SUMS'), digests());
rmSync(work, { recursive: true });

function bundles(version) {
	const mcpb = join(root, '.ci/mcpb/node_modules/@anthropic-ai/mcpb/dist/cli/cli.js');
	for (const os of ['linux', 'darwin', 'win32']) {
		for (const cpu of ['x64', 'arm64']) {
			const bundle = join(work, `${os}-${cpu}`);
			run('node', 'mcp/packaging/desktop.mjs', `${os}-${cpu}`, bundle);
			const file = `${server.name}-${version}-${os}-${cpu}.mcpb`;
			run('node', mcpb, 'pack', bundle, join(target, file));
		}
	}
}

function pack(from) {
	run('npm', 'pack', from, '--pack-destination', target, '--ignore-scripts', '--silent');
}

function run(file, ...args) {
	const { status } = spawnSync(file, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
	if (status !== 0) throw new Error(`${file} ${args.slice(0, 2).join(' ')} failed.`);
}

/** What the sources call the repository, in links to the set-up guide and in what is assembled. */
function nameRepository(of) {
	const placeholder =
		'https://github.com/n8n-nodes-zoho-crm-audit-log/n8n-nodes-zoho-crm-audit-log';
	for (const file of readdirSync(of, { recursive: true, encoding: 'utf8' })) {
		if (!/\.(js|json)$/.test(file)) continue;
		const text = readFileSync(join(of, file), 'utf8');
		const named = text.replaceAll(placeholder, `https://github.com/${repository}`);
		if (named !== text) writeFileSync(join(of, file), named);
	}
}

function readPackage(of) {
	return JSON.parse(readFileSync(join(of, 'package.json'), 'utf8'));
}

function writePackage(of, value) {
	writeFileSync(join(of, 'package.json'), `${JSON.stringify(value, null, '\t')}\n`);
}

/** As `sha256sum --check` reads them. */
function digests() {
	const lines = readdirSync(target)
		.sort()
		.map((name) => {
			const digest = createHash('sha256')
				.update(readFileSync(join(target, name)))
				.digest('hex');
			return `${digest}  ${name}\n`;
		});
	return lines.join('');
}
