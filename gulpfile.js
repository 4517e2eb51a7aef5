// The build, and the checks that need no test: side by side, because a machine has two processors.
const { spawn } = require('node:child_process');
const { readFile, rm, writeFile } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** What `npx` would run, in this process's terminal. */
function program(file, ...args) {
	return () => spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
}

/** The server's compiler, which is native; the one that ESLint needs takes four times as long. */
const tsc = (...args) => program('mcp/node_modules/typescript/bin/tsc', ...args);

/** Icons and codex lie beside the compiled nodes. */
function nodeFiles() {
	return src('nodes/**/*.{svg,json}').pipe(dest('dist/nodes'));
}

/** One file, everything it needs inside. */
function bundleServer() {
	return spawn(process.execPath, ['mcp/packaging/build.mjs'], { stdio: 'inherit' });
}

/** npm packs nothing from outside a package's own folder, so the server is published from dist/mcp. */
async function serverPackage() {
	const {
		private: _,
		scripts,
		devDependencies,
		...published
	} = JSON.parse(await readFile('mcp/package.json', 'utf8'));
	await writeFile('dist/mcp/package.json', `${JSON.stringify(published, null, '\t')}\n`);
}

function serverTexts() {
	return src([
		'mcp/README.md',
		'mcp/packaging/server.json',
		'mcp/packaging/manifest.json',
		'LICENSE',
	]).pipe(dest('dist/mcp'));
}

const build = series(
	clean,
	tsc(),
	parallel(nodeFiles, series(bundleServer, parallel(serverPackage, serverTexts))),
);

const otherTypes = ['shared', 'mcp', 'mcp/view', 'test'].map((folder) => tsc('-p', folder));

exports.clean = clean;
exports.build = build;
exports.types = series(tsc('--noEmit'), ...otherTypes);
// The build has checked the types of what is built.
exports.checks = parallel(
	series(
		build,
		...otherTypes,
		program('node_modules/oxfmt/bin/oxfmt', '--check'),
		program('node_modules/cspell/bin.mjs', 'lint', '--no-progress'),
	),
	program('node_modules/eslint/bin/eslint.js', '.'),
);
