// Takes the types out for jest, which keeps the result; `npm run types` checks them.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync, version } = require('esbuild');

const KEY = [version, process.version, readFileSync(__filename)];

module.exports = {
	getCacheKey: (text, file) =>
		[...KEY, file, text]
			.reduce((hash, part) => hash.update(part), createHash('sha256'))
			.digest('hex'),
	process(text, file) {
		const { code, map } = transformSync(text, {
			loader: 'ts',
			format: 'cjs',
			target: 'node20',
			// What is loaded later comes through jest as well.
			supported: { 'dynamic-import': false },
			sourcefile: file,
			sourcemap: true,
			tsconfigRaw: { compilerOptions: { target: 'es2022' } },
		});
		return { code, map };
	},
};
