import { csvFilesIn } from '../../../shared/files/exportFile';
import type { FileMemory } from '../../../shared/files/fileMemory';
import { bytesOf } from '../../oracles/read';
import { zipFile } from '../../oracles/zipFile';

const content = bytesOf(`Time,Action\n${'a,b\n'.repeat(400_000)}`);
const archive = zipFile({
	members: [
		{ name: 'Log_1.csv', content },
		{ name: 'Log_2.csv', content: bytesOf('Time,Action\nc,d\n') },
		{ name: '../../etc/pass\u001b[31mwd', content: bytesOf('Time,Action\ne,f\n'), isStored: true },
	],
});
const file = { name: 'AuditLog_001.zip', bytes: archive };
const go = async (): Promise<void> => undefined;

test('members are unpacked one at a time, into the same memory', async () => {
	const memories = new Set<FileMemory>();
	const sizes = new Set<number>();
	const texts: string[] = [];
	for await (const { memory, start } of csvFilesIn(file, go)) {
		memories.add(memory);
		sizes.add(memory.bytes.length);
		texts.push(new TextDecoder().decode(memory.bytes.subarray(start + 12, start + 15)));
	}
	expect(texts).toEqual(['a,b', 'c,d', 'e,f']);
	expect(memories.size).toBe(1);
	expect(sizes.size).toBe(1);
});

test('the name of a member is only a label: no path and no terminal sequences', async () => {
	const names: string[] = [];
	for await (const { name } of csvFilesIn(file, go)) names.push(name);
	expect(names).toEqual(['Log_1.csv', 'Log_2.csv', 'pass__31mwd']);
});

test('unpacking a member, or checking a bare file, yields to the event loop', async () => {
	let turns = 0;
	const yieldToEventLoop = async (): Promise<void> => void turns++;
	for await (const _ of csvFilesIn(file, yieldToEventLoop)) break;
	expect(turns).toBeGreaterThan(5);
	turns = 0;
	for await (const _ of csvFilesIn({ name: 'a.csv', bytes: content }, yieldToEventLoop)) break;
	expect(turns).toBeGreaterThan(5);
});

test('stopping in the middle takes effect at once', async () => {
	const enough = new Error('enough');
	const yieldToEventLoop = async (): Promise<void> => {
		throw enough;
	};
	const reading = async (): Promise<void> => {
		for await (const _ of csvFilesIn(file, yieldToEventLoop)) break;
	};
	await expect(reading()).rejects.toBe(enough);
});

test.each([
	['<!doctype html><p>Sign in', 'a web page'],
	[' \n{"code":"INVALID_TOKEN"}', 'a JSON answer'],
	['', 'nothing'],
	['  \r\n ', 'nothing'],
])('%j instead of a file is reported', async (text, what) => {
	const reading = async (): Promise<void> => {
		for await (const _ of csvFilesIn({ name: 'a.csv', bytes: bytesOf(text) }, go)) break;
	};
	await expect(reading()).rejects.toThrow(`Zoho sent ${what} in place of the file a.csv.`);
});
