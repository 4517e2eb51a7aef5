import { deflateRawSync } from 'node:zlib';
import { type HostileFile, packedRun } from './hostileFile';
import { type Member, zipFile } from './zipFile';

const MB = 1024 * 1024;

const row = Buffer.from('Time,Action\na,b\n');
const member = (more: Partial<Member> = {}): Member => ({
	name: 'Log_1.csv',
	content: row,
	...more,
});
const archive = (...members: Member[]): Uint8Array => zipFile({ members });

export const hostileArchives: readonly HostileFile[] = [
	{
		name: 'a ZIP bomb of 500 MB',
		refusal: 'Log_1.csv unpacks to more than 200 times itself',
		make: () =>
			archive(member({ content: Buffer.alloc(500 * MB, 'a'), data: packedRun('a', 500) })),
	},
	{
		name: 'a ZIP bomb of a thousand members',
		refusal: 'it unpacks to more than is read',
		make: () => {
			const data = Buffer.alloc(32 * 1024);
			const overrides = { size: 30 * MB };
			return archive(
				...Array.from({ length: 1000 }, (_, index) =>
					member({ name: `${index}.csv`, data, overrides, hasDescriptor: true }),
				),
			);
		},
	},
	{
		name: 'a cell of 60 MB that is compressed to 60 KB',
		refusal: 'a row is longer than 4194304 bytes (line 2, byte 12)',
		make: () => {
			const content = Buffer.concat([Buffer.from('Time,Action\n"'), Buffer.alloc(60 * MB, 'a')]);
			return archive(member({ content }));
		},
	},
	{
		name: 'a declared size of 0',
		refusal: 'Log_1.csv unpacks to more than it states',
		make: () => archive(member({ hasDescriptor: true, overrides: { size: 0 } })),
	},
	{
		name: 'a declared size that no data could have',
		refusal: 'the size stated for Log_1.csv cannot be true',
		make: () => archive(member({ hasDescriptor: true, overrides: { size: 500 * MB } })),
	},
	{
		name: 'a declared size of 60 MB over 64 KB of garbage',
		refusal: 'Log_1.csv cannot be unpacked',
		make: () =>
			archive(
				member({
					data: Buffer.alloc(64_000, 0xff),
					hasDescriptor: true,
					overrides: { size: 60 * MB },
				}),
			),
	},
	{
		name: 'a declared size larger than the data',
		refusal: 'Log_1.csv unpacks to less than it states',
		make: () => archive(member({ hasDescriptor: true, overrides: { size: row.length + 1 } })),
	},
	{
		name: 'a stored member whose sizes differ',
		refusal: 'the size stated for Log_1.csv cannot be true',
		make: () => archive(member({ isStored: true, hasDescriptor: true, overrides: { size: 5 } })),
	},
	{
		name: 'overlapping members',
		refusal: 'its members overlap',
		make: () => archive(member(), member({ name: 'Log_2.csv', overrides: { offset: 0 } })),
	},
	{
		name: 'a member that reaches into the directory',
		refusal: 'its members overlap',
		make: () =>
			archive(member({ isStored: true, hasDescriptor: true, overrides: { packed: 40, size: 40 } })),
	},
	{
		name: 'two members of one name',
		refusal: 'it has two members named Log_1.csv',
		make: () => archive(member(), member()),
	},
	{
		name: 'more than a thousand members',
		refusal: 'it has 1001 members, and at most 1000 are read',
		make: () =>
			archive(...Array.from({ length: 1001 }, (_, index) => member({ name: `${index}.csv` }))),
	},
	{
		name: 'a wrong checksum',
		refusal: 'the checksum of Log_1.csv is wrong',
		make: () => archive(member({ hasDescriptor: true, overrides: { crc: 1 } })),
	},
	{
		name: 'data that continues after its end',
		refusal: 'Log_1.csv cannot be unpacked',
		make: () => archive(member({ data: Buffer.concat([deflateRawSync(row), Buffer.from('x')]) })),
	},
	{
		name: 'data that ends early',
		refusal: 'Log_1.csv cannot be unpacked',
		make: () => archive(member({ data: deflateRawSync(row).subarray(0, -1) })),
	},
	{
		name: 'a wrong checksum of a stored member',
		refusal: 'the checksum of Log_1.csv is wrong',
		make: () => archive(member({ isStored: true, hasDescriptor: true, overrides: { crc: 1 } })),
	},
	{
		name: 'two descriptions of one member',
		refusal: 'Log_1.csv is described in two ways',
		make: () => archive(member({ overrides: { crc: 1 } })),
	},
	{
		name: 'an encrypted member',
		refusal: 'Log_1.csv is encrypted',
		make: () => archive(member({ overrides: { flags: 1 } })),
	},
	{
		name: 'an unknown method',
		refusal: 'packed by a method that is not read here (99)',
		make: () => archive(member({ overrides: { method: 99 } })),
	},
	{
		name: 'an archive in an archive',
		refusal: 'which is an archive itself',
		make: () => archive(member({ content: archive(member()) })),
	},
	{
		name: 'ZIP64 with an absurd size',
		refusal: 'the size stated for Log_1.csv cannot be true',
		make: () => archive(member({ isZip64: true, overrides: { size64: 2n ** 64n - 1n } })),
	},
	{
		name: 'an offset after the end',
		refusal: 'Log_1.csv is not where the directory says',
		make: () => archive(member({ overrides: { offset: 0x7fffffff } })),
	},
	{
		name: 'a directory at another offset',
		refusal: 'its directory is not where it says',
		make: () => zipFile({ members: [member()], overrides: { start: 1 } }),
	},
	{
		name: 'fewer members than stated',
		refusal: 'entry 2 of its directory is missing',
		make: () => zipFile({ members: [member()], overrides: { count: 2 } }),
	},
	{
		name: 'more members than stated',
		refusal: 'its directory holds more than it states',
		make: () => zipFile({ members: [member(), member({ name: '2' })], overrides: { count: 1 } }),
	},
	{
		name: 'a missing end record',
		refusal: 'its end is missing',
		make: () => archive(member()).subarray(0, -22),
	},
	{
		name: 'a truncated archive',
		refusal: 'its end is missing',
		make: () =>
			archive(member({ content: Buffer.alloc(MB, 'x'), isStored: true })).subarray(0, 5000),
	},
	{
		name: 'an archive without a file',
		refusal: 'there is no file in it',
		make: () => archive(),
	},
	{
		name: 'rows under the name of a folder',
		refusal: 'a folder in it has content',
		make: () => archive(member(), member({ name: 'Log_2.csv/' })),
	},
];
