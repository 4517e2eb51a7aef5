import { readdirSync } from 'node:fs';
import { ROOT } from '../packed';
import { LISTS } from './index';
import { staleness } from './mutant';

const mutants = Object.values(LISTS).flat();

test('every list in the folder is run', () => {
	const files = readdirSync(__dirname).filter((file) => file.endsWith('Mutants.ts'));
	expect(Object.keys(LISTS).map((list) => `${list}.ts`)).toEqual(expect.arrayContaining(files));
	expect(new Set(mutants.map(({ what }) => what)).size).toBe(mutants.length);
});

test.each(mutants)('$what: $file has the line, and its tests exist', (mutant) => {
	expect(staleness(ROOT, mutant)).toBeNull();
});

test('a mutation whose line or tests no longer exist is reported', () => {
	const mutant = {
		what: 'anything',
		file: 'shared/errors.ts',
		from: 'export class InputError',
		to: '',
		tests: 'test/mutants/mutants.test.ts',
	};
	expect(staleness(ROOT, mutant)).toBeNull();
	expect(staleness(ROOT, { ...mutant, file: 'shared/gone.ts' })).toMatch(/does not exist/);
	expect(staleness(ROOT, { ...mutant, from: 'no such line' })).toMatch(/has 0 matches/);
	expect(staleness(ROOT, { ...mutant, from: 'export class' })).toMatch(/has \d+ matches/);
	expect(staleness(ROOT, { ...mutant, to: mutant.from })).toMatch(/nothing is changed/);
	expect(staleness(ROOT, { ...mutant, tests: 'test/mutants' })).toMatch(/not a test file/);
	expect(staleness(ROOT, { ...mutant, tests: 'test/gone.test.ts -t a name' })).not.toBeNull();
});
