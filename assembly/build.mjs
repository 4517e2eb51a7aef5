// Compiles the AssemblyScript here to WebAssembly and writes it to shared/files/assembled.ts, as text
// because what n8n loads is JavaScript. `--check` compares instead: what is in the tree has to be what
// the sources make.
import asc from 'assemblyscript/asc';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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
 * WebAssembly made of assembly/ by \`npm run assembly\`, in base64. Not written by hand: a test makes it
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
