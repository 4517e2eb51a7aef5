import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../packed';
import type { Checks } from '../host/checks';
import { sameNumber } from '../examples/runExamples';
import { outcome } from '../host/processes';

/** The bundle that desktop hosts install: its manifest is judged and packed by the tool of its makers. */
export async function bundleChecks(
	checks: Checks,
	{ script, home }: { readonly script: string; readonly home: string },
): Promise<void> {
	const built = path.join(ROOT, 'dist/mcp');
	const manifest = path.join(built, 'manifest.json');
	const mcpb = async (...args: readonly string[]) =>
		await outcome({ file: process.execPath, args: [script, ...args] });
	await checks.check(
		'The manifest of the desktop bundle is valid, a misspelt one is not',
		async () => {
			sameNumber((await mcpb('validate', manifest)).code ?? -1, 0, 'as exit code');
			const misspelt = path.join(home, 'manifest.json');
			writeFileSync(misspelt, readFileSync(manifest, 'utf8').replace('"license"', '"licence"'));
			sameNumber((await mcpb('validate', misspelt)).code ?? -1, 1, 'as exit code');
		},
	);
	await checks.check('The desktop bundle is packed', async () => {
		const file = path.join(home, 'out.mcpb');
		sameNumber((await mcpb('pack', built, file)).code ?? -1, 0, 'as exit code');
		const { code, output } = await mcpb('info', file);
		sameNumber(code ?? -1, 0, 'as exit code');
		return /Size: .*/.exec(output)?.[0] ?? '';
	});
}
