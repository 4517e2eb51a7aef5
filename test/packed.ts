import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtOnce } from './runFolder';

export const ROOT = path.join(__dirname, '..');

export interface Packed {
	/** The folder of the unpacked tarball. */
	readonly dir: string;
	readonly tarball: string;
	/** Paths in the tarball. */
	readonly files: readonly string[];
	readonly manifest: Readonly<Record<string, unknown>>;
}

export interface PackedCopy extends Packed {
	remove(): void;
}

/** A package as npm would publish it, packed and unpacked in a folder of its own. */
export function packed(packageDir: string): PackedCopy {
	const folder = mkdtempSync(path.join(tmpdir(), 'packed-'));
	packInto(folder, packageDir);
	return { ...packedIn(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The node's package for tests that only read it: packed once in a run. */
export function packedNode(): Packed {
	return packedIn(builtOnce('node', (folder) => packInto(folder, ROOT)));
}

function packInto(folder: string, packageDir: string): void {
	const report = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: packageDir,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	writeFileSync(path.join(folder, REPORT), report);
	execFileSync('tar', ['xzf', path.join(folder, reported(report).filename), '-C', folder]);
}

const REPORT = 'report.json';

function packedIn(folder: string): Packed {
	const report = reported(readFileSync(path.join(folder, REPORT), 'utf8'));
	const dir = path.join(folder, 'package');
	return {
		dir,
		tarball: path.join(folder, report.filename),
		files: report.files.map((file) => file.path).sort(),
		manifest: JSON.parse(
			readFileSync(path.join(dir, 'package.json'), 'utf8'),
		) as Packed['manifest'],
	};
}

function reported(output: string): PackReport {
	const [report] = Object.values(JSON.parse(output) as Record<string, PackReport>);
	if (!report) throw new Error('npm pack reported nothing');
	return report;
}

interface PackReport {
	readonly filename: string;
	readonly files: readonly { readonly path: string }[];
}
