import { readdirSync } from 'node:fs';
import { ROOT } from '../packed';
import { LISTS } from './index';
import { staleness } from './mutant';

const mutants = Object.values(LISTS).flat();

test('every list of the folder is run', () => {
	const files = readdirSync(__dirname).filter((file) => file.endsWith('Mutants.ts'));
	expect(Object.keys(LISTS).map((list) => `${list}.ts`)).toEqual(expect.arrayContaining(files));
	expect(new Set(mutants.map(({ what }) => what)).size).toBe(mutants.length);
});

test.each(mutants)('$what: $file has the line, and its tests exist', (mutant) => {
	expect(staleness(ROOT, mutant)).toBeNull();
});

test('a mutation of a line that is gone, or whose tests are, is reported', () => {
	const mutant = {
		what: 'anything',
		file: 'shared/errors.ts',
		from: 'export class InputError',
		to: '',
		tests: 'test/mutants/mutants.test.ts',
	};
	expect(staleness(ROOT, mutant)).toBeNull();
	expect(staleness(ROOT, { ...mutant, file: 'shared/gone.ts' })).toMatch(/does not exist/);
	expect(staleness(ROOT, { ...mutant, from: 'no such line' })).toMatch(/has 0 places/);
	expect(staleness(ROOT, { ...mutant, from: 'export class' })).toMatch(/has \d+ places/);
	expect(staleness(ROOT, { ...mutant, to: mutant.from })).toMatch(/nothing is changed/);
	expect(staleness(ROOT, { ...mutant, tests: 'test/mutants' })).toMatch(/no file of tests/);
	expect(staleness(ROOT, { ...mutant, tests: 'test/gone.test.ts -t a name' })).not.toBeNull();
});
