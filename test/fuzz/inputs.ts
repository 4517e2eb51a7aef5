import AdmZip from 'adm-zip';
import { gzipSync } from 'node:zlib';
import type { Random } from '../bench/random';
import { zipFile } from '../oracles/zipFile';

const WORDS = [
	...[
		'Ana',
		'updated',
		'Deals',
		'',
		'',
		'0',
		'Weiß',
		'王芳',
		'🎉',
		'a "b" c',
		'x,y',
		'x;y',
		'x\ty',
	],
	...['two\nlines', 'two\r\nlines', 'end\r', '"', ' ', ' padded ', 'null', '__proto__', '=1+1'],
	...[
		'05/21/2026 12:49 PM',
		'2026-05-21T12:49:00+02:00',
		'13/13/2026 99:99 XM',
		'\u0000',
		'\ufeff',
	],
];
const COLUMN_NAMES = [
	'Done By',
	'Action',
	'Module',
	'Record Name',
	'Audited Time',
	'',
	'__proto__',
	'X',
	'X',
];
const LINE_BREAKS = ['\n', '\r\n', '\r'];
/** Characters that matter to a CSV or ZIP reader. */
const FRAGMENTS = [
	...['"', '""', '"""', ',', ';', '\t', '\n', '\r', '\r\n', '\n\n', '","', '"\n"', '\ufeff'].map(
		Buffer.from,
	),
	...[[0xff], [0xfe], [0xc3], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff, 0xfe], [0]].map(
		(bytes) => Buffer.from(bytes),
	),
	...['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', '\x1f\x8b\x08'].map(
		(text) => Buffer.from(text, 'latin1'),
	),
];
const NUMBERS = [
	0, 1, 7, 8, 20, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** A plausible export file, damaged up to six times, often not at all. */
export function input(random: Random): Uint8Array {
	let bytes = random.below(3) === 0 ? zip(random) : csv(random);
	if (random.below(20) === 0) bytes = gzipSync(bytes);
	for (let left = random.below(7) - 1; left > 0; left--) bytes = damaged(bytes, random);
	return bytes;
}

function csv(random: Random): Buffer {
	const delimiter = random.of([',', ',', ';', '\t']);
	const width = 1 + random.below(8);
	const lineBreak = random.of(LINE_BREAKS);
	const isMixed = random.below(5) === 0;
	const style = random.below(3);
	const cell = (text: string): string => {
		const mustQuote = /["\r\n,;\t]/.test(text);
		const isQuoted = mustQuote || style === 1 || (style === 2 && random.below(2) === 0);
		return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
	};
	let text = '';
	const rows = random.below(random.below(10) === 0 ? 600 : 12);
	for (let row = 0; row <= rows; row++) {
		const cells = Array.from({ length: width }, (_, column) =>
			cell(row > 0 ? random.of(WORDS) : column === 0 ? 'Audited Time' : random.of(COLUMN_NAMES)),
		);
		text += cells.join(delimiter) + (isMixed ? random.of(LINE_BREAKS) : lineBreak);
		if (random.below(40) === 0) text += lineBreak;
	}
	if (random.below(3) === 0) text = text.slice(0, -lineBreak.length);
	const encoding = random.below(12);
	if (encoding === 0) return Buffer.from(`\ufeff${text}`, 'utf16le');
	if (encoding === 1) return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
	return Buffer.from((encoding === 2 ? '\ufeff' : '') + text);
}

function zip(random: Random): Uint8Array {
	const contents = Array.from({ length: 1 + random.below(4) }, () => csv(random));
	if (random.below(2) === 0) {
		const archive = new AdmZip();
		contents.forEach((content, index) => archive.addFile(`AuditLog_${index + 1}.csv`, content));
		if (random.below(4) === 0) archive.addZipComment('made by hand');
		return archive.toBuffer();
	}
	return zipFile({
		members: contents.map((content, index) => ({
			name: `AuditLog_${index + 1}.csv`,
			content,
			isStored: random.below(3) === 0,
			hasDescriptor: random.below(3) === 0,
			isZip64: random.below(4) === 0,
			extra: random.below(4) === 0 ? Buffer.from([0x55, 0x54, 1, 0, 0]) : Buffer.alloc(0),
			localExtra: random.below(4) === 0 ? Buffer.from([0x55, 0x54, 1, 0, 0]) : Buffer.alloc(0),
		})),
		comment: random.of(['', '', 'PK', 'a comment']),
	});
}

function damaged(bytes: Uint8Array, random: Random): Uint8Array {
	const at = random.below(bytes.length + 1);
	const before = bytes.subarray(0, at);
	const after = bytes.subarray(at);
	switch (random.below(8)) {
		case 0:
			return before;
		case 1:
			return Buffer.concat([before, after.subarray(1 + random.below(8))]);
		case 2:
			return Buffer.concat([before, random.of(FRAGMENTS), after]);
		case 3:
			return Buffer.concat([before, random.of(FRAGMENTS), after.subarray(1)]);
		case 4:
			return Buffer.concat([before, Buffer.from([random.below(256)]), after.subarray(1)]);
		case 5: {
			const repeated = bytes.subarray(at, at + 1 + random.below(60));
			return Buffer.concat([
				before,
				...Array<Uint8Array>(1 + random.below(5)).fill(repeated),
				after,
			]);
		}
		case 6:
			return withNumber(bytes, random);
		default:
			return Buffer.concat([after, before]);
	}
}

/** Changes a number in a ZIP header, usually after a signature. */
function withNumber(bytes: Uint8Array, random: Random): Uint8Array {
	const copy = Buffer.from(bytes);
	const signatures: number[] = [];
	for (let at = copy.indexOf('PK'); at >= 0; at = copy.indexOf('PK', at + 1)) signatures.push(at);
	if (signatures.length === 0) return copy;
	const at = random.of(signatures) + 4 + random.below(44);
	const number = random.below(3) === 0 ? random.below(200) : random.of(NUMBERS);
	if (at + 4 > copy.length) return copy;
	if (random.below(2) === 0) copy.writeUInt16LE(number & 0xffff, at);
	else copy.writeUInt32LE(number, at);
	return copy;
}
