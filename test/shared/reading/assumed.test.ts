import { gzipSync } from 'node:zlib';
import { criteriaFor } from '../../../shared/exports/criteria';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { platformGunzip } from '../../../shared/files/gunzip';
import { all, europe } from '../host';
import { csvOf } from './exportOf';
import { ENGLISH } from './headers';

const FROM = Date.parse('2026-09-01T00:00:00Z');
const DAY = 86_400_000;
/** A user of Asia/Kolkata in an organization of Europe/Berlin. */
const PRIYA = '7610000000000004005';

/** An export of that day, by her, with an entry at each of these times of day. */
function exportOf(id: string, ...clocks: readonly string[]): DownloadedExport {
	const row = (clock: string) => ['Priya', 'deleted', 'Deals', id, '', '', '', clock];
	const csv = csvOf([ENGLISH, ...clocks.map((clock) => row(`01/09/2026 ${clock}`))]);
	return {
		id,
		startedAt: new Date(FROM + 2 * DAY).toISOString(),
		createdById: PRIYA,
		criteria: criteriaFor({ window: { from: FROM, to: FROM + DAY } }),
		files: [{ name: 'AuditLog.csv', bytes: gzipSync(csv) }],
	};
}

/** In the middle of the day, where each of the zones fits; and at its ends, where UTC alone does. */
const ASSUMED = exportOf('1', '13:00', '14:30');
const PROVED = exportOf('2', '00:01', '23:59');

/** A session, with the times it reads and how many files it unpacks for them. */
function session() {
	let unpacked = 0;
	const { client, zoho } = europe(
		{ entries: 0, switches: { tokenUser: PRIYA } },
		{
			gunzip: (chunks) => {
				unpacked++;
				return platformGunzip(chunks);
			},
		},
	);
	const read = async (download: DownloadedExport) => {
		const before = unpacked;
		const reading = client.readEntries([download]);
		const times = (await all(reading)).map(({ audited_time }) => audited_time);
		return { times, notes: reading.coverage.notes.join(' '), unpacked: unpacked - before };
	};
	return { client, zoho, read };
}

const IN_KOLKATA = ['2026-09-01T13:00:00+05:30', '2026-09-01T14:30:00+05:30'];

test('what is assumed of a file is found once, and said each time', async () => {
	const { read } = session();
	const first = await read(ASSUMED);
	expect(first.times).toEqual(IN_KOLKATA);
	expect(first.notes).toMatch(/read as Asia\/Kolkata, the zone of the user who exported/);
	// For its rows alone, not for a sample of them as well.
	expect(await read(ASSUMED)).toEqual({ ...first, unpacked: first.unpacked / 2 });
});

test('it is found anew once another file has proved the zone', async () => {
	const { read } = session();
	await read(ASSUMED);
	await read(PROVED);
	const { times, notes } = await read(ASSUMED);
	expect(times).toEqual(['2026-09-01T13:00:00+00:00', '2026-09-01T14:30:00+00:00']);
	expect(notes).not.toMatch(/read as/);
});

test('it is found anew once the user who exported has another zone', async () => {
	const { client, zoho, read } = session();
	expect(await read(ASSUMED)).toMatchObject({ times: IN_KOLKATA });
	zoho.switches.userSettings = { time_zone: 'Asia/Dubai' };
	await client.names.currentUserNow({});
	const { times } = await read(ASSUMED);
	expect(times).toEqual(['2026-09-01T13:00:00+04:00', '2026-09-01T14:30:00+04:00']);
});

test('nothing is assumed of a damaged file that was received whole later', async () => {
	const { read } = session();
	const [file] = PROVED.files;
	const damaged = { name: file?.name ?? '', bytes: (file?.bytes ?? new Uint8Array()).slice(0, 60) };
	await expect(read({ ...PROVED, files: [damaged] })).rejects.toThrow('AuditLog.csv');
	expect(await read(PROVED)).toMatchObject({
		times: ['2026-09-01T00:01:00+00:00', '2026-09-01T23:59:00+00:00'],
	});
});
