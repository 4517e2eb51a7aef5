import { isUtf8 } from 'node:buffer';
import type { Random } from '../bench/random';

/** A good file, and the same with one damage. */
export interface Damaged {
	readonly kind: DamageKind;
	readonly whole: Uint8Array;
	readonly damaged: Uint8Array;
}

export const DAMAGE_KINDS = [
	...(['byte', 'cell removed', 'cell added', 'quote removed', 'quote added'] as const),
	...(['line cut in two', 'lines joined', 'line cut short', 'file cut short'] as const),
] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

const TITLES = ['Done By', 'Action', 'Module', 'Record Name', 'Old Value', 'New Value'];
const WORDS = [
	...['Ana', 'Ben Ito', 'updated', 'Deals', '', '', '0', 'Weiß', '王芳', '🎉', 'x,y', ',', '"'],
	...['a "b" c', '"a"', 'two\nlines', 'two\r\n\r\nparagraphs', '\nline', 'line\n', ' padded '],
	...['a,b\nc,d', ',\n,', '",\n"', 'He said: "no",\nand left', '"\n'],
];
const TIMES = ['05/21/2026 02:20 PM', '2026-05-21T14:20:30Z', '11/01/2026 01:30 AM', 'never'];
const UNDECODABLE = [
	...[[0xff], [0xc0], [0x80], [0xc3], [0xf5], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf0, 0x9f, 0x8e]],
];

/** A row as it is written, cell by cell. */
type Row = readonly string[];

/** One damage of a kind, in a file that is otherwise good. Undefined where the file has no place for it. */
export function damagedFile(random: Random, kind: DamageKind): Damaged | undefined {
	const width = 2 + random.below(5);
	const lineBreak = random.of(['\n', '\r\n', '\r']);
	const quotes = random.below(3);
	const timeColumn = random.below(width);
	const written = (text: string): string => {
		const mustQuote = /["\r\n,]/.test(text);
		const isQuoted = mustQuote || quotes === 1 || (quotes === 2 && random.below(2) === 0);
		return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
	};
	const titles = TITLES.slice(0, width - 1);
	const header = titles.toSpliced(timeColumn, 0, 'Audited Time').join(',');
	const count = 1 + random.below(random.below(8) === 0 ? 200 : 30);
	const rows: string[][] = [];
	for (let at = 0; at < count; at++) {
		const cells = Array.from({ length: width }, (_, column) => {
			if (column === timeColumn) return random.of(TIMES);
			// A line that looks like a row of this very file. Beside an edge, or of two of them, one would be read.
			const isAtEdge = column === 0 || column === width - 1;
			if (!isAtEdge && random.below(60) === 0) return `x\n${Array(width).fill('y').join(',')}\nz`;
			return random.of(WORDS);
		});
		rows.push(cells.map(written));
	}
	const isEnded = random.below(3) > 0;
	const joined = (lines: readonly string[]): Buffer =>
		Buffer.from([header, ...lines].join(lineBreak) + (isEnded ? lineBreak : ''));
	const lines = rows.map((row) => row.join(','));
	const whole = joined(lines);
	const damaged = damage(random, kind, { rows, lines, joined, whole, header, lineBreak });
	if (!damaged || damaged.equals(whole) || (kind === 'byte' && isUtf8(damaged))) return undefined;
	return { kind, whole, damaged };
}

interface Place {
	readonly rows: readonly Row[];
	readonly lines: readonly string[];
	readonly joined: (lines: readonly string[]) => Buffer;
	readonly whole: Buffer;
	readonly header: string;
	readonly lineBreak: string;
}

function damage(random: Random, kind: DamageKind, place: Place): Buffer | undefined {
	const { rows, lines, joined, whole, header, lineBreak } = place;
	const at = random.below(rows.length);
	const row = rows[at] ?? [];
	const line = lines[at] ?? '';
	// That a whole line is missing cannot be seen.
	const replaced = (...by: string[]): Buffer | undefined =>
		by.includes('') ? undefined : joined(lines.toSpliced(at, 1, ...by));
	const body = Buffer.byteLength(header + lineBreak);
	const cell = random.below(row.length);
	switch (kind) {
		case 'byte': {
			const byte = body + random.below(whole.length - body);
			return spliced(whole, byte, 1, Buffer.from(random.of(UNDECODABLE)));
		}
		case 'cell removed':
			return replaced(row.toSpliced(cell, 1).join(','));
		case 'cell added':
			return replaced(row.toSpliced(cell, 0, random.of(['', 'x', '"x"'])).join(','));
		case 'quote removed': {
			const quotes = [...whole.keys()].filter((byte) => byte >= body && whole[byte] === 0x22);
			return quotes.length === 0 ? undefined : spliced(whole, random.of(quotes), 1);
		}
		case 'quote added': {
			const byte = body + random.below(whole.length + 1 - body);
			return spliced(whole, byte, 0, Buffer.from('"'));
		}
		case 'line cut in two': {
			// A line break in a quoted value is a part of the value.
			const places = outside(line).filter((index) => index > 0);
			if (places.length === 0) return undefined;
			const index = random.of(places);
			return replaced(line.slice(0, index), line.slice(index));
		}
		case 'lines joined':
			if (at + 1 === lines.length) return undefined;
			return joined(lines.toSpliced(at, 2, line + (lines[at + 1] ?? '')));
		case 'line cut short': {
			const last = outside(line).findLast((index) => line[index] === ',') ?? 0;
			return last === 0 ? undefined : replaced(line.slice(0, 1 + random.below(last)));
		}
		case 'file cut short': {
			const last = outside(line).findLast((index) => line[index] === ',') ?? 0;
			if (last === 0) return undefined;
			const kept = [header, ...lines.slice(0, at), line.slice(0, 1 + random.below(last))];
			const text = kept.join(lineBreak);
			// At the end of a line in a value, that line may look like a row.
			return /[\r\n]$/.test(text) ? undefined : Buffer.from(text);
		}
	}
}

/** Where a line is outside of quotes. */
function outside(line: string): number[] {
	const places: number[] = [];
	let isQuoted = false;
	for (let index = 0; index < line.length; index++) {
		if (line[index] === '"') isQuoted = !isQuoted;
		else if (!isQuoted) places.push(index);
	}
	return places;
}

function spliced(bytes: Buffer, at: number, removed: number, added = Buffer.alloc(0)): Buffer {
	return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}
