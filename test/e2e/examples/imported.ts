import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MINUTE } from '../../../shared/durations';
import { ROOT } from '../../packed';
import { assertEqual, assertIncludes } from '../host/assertions';
import { outcome } from '../host/processes';

/** What the workflow's manifest says of a night. */
interface Night {
	readonly rows: number;
	readonly first_time: string;
	readonly last_time: string;
}

/**
 * The nightly workflow's folder, taken over by the server: all of it or nothing, verified, and with the same
 * entries. @returns what the server says.
 */
export async function importedByServer(nightly: string): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-e2e-archive-'));
	const archive = path.join(folder, 'archive');
	const sync = ['sync', '--archive', archive, '--import', nightly];
	const names = readdirSync(nightly);
	const file = path.join(nightly, names.find((name) => !name.endsWith('.json')) ?? '');
	try {
		const bytes = readFileSync(file);
		writeFileSync(file, bytes.subarray(1));
		const refused = await server(sync);
		writeFileSync(file, bytes);
		assertEqual(refused.code, 1, 'exit code for an edited file');
		assertIncludes(refused.output, 'Imported: 0 exports', 'is missing, or is not as it was');
		const imported = await server(sync);
		assertEqual(imported.code, 0, `exit code of the import: ${imported.output}`);
		assertIncludes(imported.stdout, 'Imported: 1 exports, 0 were there before, 0 not taken.');
		const again = await server(sync);
		assertIncludes(again.stdout, 'Imported: 0 exports, 1 were there before, 0 not taken.');
		const verified = await server(['verify', archive]);
		assertEqual(verified.code, 0, `exit code of verify: ${verified.output}`);
		assertIncludes(verified.stdout, 'Verified: 1 exports');
		const { rows, first_time, last_time } = nightIn(nightly, names);
		const end = new Date(Date.parse(last_time) + MINUTE).toISOString();
		const out = path.join(folder, 'report.html');
		const night = ['--offline', '--from', first_time, '--to', end, '--out', out];
		const report = await server(['report', '--archive', archive, ...night]);
		assertIncludes(report.stdout, `${rows.toLocaleString('en')} entries`);
		return imported.stdout.trim();
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function nightIn(nightly: string, names: readonly string[]): Night {
	const [name = '', ...others] = names.filter((some) => some.endsWith('manifest.json'));
	assertEqual(others.length, 0, 'more manifests');
	return JSON.parse(readFileSync(path.join(nightly, name), 'utf8')) as Night;
}

const server = async (args: readonly string[]) =>
	await outcome({
		file: process.execPath,
		args: [path.join(ROOT, 'dist/mcp/cli.js'), ...args],
		env: { PATH: process.env['PATH'] },
	});
