import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Ending } from './hostileChild';
import { hostileFiles } from './hostileFiles';

let endings: readonly Ending[];

describe.each(['platform', 'zlib'])('unpacked by %s', (gunzip) => {
	beforeAll(() => {
		// A process with a small heap, which unbounded memory use would end.
		const child = join(__dirname, 'hostileChild.ts');
		const flags = ['--max-old-space-size=64', '--expose-gc', '--import', 'tsx'];
		endings = JSON.parse(
			execFileSync(process.execPath, [...flags, child, gunzip], { encoding: 'utf8' }),
		);
	}, 60_000);

	describe.each(hostileFiles)('$name', ({ name, refusal }) => {
		test(`is refused by one sentence: ${refusal}`, () => {
			const { message } = endingOf(name);
			expect(message).toContain(refusal);
			expect(message).toMatch(/^UnexpectedAnswerError: .*Download the export again\.$|itself\.$/);
		});

		test('is refused within two seconds, in little memory', () => {
			const { ms, memoryMb } = endingOf(name);
			expect(ms).toBeLessThan(2000);
			// The largest file that is unpacked before it is refused has 64 MB.
			expect(memoryMb).toBeLessThan(160);
		});
	});
});

function endingOf(name: string): Ending {
	const found = endings.find((ending) => ending.name === name);
	if (!found) throw new Error(`${name} was not read.`);
	return found;
}
