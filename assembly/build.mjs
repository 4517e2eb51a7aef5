// Compiles the AssemblyScript here to WebAssembly and writes it to shared/files/assembled.ts, as text
// because what n8n loads is JavaScript. `--check` compares instead: what is in the tree has to be what
// the sources make.
import asc from 'assemblyscript/asc';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Releases write their own repository here: .ci/pack.mjs */
const repository = 'https://github.com/n8n-nodes-zoho-crm-audit-log/n8n-nodes-zoho-crm-audit-log';
const manifest = fileURLToPath(import.meta.resolve('assemblyscript/package.json'));
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));

const target = fileURLToPath(new URL('../shared/files/assembled.ts', import.meta.url));
const source = fileURLToPath(new URL('./index.ts', import.meta.url));
// Without a runtime: nothing here is allocated. SIMD is in Node since 16.4. A megabyte is enough for a
// small file: memory that grows costs milliseconds.
const flags = [
	'-O3',
	'--noAssert',
	'--runtime',
	'stub',
	'--enable',
	'simd',
	'--initialMemory',
	'16',
];

let binary;
const { error, stderr } = await asc.main([source, ...flags, '--outFile', 'assembled.wasm'], {
	writeFile: (_, contents) => (binary = contents),
});
if (error) throw new Error(stderr.toString(), { cause: error });

const lines = Buffer.from(binary)
	.toString('base64')
	.match(/.{1,96}/g);
const text = `/**
 * WebAssembly in base64, which reads CSV and computes digests. It imports nothing.
 * Its source is AssemblyScript, in the folder assembly/ of the repository:
 * ${repository}/tree/HEAD/assembly
 * Made anew, byte for byte, by \`npm ci && npm run assembly\` with AssemblyScript ${version}; a test makes it
 * again and compares.
 */
export const ASSEMBLED = [
${lines.map((line) => `\t'${line}',`).join('\n')}
].join('');
`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
	throw new Error('shared/files/assembled.ts is not what assembly/ makes: npm run assembly');
}
