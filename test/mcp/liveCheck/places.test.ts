import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ASSUMPTIONS } from '../../../mcp/liveCheck/run';
import { ROOT } from '../../packed';
import { defaultSwitches } from '../../zoho/switches';

/** Whether a file declares it, as anything that a search for the name leads to. */
function isDeclared(text: string, name: string): boolean {
	const declared = `(?:const|let|function\\*?|class|interface|type|async \\*|private|static|async|get)`;
	const asMember = `^\\t(?:private |async |static |\\* ?)*${name}[(<]`;
	return new RegExp(`(?:${declared} ${name}\\b)|(?:${asMember})`, 'm').test(text);
}

const places = [...new Set(ASSUMPTIONS.flatMap((it) => it.places))];

test.each(places)('%s is where it says', (place) => {
	const [file = '', name = ''] = place.split(' ');
	expect(existsSync(path.join(ROOT, file))).toBe(true);
	expect(isDeclared(readFileSync(path.join(ROOT, file), 'utf8'), name)).toBe(true);
});

test('each assumption has a name of its own, says something, and names a place', () => {
	const names = ASSUMPTIONS.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	expect(names.length).toBeGreaterThan(70);
	for (const { assumed, places: all } of ASSUMPTIONS) {
		expect(assumed.length).toBeGreaterThan(3);
		expect(all.length).toBeGreaterThan(0);
	}
});

test('each switch that is named is one of the emulator', () => {
	const named = ASSUMPTIONS.flatMap(({ switches = [] }) => switches);
	expect(named.filter((name) => !(name in defaultSwitches))).toEqual([]);
});

test('a declaration that is gone is noticed', () => {
	expect(isDeclared('export const FINISHED = 1;', 'FINISHED')).toBe(true);
	expect(isDeclared('// FINISHED once was here', 'FINISHED')).toBe(false);
});
