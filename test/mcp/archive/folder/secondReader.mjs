import { readFileSync } from 'node:fs';
import { decompress } from 'fzstd';
import { parquetReadObjects } from 'hyparquet';

/**
 * Counts the entries of a part by user and action with a reader of Parquet that has nothing to do with the
 * database: a process of its own, because it is written as ES modules alone.
 *   node secondReader.mjs ENTRIES.parquet TEXTS.parquet
 */
const [entries = '', texts = ''] = process.argv.slice(2);
const compressors = { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) };
const rowsOf = async (path) => {
	const { buffer, byteOffset, length } = readFileSync(path);
	const file = buffer.slice(byteOffset, byteOffset + length);
	return await parquetReadObjects({ file, compressors });
};
const names = new Map((await rowsOf(texts)).map(({ code, text }) => [code, text]));
const counts = {};
for (const { done_by: user, action } of await rowsOf(entries)) {
	const key = `${names.get(user) ?? ''}: ${names.get(action) ?? ''}`;
	counts[key] = (counts[key] ?? 0) + 1;
}
process.stdout.write(JSON.stringify(counts));
