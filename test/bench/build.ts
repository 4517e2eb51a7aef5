import { buildSync } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache';

/**
 * Bundles each contender, as the published server is bundled, and returns the folder. Compiling on
 * the fly, or loading a hundred small files, would count as reading.
 */
export function build(): string {
	const folder = join(cacheFolder(), 'build');
	rmSync(folder, { recursive: true, force: true });
	const contenders = readdirSync(join(__dirname, 'contenders')).map((name) => `contenders/${name}`);
	buildSync({
		absWorkingDir: __dirname,
		entryPoints: ['measure.ts', 'server.ts', ...contenders],
		outdir: folder,
		outbase: '.',
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
	});
	return folder;
}
