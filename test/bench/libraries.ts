import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache';

/** What the contenders are made of. Not in the project's own dependencies: only the benchmark needs them. */
const VERSIONS = {
	'@duckdb/node-api': '1.5.6-r.1',
	'adm-zip': '0.6.1',
	axios: '1.21.1',
	'csv-parse': '7.0.3',
	papaparse: '5.7.1',
	udsv: '0.7.3',
	yauzl: '3.4.0',
};

/** Installs the contenders' libraries beside their compiled code, once for these versions. */
export function installLibraries(): void {
	const folder = cacheFolder();
	const manifest = join(folder, 'package.json');
	const expected = JSON.stringify({ private: true, dependencies: VERSIONS }, null, '\t');
	const isThere = existsSync(join(folder, 'installed.json'));
	if (isThere && readFileSync(join(folder, 'installed.json'), 'utf8') === expected) return;
	mkdirSync(folder, { recursive: true });
	writeFileSync(manifest, expected);
	execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	writeFileSync(join(folder, 'installed.json'), expected);
}

/** One of them, in the shape that the caller needs of it: their types are not installed here. */
export async function library<T>(name: keyof typeof VERSIONS | 'csv-parse/sync'): Promise<T> {
	const loaded = (await import(name)) as { default?: T } & T;
	return loaded.default ?? loaded;
}
