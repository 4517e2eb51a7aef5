import AdmZip from 'adm-zip';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { FileMemory } from '../../shared/files/fileMemory';
import { unpackedMembers } from '../../shared/files/zip';
import { zipOracle } from './oracle';
import { bytesOf, host, readTables } from './read';
import { type Member, zipFile } from './zipFile';

async function unpacked(archive: Uint8Array): Promise<Map<string, Uint8Array>> {
	const members = new Map<string, Uint8Array>();
	const memory = new FileMemory();
	for await (const { name, start, end } of unpackedMembers(archive, 'a.zip', memory, host)) {
		members.set(name, memory.bytes.slice(start, end));
	}
	return members;
}

const contents = fc.oneof(
	fc.uint8Array({ maxLength: 300 }),
	fc.integer({ min: 0, max: 60_000 }).map((size) => Buffer.alloc(size, 'Ana,updated,Deals\n')),
);
const members = fc
	.array(
		fc.record({
			content: contents,
			isStored: fc.boolean(),
			hasDescriptor: fc.boolean(),
			isZip64: fc.boolean(),
			extra: fc.constantFrom(Buffer.alloc(0), Buffer.from([0x55, 0x54, 2, 0, 1, 2])),
			localExtra: fc.constantFrom(Buffer.alloc(0), Buffer.from([0x55, 0x54, 2, 0, 1, 2])),
			comment: fc.constantFrom('', 'PK', 'a comment'),
		}),
		{ minLength: 1, maxLength: 5 },
	)
	.map((all) => all.map((member, index): Member => ({ name: `Log_${index}.csv`, ...member })));

test('an archive made by adm-zip is unpacked to the byte', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(contents, { minLength: 1, maxLength: 5 }), async (all) => {
			const archive = new AdmZip();
			all.forEach((content, index) => archive.addFile(`Log_${index}.csv`, Buffer.from(content)));
			const bytes = archive.toBuffer();
			expect(plain(await unpacked(bytes))).toEqual(plain(zipOracle(bytes)));
		}),
		{ numRuns: 60 },
	);
});

test('stored or deflated, with descriptors, extra fields, comments or ZIP64 sizes: as adm-zip unpacks it', async () => {
	await fc.assert(
		fc.asyncProperty(members, fc.constantFrom('', 'a comment', 'PK'), async (all, comment) => {
			const bytes = zipFile({ members: all, comment });
			const read = plain(await unpacked(bytes));
			expect(read).toEqual(all.map(({ name, content }) => [name, hex(content)]));
			expect(read).toEqual(plain(zipOracle(bytes)));
		}),
		{ numRuns: 150 },
	);
});

test('one changed byte is refused or changes nothing', async () => {
	const bytes = zipFile({
		members: [
			{ name: 'Log_1.csv', content: bytesOf('Time,Action\na,b\n'.repeat(20)) },
			{ name: 'Log_2.csv', content: bytesOf('Time,Action\nc,d\n'), isStored: true },
		],
	});
	const original = plain(await unpacked(bytes)).map(([, content]) => content);
	for (let at = 0; at < bytes.length; at++) {
		const changed = bytes.slice();
		changed[at] = (changed[at] ?? 0) ^ 0x41;
		const read = await unpacked(changed).catch(() => undefined);
		if (read) expect(plain(read).map(([, content]) => content)).toEqual(original);
	}
});

test('an archive that ends early is refused wherever it ends', async () => {
	const content = bytesOf('Time,Action\na,b\n'.repeat(20));
	const bytes = zipFile({ members: [{ name: 'Log_1.csv', content }] });
	for (let end = 4; end < bytes.length; end++) {
		await expect(unpacked(bytes.subarray(0, end))).rejects.toThrow('is damaged');
	}
});

test('the first bytes decide, not the name: a ZIP, even gzipped twice, has the same rows', async () => {
	const content = bytesOf('Time,Action\r\na,"b\r\n"\r\n');
	const bytes = zipFile({
		members: [
			{ name: 'folder/', content: Buffer.alloc(0), isStored: true },
			{ name: 'folder/Log 1.csv', content },
		],
	});
	const rows = [
		['Time', 'Action'],
		['a', 'b\r\n'],
	];
	for (const packed of [bytes, gzipSync(bytes), gzipSync(gzipSync(bytes))]) {
		expect(await readTables({ name: 'AuditLog.csv', bytes: packed })).toEqual([
			{ name: 'Log 1.csv', rows },
		]);
	}
	const packed = gzipSync(gzipSync(gzipSync(bytes)));
	await expect(readTables({ name: 'AuditLog.csv', bytes: packed })).rejects.toThrow(
		'over and over',
	);
});

function plain(members: ReturnType<typeof zipOracle>): [string, string][] {
	if (members === 'not comparable') throw new Error('No name here ends with a backslash.');
	return [...(members ?? [])].map(([name, bytes]) => [name, hex(bytes)]);
}

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}
