import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome } from './hostileChild';
import { hostileFiles } from './hostileFiles';

let outcomes: readonly Outcome[];

describe.each(['platform', 'zlib'])('unpacked by %s', (gunzip) => {
	beforeAll(() => {
		// A process with a small heap, which unbounded memory use would end.
		const child = join(__dirname, 'hostileChild.ts');
		const flags = ['--max-old-space-size=64', '--expose-gc', '--import', 'tsx'];
		outcomes = JSON.parse(
			execFileSync(process.execPath, [...flags, child, gunzip], { encoding: 'utf8' }),
		);
	}, 60_000);

	describe.each(hostileFiles)('$name', ({ name, refusal }) => {
		test(`is refused in one sentence: ${refusal}`, () => {
			const { message } = outcomeOf(name);
			expect(message).toContain(refusal);
			expect(message).toMatch(/^UnexpectedAnswerError: .*Download the export again\.$|itself\.$/);
		});

		test('is refused within two seconds of processor time, in little memory', () => {
			const { cpuMs, memoryMb } = outcomeOf(name);
			expect(cpuMs).toBeLessThan(2000);
			// The largest file that is unpacked before it is refused has 64 MB.
			expect(memoryMb).toBeLessThan(160);
		});
	});
});

function outcomeOf(name: string): Outcome {
	const found = outcomes.find((outcome) => outcome.name === name);
	if (!found) throw new Error(`${name} was not read.`);
	return found;
}
