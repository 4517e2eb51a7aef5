import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.join(__dirname, '..');

export interface Packed {
	/** The folder of the unpacked tarball. */
	readonly dir: string;
	readonly tarball: string;
	/** Paths in the tarball. */
	readonly files: readonly string[];
	readonly manifest: Readonly<Record<string, unknown>>;
	remove(): void;
}

/** A package as npm would publish it, packed and unpacked in a folder of its own. */
export function packed(packageDir: string): Packed {
	const folder = mkdtempSync(path.join(tmpdir(), 'packed-'));
	const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: packageDir,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [report] = Object.values(JSON.parse(output) as Record<string, PackReport>);
	if (!report) throw new Error('npm pack reported nothing');
	const tarball = path.join(folder, report.filename);
	execFileSync('tar', ['xzf', tarball, '-C', folder]);
	const dir = path.join(folder, 'package');
	return {
		dir,
		tarball,
		files: report.files.map((file) => file.path).sort(),
		manifest: JSON.parse(
			readFileSync(path.join(dir, 'package.json'), 'utf8'),
		) as Packed['manifest'],
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

interface PackReport {
	readonly filename: string;
	readonly files: readonly { readonly path: string }[];
}
