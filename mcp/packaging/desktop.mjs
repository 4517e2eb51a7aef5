// desktop.mjs PLATFORM FOLDER: the built server as a desktop bundle of one platform holds it, with the
// database that npm would install beside it: docs/decisions/archive.md
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [platform = '', folder = ''] = process.argv.slice(2);
const [os, cpu] = platform.split('-');
if (!['darwin', 'linux', 'win32'].includes(os) || !['arm64', 'x64'].includes(cpu) || !folder) {
	throw new Error(
		'Give a platform and a folder: desktop.mjs linux-x64 out. There are linux, darwin and win32, each with x64 and arm64.',
	);
}
const built = resolve(dirname(fileURLToPath(import.meta.url)), '../../dist/mcp');
const target = resolve(folder);
cpSync(built, target, { recursive: true });

const manifest = JSON.parse(readFileSync(join(target, 'manifest.json'), 'utf8'));
manifest.compatibility.platforms = [os];
writeFileSync(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`);

const install = ['install', '--omit=dev', '--ignore-scripts', '--no-package-lock', '--no-audit'];
const libc = os === 'linux' ? ['--libc=glibc'] : [];
const { status } = spawnSync('npm', [...install, `--os=${os}`, `--cpu=${cpu}`, ...libc], {
	cwd: target,
	stdio: ['ignore', 'ignore', 'inherit'],
	shell: process.platform === 'win32',
});
if (status !== 0) throw new Error(`npm did not install the database for ${platform}.`);
