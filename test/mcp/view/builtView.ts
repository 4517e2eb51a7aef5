import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../packed';
import { builtOnce } from '../../runFolder';

function run(args: readonly string[], input = ''): void {
	const { status, stderr } = spawnSync(process.execPath, args, {
		...{ cwd: path.join(ROOT, 'mcp'), input, encoding: 'utf8' },
	});
	if (status !== 0) throw new Error(stderr);
}

/** The page as it is built into the server. */
export function builtView(): string {
	const folder = builtOnce('view', (target) => {
		mkdirSync(target, { recursive: true });
		run([path.join(ROOT, 'mcp/packaging/view.mjs'), path.join(target, 'view.html')]);
	});
	return readFileSync(path.join(folder, 'view.html'), 'utf8');
}

/** The bridge of ext-apps and a DOM: both are modules alone, which jest cannot load, so they are bundled. */
export function bridgeAndDom(): string {
	const folder = builtOnce('bridge', (target) => {
		const parts = `export { AppBridge } from '@modelcontextprotocol/ext-apps/app-bridge';
export { Window } from 'happy-dom';`;
		const options = ['--bundle', '--platform=node', '--format=cjs', '--log-level=error'];
		const outfile = `--outfile=${path.join(target, 'bridge.js')}`;
		run([path.join(ROOT, 'node_modules/esbuild/bin/esbuild'), ...options, outfile], parts);
	});
	return path.join(folder, 'bridge.js');
}
