// Bundles the server into dist/mcp/cli.js (or into the folder given), and its demo beside it, with the licences of
// everything that is in them. Why it is bundled: docs/decisions/two-packages.md
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { viewPage } from './view.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const mcp = resolve(here, '..');
const root = resolve(mcp, '..');
const target = resolve(process.argv[2] ?? join(root, 'dist', 'mcp'));

/** What the server never uses of its packages and loading would cost at every start. */
const leftOut = {
	name: 'left out',
	setup({ onLoad }) {
		const axios = join(mcp, 'node_modules/axios/lib');
		// Node.js loads all of its fetch when FormData or Request is named, and axios is to use node:http.
		onLoad({ filter: /[\\/]axios[\\/]lib[\\/]adapters[\\/]fetch\.js$/ }, () => ({
			contents: 'export const getFetch = () => undefined;',
		}));
		onLoad({ filter: /[\\/]axios[\\/]lib[\\/]utils\.js$/ }, () => {
			const text = readFileSync(join(axios, 'utils.js'), 'utf8');
			const contents = text.replace("typeof G.FormData !== 'undefined'", 'false');
			if (contents === text) throw new Error('axios looks for FormData in another way.');
			return { contents };
		});
		// Messages in fifty languages.
		onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
			contents: "export { default as en } from './en.js';",
		}));
	},
};

/** The page that hosts show, as a text inside. */
const view = {
	name: 'view',
	setup({ onLoad }) {
		onLoad({ filter: /[\\/]mcp[\\/]view[\\/]html\.ts$/ }, async () => ({
			contents: `export const VIEW_HTML = ${JSON.stringify(await viewPage())};`,
		}));
	},
};

/** A file of its own, which only `--demo` loads: the emulator of the tests, and what that unpacks archives with. */
const demoApart = {
	name: 'demo apart',
	setup({ onResolve }) {
		onResolve({ filter: /^\.\/commands\/demo$/ }, () => ({ path: './demo.js', external: true }));
	},
};

const options = {
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	// One copy of zod: the SDK's own is the same version.
	alias: { zod: join(mcp, 'node_modules', 'zod') },
	// Modules instead of CommonJS, of which all would be loaded.
	mainFields: ['module', 'main'],
	// Native, and installed beside the server: docs/decisions/archive.md
	external: ['@duckdb/node-api'],
	supported: { 'dynamic-import': false },
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
};
const built = await Promise.all([
	build({
		...options,
		entryPoints: [join(mcp, 'cli.ts')],
		outfile: join(target, 'cli.js'),
		banner: { js: '#!/usr/bin/env node' },
		plugins: [leftOut, demoApart, view],
	}),
	build({
		...options,
		entryPoints: [join(mcp, 'commands/demo.ts')],
		outfile: join(target, 'demo.js'),
		plugins: [leftOut],
	}),
]);
chmodSync(join(target, 'cli.js'), 0o755);

/** A file of its own, or the last section of the readme. */
function licenceIn(folder, name) {
	const files = readdirSync(folder);
	const own = files.filter((file) => /^(licen[cs]e|notice)/i.test(file));
	if (own.length > 0) {
		return own.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
	}
	const readme = files.find((file) => /^readme/i.test(file));
	const text = readme === undefined ? '' : readFileSync(join(folder, readme), 'utf8');
	const section = /^(#+\s*licen[cs]e\b|licen[cs]e\n-+$)[^]*$/im.exec(text)?.[0];
	if (section === undefined) throw new Error(`${name} has no licence text to ship.`);
	return section.trim();
}

/** Folders of the bundled packages. */
const folders = new Set(
	built
		.flatMap(({ metafile }) => Object.keys(metafile.inputs))
		.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
		.filter((folder) => folder !== undefined),
);
const texts = [...folders].sort().map((folder) => {
	const { name, version, license } = JSON.parse(
		readFileSync(join(root, folder, 'package.json'), 'utf8'),
	);
	return `${name} ${version} (${license})\n\n${licenceIn(join(root, folder), name)}\n`;
});
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'THIRD_PARTY_LICENSES'), texts.join(`\n${'-'.repeat(78)}\n\n`));
