import { type FaultEffect, withBody } from '../zoho/faults';
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
	66,
	'is skipped and reported by name, and all entries are shown',
	async (house) => {
		const { door, zoho } = house;
		const note =
			'The archive AuditLog_001.zip also holds what is no file of entries: ._AuditLog_1.csv (metadata of macOS), .DS_Store (metadata of macOS), empty (nothing), logo.png (an image), README.txt (a text).';
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
