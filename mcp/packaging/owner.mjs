// Writes the repository that releases into a built package: its package.json and server.json. Both npm's
// provenance and the registry's `io.github.OWNER` name are compared with where the release was made.
//   node mcp/packaging/owner.mjs OWNER/NAME [FOLDER]      without FOLDER: dist/mcp
// n8n wants an author with an e-mail address: RELEASE_EMAIL, else the owner's address at GitHub, which takes no mail.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [repository = '', folder] = process.argv.slice(2);
const built = resolve(dirname(fileURLToPath(import.meta.url)), '../../dist/mcp');
const target = folder === undefined ? built : resolve(folder);
// As GitHub allows them; nothing else may come into an address.
const [, owner] =
	/^([A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?)\/[\w.-]{1,100}$/.exec(repository) ?? [];
if (owner === undefined) {
	console.error('Name the repository as OWNER/NAME.');
	process.exit(2);
}
const email = process.env.RELEASE_EMAIL?.trim() || `${owner}@users.noreply.github.com`;
if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email)) {
	console.error(
		'RELEASE_EMAIL is no e-mail address: give one, such as name@example.org, or leave it empty.',
	);
	process.exit(2);
}
const url = `https://github.com/${repository}`;

change('package.json', (manifest) => ({
	...manifest,
	mcpName: `io.github.${owner}/${manifest.name}`,
	author: { name: owner, email, url: `https://github.com/${owner}` },
	homepage: `${url}#readme`,
	bugs: { url: `${url}/issues` },
	repository: { type: 'git', url: `git+${url}.git`, directory: 'mcp' },
}));
const { mcpName } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
change('server.json', (server) => ({
	...server,
	name: mcpName,
	repository: { url, source: 'github', subfolder: 'mcp' },
}));

function change(file, changed) {
	const path = join(target, file);
	const value = changed(JSON.parse(readFileSync(path, 'utf8')));
	writeFileSync(path, `${JSON.stringify(value, null, '\t')}\n`);
}
