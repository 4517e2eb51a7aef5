import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { ROOT } from '../../packed';

/** The node's package as another commit has it, built in a folder of its own with the dependencies of this one. */
export interface Revision {
	readonly folder: string;
	/** As its package says. */
	readonly version: string;
	remove(): void;
}

/** @throws Error where git does not have the commit. */
export function builtRevision(name: string): Revision {
	const folder = mkdtempSync(join(tmpdir(), 'bench-revision-'));
	const remove = (): void => rmSync(folder, { recursive: true, force: true });
	try {
		const archive = execFileSync('git', ['archive', '--format=tar', `${name}^{commit}`], {
			cwd: ROOT,
			maxBuffer: 1024 ** 3,
		});
		execFileSync('tar', ['x', '-C', folder], { input: archive });
		symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
		execFileSync('npx', ['tsc', '-p', '.'], { cwd: folder });
		cpSync(join(folder, 'nodes'), join(folder, 'dist/nodes'), {
			recursive: true,
			filter: (file) => ['', '.svg', '.json'].includes(extname(file)),
		});
		const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		return { folder, version: String(version), remove };
	} catch (error) {
		remove();
		throw error;
	}
}
