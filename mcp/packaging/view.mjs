// Builds the page that hosts show, as one text: the script in one piece, and around it what mcp/view/page.ts writes.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const mcp = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export async function viewPage() {
	const { version } = JSON.parse(readFileSync(join(mcp, 'package.json'), 'utf8'));
	const built = async (entry, options) => {
		const { outputFiles } = await build({
			absWorkingDir: resolve(mcp, '..'),
			entryPoints: [join(mcp, 'view', entry)],
			bundle: true,
			minify: true,
			charset: 'utf8',
			legalComments: 'none',
			write: false,
			logLevel: 'warning',
			...options,
		});
		return outputFiles[0].text;
	};
	const script = await built('main.ts', {
		platform: 'browser',
		format: 'iife',
		target: ['chrome111', 'firefox115', 'safari16.4'],
		define: { VERSION: JSON.stringify(version) },
	});
	const writer = await built('page.ts', { platform: 'node', format: 'esm', target: 'node20' });
	const { page } = await import(`data:text/javascript,${encodeURIComponent(writer)}`);
	return page(script.trim(), (text) => createHash('sha256').update(text).digest('base64'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(process.argv[2], await viewPage());
}
