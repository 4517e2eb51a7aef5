import { ACTIONS, actionWord, isActionWord } from '../../../shared/entries/actions';
import { nearestTo } from '../../../shared/entries/nearest';
import { folded } from '../../../shared/folded';

const people = ['Marta Quill', 'Anna Müller', 'Jonas Weber', '山田花子'];

test.each([
	['marta quil', ['Marta Quill']],
	['Müler', ['Anna Müller']],
	['weaber', ['Jonas Weber']],
	['山田花', ['山田花子']],
	['Nobody Atall', []],
	['', []],
])('the names nearest to %j are %j', (word, nearest) => {
	expect(nearestTo(word, people, folded)).toEqual(nearest);
});

test('a word of any length takes no time', () => {
	expect(nearestTo('x'.repeat(1_000_000), people, folded)).toEqual([]);
});

test('every documented action is known, and what is nearest to a slip is what was meant', () => {
	expect(ACTIONS.filter((action) => !isActionWord(action))).toEqual([]);
	expect(nearestTo('Exportd', ACTIONS, actionWord)[0]).toBe('exported');
	expect(isActionWord('exportd')).toBe(false);
	expect(isActionWord('Owner Re-assigned')).toBe(true);
});
