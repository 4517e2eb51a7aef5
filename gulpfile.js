// The build steps that are not TypeScript's: what n8n loads beside code, and the server's package.
const { spawn } = require('node:child_process');
const { readFile, rm, writeFile } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

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

exports.clean = clean;
exports.build = parallel(nodeFiles, series(bundleServer, parallel(serverPackage, serverTexts)));
