import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FAULTS } from './faults';

/** A test of this folder, as titled in its source. */
export interface FaultTest {
	/** Null when it is about no single fault. */
	readonly number: number | null;
	readonly shows: string;
	readonly doors: string;
	readonly file: string;
}

const DOORS: Readonly<Record<string, string>> = {
	fault: 'node, server',
	throughBoth: 'node, server',
	throughProcess: 'server',
	faultInNode: 'node',
	faultInServer: 'server',
	faultInProcess: 'server',
	faultInTrigger: 'trigger',
};

/** `fault(7, 'is waited for …'`: the number and the first text. */
const CALL =
	/\b(fault|faultInNode|faultInServer|faultInProcess|faultInTrigger|throughBoth|throughProcess)\(\s*(?:(\d+),\s*)?(['`])((?:\\.|(?!\3)[^\\])*)\3/g;

export function faultTests(): FaultTest[] {
	const files = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts'));
	return files.sort().flatMap((file) => {
		const text = readFileSync(path.join(__dirname, file), 'utf8');
		return [...text.matchAll(CALL)].map(([, call = '', number, , shows = '']) => ({
			number: number === undefined ? null : Number(number),
			shows: shows.replace(/[:,]?\s*\(?\$\{[^}]*\}\)?/g, ' …').replace(/\\'/g, "'"),
			doors: DOORS[call] ?? '',
			file,
		}));
	});
}

export const TABLE_FILE = path.join(__dirname, 'README.md');

/** The content of README.md. */
export function table(): string {
	const tests = faultTests();
	const lines = FAULTS.map((what, index) => {
		const number = index + 1;
		const shown = tests
			.filter((test) => test.number === number)
			.map(({ shows, doors, file }) => `${shows} (${doors}; ${file})`);
		return `| ${number} | ${what} | ${[...new Set(shown)].join('<br>')} |`;
	});
	const others = tests.filter(({ number }) => number === null);
	return [
		'# Faults',
		'',
		'What can go wrong between Zoho and here, and the tests that show what happens then: through the',
		'packed node in n8n’s engine and through the built server, over sockets, against the emulator. The',
		'server is evaluated anew for each test, as a process of its own where that matters',
		'(`test/mcp/hostedServer.ts`). Time runs twenty times as fast (`outside.cjs`), and every connection is',
		'recorded. The guards against the faults are in `test/mutants`.',
		'',
		'This table is made from the names of the tests: `npm run faults`.',
		'',
		'| | fault | what is shown |',
		'| --- | --- | --- |',
		...lines,
		'',
		'Others:',
		'',
		...others.map(({ shows, doors, file }) => `- ${shows} (${doors}; ${file})`),
		'',
	].join('\n');
}

if (require.main === module) writeFileSync(TABLE_FILE, table());
