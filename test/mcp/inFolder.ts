import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/**
 * The server's tests once more, with exports kept in a folder where a test does not say it:
 *   npm run build && npm run test:folder
 */
const FOLDERS = ['tools', 'questions', 'people', 'doors', 'server', 'evals'];

const jest = createRequire(__filename).resolve('jest/bin/jest');
const { status } = spawnSync(
	process.execPath,
	[jest, ...FOLDERS.map((name) => `test/mcp/${name}`), ...process.argv.slice(2)],
	{ env: { ...process.env, TEST_ARCHIVE: 'folder' }, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
