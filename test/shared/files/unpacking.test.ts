import { csvFilesIn } from '../../../shared/files/exportFile';
import type { FileMemory } from '../../../shared/files/fileMemory';
import { type Gunzip, platformGunzip } from '../../../shared/files/gunzip';
import { bytesOf, host } from '../../oracles/read';
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

test('members are unpacked one at a time, into the same memory', async () => {
	const memories = new Set<FileMemory>();
	const sizes = new Set<number>();
	const texts: string[] = [];
	for await (const { memory, start } of csvFilesIn(file, host)) {
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
	for await (const { name } of csvFilesIn(file, host)) names.push(name);
	expect(names).toEqual(['Log_1.csv', 'Log_2.csv', 'pass__31mwd']);
});

test('yields to the event loop while a member is unpacked, and while a bare file is checked', async () => {
	let yields = 0;
	const yieldToEventLoop = async (): Promise<void> => void yields++;
	for await (const _ of csvFilesIn(file, { yieldToEventLoop })) break;
	expect(yields).toBeGreaterThan(5);
	yields = 0;
	for await (const _ of csvFilesIn({ name: 'a.csv', bytes: content }, { yieldToEventLoop })) break;
	expect(yields).toBeGreaterThan(5);
});

test('cancelling in the middle ends the gunzip that the host provides', async () => {
	const enough = new Error('enough');
	let [calls, isEnded] = [0, false];
	const gunzip: Gunzip = async function* (parts) {
		try {
			yield* platformGunzip(parts);
		} finally {
			isEnded = true;
		}
	};
	const yieldToEventLoop = async (): Promise<void> => {
		if (++calls === 3) throw enough;
	};
	const reading = async (): Promise<void> => {
		for await (const _ of csvFilesIn(file, { yieldToEventLoop, gunzip })) break;
	};
	await expect(reading()).rejects.toBe(enough);
	expect(isEnded).toBe(true);
});

test('stopping in the middle takes effect at once', async () => {
	const enough = new Error('enough');
	const yieldToEventLoop = async (): Promise<void> => {
		throw enough;
	};
	const reading = async (): Promise<void> => {
		for await (const _ of csvFilesIn(file, { yieldToEventLoop })) break;
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
		for await (const _ of csvFilesIn({ name: 'a.csv', bytes: bytesOf(text) }, host)) break;
	};
	await expect(reading()).rejects.toThrow(`Zoho sent ${what} in place of the file a.csv.`);
});
