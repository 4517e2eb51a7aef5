import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { cacheFolder } from './cache';

const ROOT = join(__dirname, '../..');
const SOURCES = ['shared', 'test/bench'];

/**
 * Compiles what the contenders need and returns its folder. A contender's process then starts as a
 * user's does: a loader that compiles on the way would be counted as reading.
 */
export function build(): string {
	const folder = join(cacheFolder(), 'build');
	rmSync(folder, { recursive: true, force: true });
	for (const source of SOURCES.flatMap((path) => filesIn(join(ROOT, path)))) {
		const target = join(folder, relative(ROOT, source)).replace(/\.ts$/, '.js');
		const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
			fileName: source,
			compilerOptions: {
				target: ts.ScriptTarget.ES2022,
				module: ts.ModuleKind.CommonJS,
				esModuleInterop: true,
			},
		});
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, outputText);
	}
	return join(folder, 'test/bench');
}

function filesIn(path: string): string[] {
	if (path.endsWith('.ts')) return [path];
	return readdirSync(path, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(path, name));
}
