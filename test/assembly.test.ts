import { execFileSync } from 'node:child_process';
import path from 'node:path';

test('the WebAssembly in the tree is what its sources make', () => {
	const build = path.join(__dirname, '../assembly/build.mjs');
	expect(() => execFileSync(process.execPath, [build, '--check'], { stdio: 'pipe' })).not.toThrow();
}, 60_000);
