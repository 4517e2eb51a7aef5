import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../packed';
import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import { outcome } from '../host/processes';

/** The bundle that desktop hosts install, validated and packed by the format's own tool. */
export async function checkDesktopBundle(
	checks: Checks,
	{ script, home }: { readonly script: string; readonly home: string },
): Promise<void> {
	const built = path.join(ROOT, 'dist/mcp');
	const manifest = path.join(built, 'manifest.json');
	const mcpb = async (exitCode: number, ...args: readonly string[]): Promise<string> => {
		const { code, output } = await outcome({ file: process.execPath, args: [script, ...args] });
		assertEqual(code, exitCode, `exit code of ${args[0]}`);
		return output;
	};
	await checks.check(
		'The manifest of the desktop bundle is valid, and a misspelt one is rejected',
		async () => {
			await mcpb(0, 'validate', manifest);
			const misspelt = path.join(home, 'manifest.json');
			writeFileSync(misspelt, readFileSync(manifest, 'utf8').replace('"license"', '"licence"'));
			await mcpb(1, 'validate', misspelt);
		},
	);
	await checks.check('The desktop bundle can be packed', async () => {
		const file = path.join(home, 'out.mcpb');
		const folder = path.join(home, 'desktop');
		const platform = `${process.platform}-${process.arch}`;
		const desktop = path.join(ROOT, 'mcp/packaging/desktop.mjs');
		const made = await outcome({ file: process.execPath, args: [desktop, platform, folder] });
		assertEqual(made.code, 0, 'exit code of desktop.mjs');
		await mcpb(0, 'pack', folder, file);
		return /Size: .*/.exec(await mcpb(0, 'info', file))?.[0] ?? '';
	});
}
