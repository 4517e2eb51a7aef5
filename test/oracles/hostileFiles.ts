import { gzipSync } from 'node:zlib';
import { hostileArchives } from './hostileArchives';
import { gzippedRun, type HostileFile } from './hostileFile';

const MB = 1024 * 1024;

export const hostileFiles: readonly HostileFile[] = [
	...hostileArchives,
	{
		name: 'a quoted cell of 500 MB in a file of its own',
		refusal: 'a row is longer than 4194304 bytes (line 2, byte 12)',
		make: () => {
			const bytes = new Uint8Array(500 * MB);
			bytes.set(Buffer.from('Time,Action\n"'));
			return bytes;
		},
	},
	{
		name: 'a cell of 500 MB without quotes',
		refusal: 'a row is longer than 4194304 bytes (line 2, byte 12)',
		make: () => {
			const bytes = new Uint8Array(500 * MB);
			bytes.set(Buffer.from('Time,Action\nx'));
			return bytes;
		},
	},
	{
		name: 'a cell of 2 MB',
		refusal: 'a cell is longer than 1048576 bytes (line 2, byte 14)',
		make: () => Buffer.from(`Time,Action\nx,${'a'.repeat(2 * MB)}\n`),
	},
	{
		name: '100,000 columns',
		refusal: 'it has more than 1000 columns (line 1, byte 0)',
		make: () => Buffer.from(`Time${',x'.repeat(100_000)}\n`),
	},
	{
		name: 'two million and one rows',
		refusal: 'it has more than 2,000,000 rows',
		make: () => Buffer.from(`Time,Action\n${'a,b\n'.repeat(2_000_200)}`),
	},
	{
		name: 'a gzip bomb of 600 MB',
		refusal: 'a compressed file of more than is read',
		make: () => gzippedRun(0, 600),
	},
	{
		name: 'truncated gzip',
		refusal: 'a compressed file that cannot be unpacked',
		make: () => gzipSync(Buffer.alloc(MB, 'a,b\n')).subarray(0, 100),
	},
];
