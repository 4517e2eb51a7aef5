import { fileBytes } from '../../nodes/ZohoCrmAuditLog/operations/fileBytes';
import { InputError } from '../../shared/errors';

async function* chunksOf(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
	for (const [index, size] of sizes.entries()) yield new Uint8Array(size).fill(index + 1);
}

test('chunks are joined in their order', async () => {
	const bytes = await fileBytes(chunksOf(2, 0, 3));
	expect([...bytes]).toEqual([1, 1, 3, 3, 3]);
});

test('without chunks the file is empty', async () => {
	expect((await fileBytes(chunksOf())).length).toBe(0);
});

test('the buffer grows beyond its first step', async () => {
	const large = 17 * 1024 * 1024;
	const bytes = await fileBytes(chunksOf(large, 1, large));
	expect(bytes.length).toBe(2 * large + 1);
	expect([bytes[0], bytes[large], bytes.at(-1)]).toEqual([1, 2, 3]);
});

test('a file may be as large as the limit, and no larger', async () => {
	expect((await fileBytes(chunksOf(4, 6), 10)).length).toBe(10);
	const more = fileBytes(chunksOf(4, 7), 10);
	await expect(more).rejects.toThrow('larger than 10 bytes. Use more filters or a shorter period');
	await expect(more).rejects.toBeInstanceOf(InputError);
});

test('a buffer on the same memory holds the same bytes', async () => {
	const { buffer, byteOffset, byteLength } = await fileBytes(chunksOf(3, 2));
	expect(Buffer.from(buffer, byteOffset, byteLength).toString('base64')).toBe('AQEBAgI=');
});
