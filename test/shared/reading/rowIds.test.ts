import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { zipFile } from '../../oracles/zipFile';
import { runs } from '../../runs';
import { entriesOf as read, HEADER } from './entriesOf';

const texts = fc.string({
	unit: fc.constantFrom('a', 'b', '"', ',', '\n', 'ä', '王'),
	maxLength: 9,
});
const rows = fc.array(fc.tuple(texts, texts, texts), { minLength: 1, maxLength: 30 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const plain = (text: string): string => (/["\n,]/.test(text) ? quoted(text) : text);
const idsOf = (entries: readonly AuditLogEntry[]): string[] =>
	entries.map(({ event_id }) => event_id);

test('event ids do not depend on quotes, columns, line ends, packing or the format of times', async () => {
	await fc.assert(
		fc.asyncProperty(rows, async (all) => {
			const header = ['Record Name', 'Done By', 'Action', 'Audited Time', 'Extra'];
			const line = (cells: string[], by = plain): string => cells.map(by).join(',');
			const cellsOf = ([record, user, extra]: [string, string, string], time: string): string[] => [
				record,
				user,
				'updated',
				time,
				extra,
			];
			const usual = [header, ...all.map((row) => cellsOf(row, '05/21/2026 12:49 PM'))];
			const other = [header, ...all.map((row) => cellsOf(row, '2026-05-21T16:49:00Z'))];
			const expected = idsOf(await read([usual.map((row) => line(row)).join('\n')]));
			expect(new Set(expected).size).toBe(all.length);
			const again = usual.map((row) => line(row, quoted)).join('\r\n');
			const widened = usual
				.map((row, at) => line([...row, at === 0 ? 'New column' : '']))
				.join('\n');
			const turned = other.map((row) => line([...row].reverse())).join('\r');
			const renamed = turned.replace('Done By', 'performed_by').replace('Action', ' EVENT ');
			const packed = zipFile({ members: [{ name: 'a.csv', content: Buffer.from(again) }] });
			for (const file of [again, widened, turned, renamed, gzipSync(again), packed]) {
				expect(idsOf(await read([file]))).toEqual(expected);
			}
			const [first = '', ...rest] = usual.map((row) => line(row));
			const half = Math.floor(rest.length / 2);
			const parts = [rest.slice(0, half), rest.slice(half)].map((part) =>
				[first, ...part].join('\n'),
			);
			expect(idsOf(await read(parts))).toEqual(expected);
		}),
		{ numRuns: runs(30) },
	);
}, 30_000);

test('event ids are numbered where rows say the same, through all files of a reading', async () => {
	const text = `${HEADER}\n${'Ana,updated,Deals,x,05/21/2026 1:00 PM\n'.repeat(3)}`;
	const ids = idsOf(await read([text, text]));
	const [id = ''] = ids;
	expect(ids).toEqual([id, `${id}-2`, `${id}-3`, `${id}-4`, `${id}-5`, `${id}-6`]);
});

test('event ids differ when a text moves to another column, or a part of it to its neighbour', async () => {
	const time = '05/21/2026 1:00 PM';
	const lines = [
		`ab,c,,,${time}`,
		`a,bc,,,${time}`,
		`,abc,,,${time}`,
		`abc,,,,${time}`,
		`,,abc,,${time}`,
	];
	const ids = idsOf(await read([[HEADER, ...lines].join('\n')]));
	expect(new Set(ids.map((id) => id.slice(0, 32))).size).toBe(lines.length);
});

// The sums of lanes that ids were once made of gave these two rows one id; finding them took 0.04 s.
test('event ids differ for rows that were made to share one', async () => {
	const header = 'Audited Time,Old Value,New Value';
	const time = '05/21/2026 1:00 PM';
	const rows = [
		`${time},lnjcjgbodnbnccog,mkpbmbnKmdmoafab`,
		`${time},lnjcjgbodnbnccoG,mkpbmbnKmdmoafaB`,
	];
	const [first, second] = idsOf(await read([[header, ...rows].join('\n')]));
	expect(second?.slice(0, 32)).not.toBe(first);
});

test('event ids can be computed by anybody, as rowIdentity.ts says', async () => {
	const column = (byte: number): Buffer => Buffer.from([byte]);
	const other = (name: string): Buffer =>
		Buffer.concat([column(255), createHash('blake2s256').update(name).digest().subarray(0, 16)]);
	const size = (length: number): Buffer => {
		if (length < 255) return Buffer.from([length]);
		const bytes = Buffer.from([255, 0, 0, 0, 0]);
		bytes.writeUInt32LE(length, 1);
		return bytes;
	};
	const instant = Buffer.alloc(9);
	instant.writeBigInt64LE(BigInt(Date.parse('2026-05-21T16:49:00Z')), 1);
	const expectedId = (cells: readonly (readonly [Buffer, string])[]): string => {
		const hash = createHash('blake2s256').update('row1');
		for (const [label, text] of cells) {
			if (label.length === 9) hash.update(label);
			else if (text)
				hash
					.update(label)
					.update(size(Buffer.byteLength(text)))
					.update(text);
		}
		return hash.digest('hex').slice(0, 32);
	};
	const cell = fc.oneof(texts, fc.string({ unit: 'grapheme', minLength: 240, maxLength: 270 }));
	const time = fc.constantFrom('05/21/2026 12:49 PM', 'soon');
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell, time), { minLength: 1 }), async (all) => {
			const header = 'Record Name,Audited Time,Pipeline,Pipeline';
			const lines = all.map(([record, first, second, at]) =>
				[record, at, first, second].map(quoted).join(','),
			);
			const ids = idsOf(await read([[header, ...lines].join('\n')]));
			const expected = all.map(([record, first, second, at]) =>
				expectedId([
					[at === 'soon' ? column(1) : instant, at],
					[other('pipeline'), first],
					[other('pipeline (2)'), second],
					[column(7), record],
				]),
			);
			expect(ids.map((id) => id.slice(0, 32))).toEqual(expected);
		}),
		{ numRuns: runs(30) },
	);
}, 30_000);

test('event ids change with every text that changes or moves to another cell', async () => {
	const names = [
		'Record Name',
		'Done By',
		'Related Name',
		'Old Value',
		'New Value',
		'Extra',
		'Extra',
	];
	const line = (cells: readonly string[]): string =>
		['05/21/2026 12:49 PM', ...cells].map(quoted).join(',');
	const row = fc.array(texts, { minLength: names.length, maxLength: names.length });
	const place = fc.nat(names.length - 1);
	await fc.assert(
		fc.asyncProperty(row, place, place, fc.nat(9), async (cells, from, to, length) => {
			const moved = [...cells];
			const text = cells[from] ?? '';
			moved[from] = text.slice(length);
			moved[to] = `${moved[to]}${text.slice(0, length)}`;
			const file = [['Audited Time', ...names].join(','), line(cells), line(moved)].join('\n');
			const [before, after] = idsOf(await read([file]));
			expect(after === `${before}-2`).toBe(line(moved) === line(cells));
			expect(after?.slice(0, 32) === before).toBe(line(moved) === line(cells));
		}),
		{ numRuns: runs(150) },
	);
}, 30_000);

test('event ids keep their form, which stored ids depend on', async () => {
	const [entry] = await read([`${HEADER}\nAna,updated,Deals,"a ""b"" ä",05/21/2026 1:00 PM\n`]);
	expect(entry?.event_id).toMatchInlineSnapshot(`"9ecb13e8bd95fbed9a4a7060667deb1a"`);
});
