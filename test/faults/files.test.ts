import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import AdmZip from 'adm-zip';
import { type Fault, type FaultEffect, truncatedBody, withBody } from '../zoho/faults';
import type { SocketFault } from '../zoho/answers';
import type { ZohoAnswer, ZohoSetup } from '../zoho/zoho';
import { fault, type House, MONTHS_AGO } from './house';
import { archiveOf } from './largeArchive';

const zipped: ZohoSetup = { rowsPerFile: 200 };

/** Downloads an export with this effect on its file, `times` times. */
async function meeting(house: House, mishap: FaultEffect, times = Infinity) {
	const id = await house.finished();
	house.zoho.faults.add({ on: 'download', times, ...mishap });
	return await house.door.downloadExport(id);
}

const body = (change: (bytes: Buffer, answer: ZohoAnswer) => Uint8Array): FaultEffect => ({
	answer: (_, normal) => withBody(normal, change(Buffer.from(normal.body), normal)),
});
const encoded = (encoding: string, pack: (bytes: Uint8Array) => Uint8Array): FaultEffect => ({
	answer: (_, normal) => {
		const answer = withBody(normal, pack(normal.body));
		return { ...answer, headers: { ...answer.headers, 'content-encoding': encoding } };
	},
});
const socket = (what: SocketFault): FaultEffect => ({ socket: what });
const csv = (text: string): FaultEffect => body(() => Buffer.from(text));

/** The whole file is refused, and no entry is returned. */
async function refused(house: House, mishap: FaultEffect, sentence: RegExp): Promise<void> {
	const { error, entries, text } = await meeting(house, mishap);
	expect(error).toMatch(sentence);
	expect(entries).toEqual([]);
	expect(text).not.toMatch(/TypeError|1000\.[0-9a-f]{32}/);
}

/** Every entry arrives despite the fault. */
async function whole(house: House, mishap: FaultEffect, times = Infinity): Promise<void> {
	const { error, total, manifest } = await meeting(house, mishap, times);
	expect([error, total]).toEqual([null, house.zoho.log.length]);
	expect(manifest).toMatchObject({ rows: total, complete: true });
}

fault(20, 'in a quoted value or a row it is refused, with its position', async (house) => {
	await refused(
		house,
		body((bytes) => bytes.subarray(0, bytes.lastIndexOf(',') - 1)),
		/line \d+|cells|ends/,
	);
});
fault(20, 'is requested again when the connection breaks, and then complete', async (house) => {
	await whole(house, socket({ cutAfter: 5_000 }), 1);
});
fault(21, 'is incomplete: it is requested again, and reported when it stays so', async (house) => {
	await whole(house, socket({ cutAfter: 9_000 }), 2);
	house.zoho.faults.clear();
	await refused(house, socket({ declaredLength: 900_000 }), /complete|cut off|broke off|reached/);
});

const damages: readonly (readonly [string, FaultEffect, RegExp])[] = [
	['truncated', truncatedBody(700), /AuditLog_001\.zip/],
	['without its directory', body((it) => it.subarray(0, it.length - 22)), /AuditLog_001\.zip/],
	[
		'with a wrong checksum',
		body((it) => {
			const central = it.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
			it.writeUInt32LE((it.readUInt32LE(central + 16) ^ 1) >>> 0, central + 16);
			return it;
		}),
		/AuditLog_3\.csv|checksum/,
	],
];
for (const [what, mishap, sentence] of damages) {
	fault(
		22,
		`is refused with the name of the file: ${what}`,
		async (house) => {
			await refused(house, mishap, sentence);
		},
		zipped,
	);
}
fault(
	22,
	'has the same rows when its members are in another order',
	async (house) => {
		await whole(
			house,
			body((bytes) => {
				const turned = new AdmZip();
				const members = new AdmZip(bytes).getEntries().reverse();
				for (const [index, it] of members.entries()) turned.addFile(`${index}.csv`, it.getData());
				return turned.toBuffer();
			}),
		);
	},
	zipped,
);

fault(
	23,
	'the rest is requested under the ETag, and joined to the byte',
	async (house) => {
		const ranges: (string | undefined)[] = [];
		const id = await house.finished();
		house.zoho.faults.add({
			on: ({ url, headers }) => url.includes('/auditlog/') && ranges.push(headers['range']) === 1,
			times: Infinity,
			socket: { cutAfter: 12_000 },
		});
		const { error, total } = await house.door.downloadExport(id);
		expect([error, total]).toEqual([null, house.zoho.log.length]);
		expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
		expect(house.statuses('download')).toEqual([200, 206]);
	},
	{ switches: { acceptRanges: true } },
);
fault(
	23,
	'another version of it is downloaded completely, never joined',
	async (house) => {
		const id = await house.finished();
		house.zoho.faults.add({ on: 'download', socket: { cutAfter: 12_000 } });
		house.zoho.faults.add({
			on: ({ url, headers }) => {
				// The file changes between the two requests.
				if (url.includes('/auditlog/') && headers['range'])
					house.zoho.switches.csvOrder = 'oldest_first';
				return false;
			},
		});
		const { error, total } = await house.door.downloadExport(id);
		expect([error, total]).toEqual([null, house.zoho.log.length]);
		expect(house.statuses('download')).toEqual([200, 200]);
	},
	{ switches: { acceptRanges: true } },
);

const wrongParts: readonly (readonly [string, FaultEffect])[] = [
	[
		'416',
		{ refuse: () => ({ status: 416, headers: { 'content-length': '0' }, body: new Uint8Array() }) },
	],
	[
		'another range',
		{
			answer: (_, normal) => ({
				...normal,
				headers: { ...normal.headers, 'content-range': 'bytes 0-9/10' },
			}),
		},
	],
];
for (const [what, mishap] of wrongParts) {
	fault(
		24,
		`the file is fetched again from its start: ${what}`,
		async (house) => {
			const id = await house.finished();
			const faults: Fault[] = [
				{ on: 'download', socket: { cutAfter: 12_000 } },
				{ on: 'download', ...mishap },
			];
			house.zoho.faults.add(...faults);
			const { error, total } = await house.door.downloadExport(id);
			expect([error, total]).toEqual([null, house.zoho.log.length]);
			expect(house.statuses('download')).toHaveLength(3);
		},
		{ switches: { acceptRanges: true } },
	);
}

const packings: readonly (readonly [string, FaultEffect])[] = [
	['gzip', encoded('gzip', gzipSync)],
	['br', encoded('br', brotliCompressSync)],
	['deflate', encoded('deflate', deflateSync)],
	['gzip, twice', encoded('gzip', (it) => gzipSync(gzipSync(it)))],
];
for (const [what, mishap] of packings) {
	fault(25, `the rows are the same: ${what}`, async (house) => await whole(house, mishap));
}
fault(25, 'the first bytes decide the format', async (house) => {
	await whole(
		house,
		body((bytes) => {
			const archive = new AdmZip();
			archive.addFile('AuditLog.csv', bytes);
			return archive.toBuffer();
		}),
	);
});

for (const switches of [
	{ csvEncoding: 'utf-8-bom' },
	{ csvEncoding: 'utf-16le' },
	{ csvLineEnd: '\n' },
	{ csvLineEnd: '\r' },
] as const) {
	fault(
		26,
		`the entries are the same: ${JSON.stringify(switches)}`,
		async (house) => await whole(house, {}, 1),
		{ switches },
	);
}
fault(26, 'the last row needs no line ending, and line endings may be mixed', async (house) => {
	const { error, total } = await meeting(
		house,
		csv('Audited Time,Action\r\n2026-09-01T08:00Z,a\n2026-09-01T08:01Z,b\r2026-09-01T08:02Z,c'),
	);
	expect([error, total]).toEqual([null, 3]);
});

for (const csvDelimiter of [';', '\t'] as const) {
	fault(
		27,
		`every value is complete, separated by ${JSON.stringify(csvDelimiter)}`,
		async (house) => await whole(house, {}, 1),
		{ switches: { csvDelimiter } },
	);
}
fault(27, 'line breaks and quotes belong to the value; empty lines are skipped', async (house) => {
	const said = await meeting(
		house,
		csv('Audited Time,Record Name\r\n\r\n2026-09-01T08:00Z,"one\r\ntwo ""three"""\r\n\r\n'),
	);
	expect([said.error, said.total]).toEqual([null, 1]);
	expect(JSON.stringify(said.entries)).toMatch(/one(\\r\\n| )two \\"three\\"/);
});
fault(28, 'another order or case and a new column change nothing', async (house) => {
	const said = await meeting(
		house,
		csv('ACTION,Mood,audited_time\nadded,good,2026-09-01T08:00Z\n'),
	);
	expect([said.error, said.total]).toEqual([null, 1]);
	expect(JSON.stringify(said.entries)).toContain('added');
});
fault(28, 'without a time it is refused, and the header is shown', async (house) => {
	await refused(house, csv('Hecho por,Acción\na,b\n'), /Its header is: Hecho por, Acción/);
});

fault(29, 'they are columns like any other', async (house) => {
	const said = await meeting(
		house,
		csv('Time,__proto__,constructor,,toString\n2026-09-01T08:00Z,a,b,c,d\n'),
	);
	expect([said.error, said.total]).toEqual([null, 1]);
	expect(({} as Record<string, unknown>)['a']).toBeUndefined();
	expect(Object.prototype).not.toHaveProperty('polluted');
});

fault(39, 'time out after half a minute without a byte', async (house) => {
	const { door, zoho } = house;
	zoho.faults.add({ on: 'listExports', times: Infinity, socket: { hang: true } });
	const { error } = await door.listExports();
	// n8n has its own words for a connection that it ends.
	expect(error).toMatch(/did not answer (completely|in time)|not complete within|reached|aborted/);
});
fault(39, 'are requested again, and the answer is complete', async (house) => {
	await whole(house, socket({ bytesPerSecond: 0.5 }), 1);
});

fault(
	40,
	'is abandoned at the size limit, and memory stays flat',
	async (house) => {
		const { door, zoho } = house;
		// A list is read up to 32 MiB: what follows is never requested.
		const block = Buffer.alloc(40 * 1024 * 1024, ' ');
		zoho.faults.add({
			on: 'listExports',
			answer: (_, normal) => ({ ...withBody(normal, block), status: 200 }),
		});
		const { error } = await door.listExports();
		expect(error).toMatch(/larger than 33554432 bytes/);
	},
	{ ownProcess: true },
);

fault(45, 'a full last file is not reported', async (house) => {
	const file = archiveOf([100_000, 100_000]);
	const id = await house.finished();
	house.zoho.faults.add({ on: 'download', ...body(() => file) });
	const said = await house.door.downloadExport(id);
	expect([said.error, said.total]).toEqual([null, 200_000]);
	expect(said.manifest).toMatchObject({ at_cap: false, complete: true, rows: 200_000 });
});
fault(
	45,
	'an export that reaches the limit is reported when read alone, and split in half for a period',
	async (house) => {
		const { door, zoho, statuses } = house;
		const file = archiveOf(Array.from({ length: 10 }, () => 100_000));
		zoho.faults.add({ on: 'download', ...body(() => file) });
		const { error, total, manifest } = await door.getAuditLog({ from: MONTHS_AGO });
		expect(error).toBeNull();
		expect(statuses('createExport')).toHaveLength(3);
		const truth = zoho.log.filter((it) => it.audited_time >= Date.parse(MONTHS_AGO));
		expect(total).toBe(truth.length);
		if (manifest) expect(manifest).toMatchObject({ at_cap: false, complete: true });
	},
);
