import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './processes';

/** Installed once and used by every later run; outside the clone, because n8n takes 2.9 GB. */
export const CACHE = path.join(
	process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
	'n8n-e2e',
);

export interface CachedInstall {
	/** Name of its folder in the cache. */
	readonly name: string;
	readonly packages: readonly string[];
	readonly overrides?: Readonly<Record<string, string>>;
	/** Whether the packages' install scripts run; most download or compile what is not needed. */
	readonly scripts?: boolean;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Completes the folder after the install. */
	finish?(folder: string): Promise<void>;
}

/** The folder with these packages: from the cache, or else installed from the registry. */
export async function installCached(install: CachedInstall): Promise<string> {
	const folder = path.join(CACHE, install.name);
	if (existsSync(folder)) return folder;
	// Renamed when complete: an interrupted install must not pass for one.
	const unfinished = path.join(CACHE, `${UNFINISHED}${process.pid}`);
	mkdirSync(CACHE, { recursive: true });
	removeUnfinished();
	try {
		mkdirSync(unfinished);
		const manifest = { private: true, overrides: install.overrides ?? {} };
		writeFileSync(path.join(unfinished, 'package.json'), JSON.stringify(manifest));
		const scripts = `--ignore-scripts=${install.scripts ? 'false' : 'true'}`;
		await npm(['install', ...install.packages, scripts, '--omit=dev'], unfinished, install.env);
		await install.finish?.(unfinished);
		renameSync(unfinished, folder);
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
	return folder;
}

const UNFINISHED = 'unfinished-';

/** Left by runs that could not clean up. */
function removeUnfinished(): void {
	for (const name of readdirSync(CACHE)) {
		if (!name.startsWith(UNFINISHED) || isRunning(Number(name.slice(UNFINISHED.length)))) continue;
		rmSync(path.join(CACHE, name), { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

export async function npm(
	args: readonly string[],
	cwd: string,
	env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<void> {
	const quiet = ['--no-fund', '--no-audit', '--prefer-offline', '--loglevel=error'];
	await run({ file: 'npm', args: [...args, ...quiet], cwd, env: withoutOuterNpm(env) });
}

/** `npm run` passes its folder on to its children, and they would install there. */
function withoutOuterNpm(
	env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
	const outer = /^npm_(lifecycle|package|command|config_local_prefix|config_ignore_scripts)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));
}
