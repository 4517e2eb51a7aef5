import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './processes';

/** What is installed once and used by every later run; outside the clone, for n8n has 2.9 GB. */
export const CACHE = path.join(
	process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
	'n8n-e2e',
);

export interface Installing {
	/** Name of its folder in the cache. */
	readonly name: string;
	readonly packages: readonly string[];
	readonly overrides?: Readonly<Record<string, string>>;
	/** Packages' own install scripts; they would download or compile much that is not needed. */
	readonly scripts?: boolean;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** What else belongs to a complete folder. */
	finish?(folder: string): Promise<void>;
}

/** The folder with these packages: from the cache, else installed from the registry. */
export async function installed(what: Installing): Promise<string> {
	const folder = path.join(CACHE, what.name);
	if (existsSync(folder)) return folder;
	// Complete or not there: an interrupted install must not be taken for one.
	const unfinished = path.join(CACHE, `${UNFINISHED}${process.pid}`);
	mkdirSync(CACHE, { recursive: true });
	removeUnfinished();
	try {
		mkdirSync(unfinished);
		const manifest = { private: true, overrides: what.overrides ?? {} };
		writeFileSync(path.join(unfinished, 'package.json'), JSON.stringify(manifest));
		const scripts = `--ignore-scripts=${what.scripts ? 'false' : 'true'}`;
		await npm(['install', ...what.packages, scripts, '--omit=dev'], unfinished, what.env);
		await what.finish?.(unfinished);
		renameSync(unfinished, folder);
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
	return folder;
}

const UNFINISHED = 'unfinished-';

/** What runs have left that could not tidy up. */
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

/** `npm run` tells its children where it runs, and they would install there. */
function withoutOuterNpm(
	env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
	const outer = /^npm_(lifecycle|package|command|config_local_prefix|config_ignore_scripts)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));
}
