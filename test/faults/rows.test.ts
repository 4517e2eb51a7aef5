import { type FaultEffect, withBody } from '../zoho/faults';
import { moduleOf } from '../zoho/log/logEntry';
import { fault, type House } from './house';
import type { ServerDoor } from './serverDoor';

/** Downloads an export with another file. */
async function meeting(house: House, file: string | Uint8Array) {
	const id = await house.finished();
	const effect: FaultEffect = { answer: (_, normal) => withBody(normal, Buffer.from(file)) };
	house.zoho.faults.add({ on: 'download', times: Infinity, ...effect });
	return await house.door.downloadExport(id);
}

for (const [what, row] of [
	['few', '2026-09-01T08:00Z,x'],
	['many', '2026-09-01T08:00Z,a,b,c'],
] as const) {
	fault(27, `a row with too ${what} cells is reported by line, never dropped`, async (house) => {
		const text = `Audited Time,Action,Module\n2026-09-01T07:00Z,x,y\n${row}\n`;
		const said = await meeting(house, text);
		expect([said.error, said.total]).toEqual([null, 1]);
		expect(said.notes.join()).toMatch(/One row could not be read.*AuditLog.*line 3 \(a row has/);
		expect(said.manifest).toMatchObject({ rows: 1, rows_refused: 1, complete: false });
	});
}

for (const [csvBadRow, why] of [
	['cells', 'a row has 7 cells where the header has 8'],
	['byte', 'a text is not UTF-8'],
	['quote', 'a quote stands inside a cell that is not quoted'],
] as const) {
	fault(
		65,
		`is reported by file, line and reason, and the others are shown, whatever is asked: ${csvBadRow}`,
		async (house) => {
			const { door, zoho } = house;
			const rows = zoho.log.length - 1;
			const id = await house.finished();
			const downloaded = await door.downloadExport(id);
			expect([downloaded.error, downloaded.total]).toEqual([null, rows]);
			const note = downloaded.notes.find((each) => each.startsWith('One row could not be read'));
			const text = note?.replace(/line \d+/, 'line N');
			expect(text).toBe(
				`One row could not be read and is missing here: AuditLog.csv, line N (${why}).`,
			);
			expect(downloaded.manifest).toMatchObject({ rows, rows_refused: 1, complete: false });
			// The second time from what the server has indexed.
			for (let asked = 0; asked < 2; asked++) {
				const read = await door.getAuditLog();
				expect([read.error, read.total]).toEqual([null, rows]);
				expect(read.notes).toContain(note);
				if (door.name === 'node') continue;
				const { call } = door as ServerDoor;
				const counted = await call('summarize_audit_log', {
					from: '2024-01-01',
					to: 'now',
					group_by: ['user'],
				});
				expect(counted.notes).toContain(note);
				expect(counted.text).toMatch(`"total_matched":${rows}`);
				expect(counted.text).toMatch('"complete":false');
			}
		},
		{ switches: { csvBadRow, csvTimeFormat: 'iso8601' } },
	);
}

fault(
	62,
	'a footer is named in every answer, and nothing is missing for it, whatever is asked',
	async (house) => {
		const { door, zoho } = house;
		const rows = zoho.log.length;
		const downloaded = await door.downloadExport(await house.finished());
		expect([downloaded.error, downloaded.total]).toEqual([null, rows]);
		const note = downloaded.notes.find((each) => each.startsWith('What follows'));
		const text = note?.replace(/line \d+/, 'line N');
		expect(text).toBe(
			`What follows the last row was passed over: AuditLog.csv, line N, "Total: ${rows}" (a footer: it states how many rows there are).`,
		);
		expect(downloaded.manifest).toMatchObject({ rows, rows_refused: 0, complete: true });
		// The second time from what the server has indexed.
		for (let asked = 0; asked < 2; asked++) {
			const read = await door.getAuditLog();
			expect([read.error, read.total]).toEqual([null, rows]);
			expect(read.notes).toContain(note);
			if (door.name === 'node') continue;
			const { call } = door as ServerDoor;
			const args = { from: '2024-01-01', to: 'now', group_by: ['user'] };
			const counted = await call('summarize_audit_log', args);
			expect(counted.notes).toContain(note);
			expect(counted.text).toMatch('"complete":true');
			const none = await call('get_audit_log', {
				from: '2024-01-01',
				to: 'now',
				action: 'exported nothing',
			});
			expect(none.notes.join(' ')).toContain('Total:');
		}
	},
	{ switches: { csvFooter: ['Total: {rows}'], csvLastLineEnd: false, csvTimeFormat: 'iso8601' } },
);

fault(
	62,
	'a footer with another total than the file has rows is a lack, and is reported as one',
	async (house) => {
		const { total, notes, manifest } = await house.door.downloadExport(await house.finished());
		expect(total).toBe(house.zoho.log.length);
		expect(notes.join(' ')).toMatch(
			/ends with "Total: 700", and it has 60\d rows: entries may be missing/,
		);
		expect(manifest).toMatchObject({ complete: false, rows_refused: 0 });
	},
	{ switches: { csvFooter: ['', 'Total: 700'], csvTimeFormat: 'iso8601' } },
);

for (const footer of ['Exported by Jane', 'Marta Quill,upda']) {
	fault(
		20,
		`a last line that may be a part of a row is no footer, and the file is refused: ${footer}`,
		async (house) => {
			const { error } = await house.door.downloadExport(await house.finished());
			expect(error).toMatch(/damaged.*a row has \d cells where the header has 8.*again/s);
		},
		{ switches: { csvFooter: [footer], csvLastLineEnd: false, csvTimeFormat: 'iso8601' } },
	);
}

/** Texts that are alike when they are joined, or look like what stands between cells or numbers an id. */
const FORGED: readonly (readonly [string, string])[] = [
	['Acme Deal', 'Berlin'],
	['Acme', 'Deal Berlin'],
	['Acme Deal Berlin', ''],
	['', 'Acme Deal Berlin'],
	['Acme,Deal', 'Berlin'],
	['Acme', 'Deal,Berlin'],
	['Acme"', '"Berlin'],
	['Acme","Berlin', ''],
	['Acme\n', 'Berlin'],
	['Acme', '\nBerlin'],
	['Acme\u0000', 'Berlin'],
	['Acme', '\u0000Berlin'],
	['account_name', 'record'],
	['Acme-2', 'Berlin'],
	['Acme', '-2Berlin'],
];
fault(
	69,
	'is not possible: texts moved from one column to the next have ids of their own, the same in the next export',
	async (house) => {
		const { door, zoho } = house;
		const at = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
		const [first] = zoho.log;
		const entry = { ...first, audited_time: at, related_record: null, field_history: [] };
		for (const [name, account_name] of FORGED) {
			const record = { id: '1', name, module: moduleOf('Deals') };
			zoho.record({ ...entry, record, account_name });
		}
		// Two that say the same are two entries all the same.
		const twin = { id: '1', name: 'Twin', module: moduleOf('Deals') };
		for (let count = 0; count < 2; count++) zoho.record({ ...entry, record: twin });
		const idsOf = async (): Promise<string[]> => {
			const id = await house.finished();
			const { error, entries } =
				door.name === 'node'
					? await door.downloadExport(id)
					: await (door as ServerDoor).call('get_audit_log', {
							export_id: id,
							detail: 'full',
							limit: 50,
						});
			expect(error).toBeNull();
			return entries.map(({ event_id }) => String(event_id));
		};
		const ids = await idsOf();
		expect(ids).toHaveLength(FORGED.length + 2);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.filter((id) => !/^[0-9a-f]{32}$/.test(id))).toEqual([
			expect.stringMatching(/^[0-9a-f]{32}-2$/),
		]);
		zoho.record({ audited_time: at - 60_000 });
		const again = await idsOf();
		expect(again).toHaveLength(ids.length + 1);
		expect(again).toEqual(expect.arrayContaining(ids));
	},
	{ entries: 0, switches: { csvTimeFormat: 'iso8601' } },
);

fault(
	66,
	'is skipped and reported by name, and all entries are shown',
	async (house) => {
		const { door, zoho } = house;
		const note =
			'The archive AuditLog_001.zip also holds something that is not a file of entries: ._AuditLog_1.csv (metadata of macOS), .DS_Store (metadata of macOS), empty (nothing), logo.png (an image), README.txt (a text).';
		const id = await house.finished();
		const downloaded = await door.downloadExport(id);
		expect([downloaded.error, downloaded.total]).toEqual([null, zoho.log.length]);
		expect(downloaded.notes).toContain(note);
		expect(downloaded.manifest).toMatchObject({ rows: zoho.log.length, complete: true });
		for (let asked = 0; asked < 2; asked++) {
			const read = await door.getAuditLog();
			expect([read.error, read.total]).toEqual([null, zoho.log.length]);
			expect(read.notes).toContain(note);
		}
	},
	{ rowsPerFile: 200, switches: { csvArchive: 'found', csvTimeFormat: 'iso8601' } },
);
