import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../packed';

const HOUSE = readFileSync(path.join(ROOT, 'docs/house.md'), 'utf8');
const ARCHITECTURE = readFileSync(path.join(ROOT, 'test/architecture.test.ts'), 'utf8');

/** The ranks that the walls are built from, without the folder above. */
function ranksOf(name: string): string[] {
	const [, list = ''] = new RegExp(`const ${name}: [^=]*= \\[([^;]*)\\];`).exec(ARCHITECTURE) ?? [];
	return [...list.matchAll(/'(?:shared|mcp)\/([^']+)'/g)].map(([, room = '']) => room);
}

/** The rooms of a part of the picture, as they come. */
function drawn(from: string, to: string): string[] {
	const part = HOUSE.slice(HOUSE.indexOf(from), HOUSE.indexOf(to, HOUSE.indexOf(from)));
	return [...part.matchAll(/(?<=[ │]{2}|shared\/|mcp\/)([a-zA-Z]+(?:\/|\.ts))(?= |\n|,)/g)].map(
		([, room = '']) => room,
	);
}

const isOf =
	(rooms: readonly string[]) =>
	(room: string): boolean =>
		rooms.includes(room);

test('the picture has every room of shared/ and of mcp/, in the order in which they may call', () => {
	const shared = ranksOf('RANKS').filter(
		(room) => !/^(errors|folded|spelling|durations|period|ticks)/.test(room),
	);
	expect(shared.length).toBeGreaterThan(14);
	expect(drawn('shared/client.ts  ', '```').filter(isOf(shared))).toEqual(shared);
	const mcp = ranksOf('MCP_RANKS').filter((room) => room !== 'log.ts');
	expect(mcp.length).toBeGreaterThan(7);
	expect(drawn('mcp/cli.ts', '└').filter(isOf(mcp))).toEqual(mcp);
});

test('every file that a walk enters exists', () => {
	const [, walks = ''] = /## Two walks([^]*?)## Folders/.exec(HOUSE) ?? [];
	const files = [...walks.matchAll(/`([\w/]+\.ts)`/g)].map(([, file = '']) => file);
	expect(files.length).toBeGreaterThan(8);
	const places = ['shared', 'mcp', 'shared/trigger', '.'];
	const missing = files.filter(
		(file) => !places.some((place) => existsSync(path.join(ROOT, place, file))),
	);
	expect(missing).toEqual([]);
});
