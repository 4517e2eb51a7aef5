import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installCached, npm } from '../host/cache';
import type { Line } from './lines';

/** How n8n is started: its script, and the Node that runs it. */
export interface App {
	readonly node: string;
	readonly script: string;
	/** PATH with that Node first, for processes that n8n starts. */
	readonly path: string;
}

/** A release line of n8n and its Node, from the cache or from the registry. */
export async function installApp(line: Line): Promise<App> {
	const node = await nodeOf(line);
	const searched = `${path.dirname(node)}${path.delimiter}${process.env['PATH'] ?? ''}`;
	const env = { ...process.env, PATH: searched };
	const folder = await installCached({
		name: `n8n-${line.n8n}`,
		packages: [`n8n@${line.n8n}`],
		overrides: line.overrides,
		env,
		async finish(unfinished) {
			if (line.sqlite === 'node') return;
			// The only native part that is needed and has no prebuilt binary.
			await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], unfinished, env);
		},
	});
	if (line.sqlite === 'node') replaceSqlite(path.join(folder, 'node_modules/sqlite3'));
	return { node, script: path.join(folder, 'node_modules/n8n/bin/n8n'), path: searched };
}

async function nodeOf({ node }: Line): Promise<string> {
	if (process.versions.node.startsWith(`${node}.`)) return process.execPath;
	// Node is a package of the registry as well; its install script puts the binary in place.
	const packages = [`node@${node}`];
	const folder = await installCached({ name: `node-${node}`, packages, scripts: true });
	return path.join(folder, 'node_modules/node/bin/node');
}

/** Done each time, so that a change of the replacement needs no new install. */
function replaceSqlite(folder: string): void {
	mkdirSync(folder, { recursive: true });
	const manifest = { name: 'sqlite3', version: '5.1.7', main: 'nodeSqlite.cjs' };
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
	copyFileSync(path.join(__dirname, 'nodeSqlite.cjs'), path.join(folder, 'nodeSqlite.cjs'));
}
