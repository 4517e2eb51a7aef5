import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../packed';
import { outcome } from '../host/processes';

/** The output of the server's command `verify` for an archived file; it must also notice a changed byte. */
export async function verifyCommand(folder: string, name: string): Promise<string> {
	const manifest = path.join(folder, `${name.slice(0, 10)}-manifest.json`);
	const verify = async (file: string) =>
		await outcome({
			file: process.execPath,
			args: [path.join(ROOT, 'dist/mcp/cli.js'), 'verify', manifest, file],
		});
	const intact = await verify(path.join(folder, name));
	if (intact.code !== 0) throw new Error(intact.output);
	const bytes = readFileSync(path.join(folder, name));
	bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
	const damaged = path.join(folder, `damaged-${name}`);
	writeFileSync(damaged, bytes);
	const { code, output } = await verify(damaged);
	rmSync(damaged);
	if (code !== 1) throw new Error(`a changed byte was not noticed: ${output}`);
	return intact.stdout.trim();
}
