// cspell:ignore priya
import { criteriaFor } from '../../../shared/exports/criteria';
import type { Transport } from '../../../shared/http/transport';
import { createZoho } from '../../zoho/zoho';
import { all, europe, fakeTime, transportTo } from '../host';
import { csvOf } from './exportOf';
import { ENGLISH } from './headers';

const FROM = Date.parse('2026-09-01T00:00:00Z');
const DAY = 86_400_000;
/** A user of Asia/Kolkata in an organization of Europe/Berlin. */
const PRIYA = '7610000000000004005';
const LINK = 'https://download.zoho.eu/v2/crm/20001/auditlog/1/AuditLog';

/** A client of one export of that day, of a file with an entry at each of these times of day, and so on. */
function exportOf(...files: readonly (readonly string[])[]) {
	const time = fakeTime();
	const zoho = createZoho({ now: time.now, entries: 0, switches: { tokenUser: PRIYA } });
	const links = files.map((_, index) => `${LINK}_${index}.csv`);
	const job = {
		...{ id: '1', status: 'finished', download_links: links, created_by: { id: PRIYA, name: 'P' } },
		job_start_time: new Date(FROM + 2 * DAY).toISOString(),
		job_end_time: new Date(FROM + 2 * DAY).toISOString(),
		criteria: criteriaFor({ window: { from: FROM, to: FROM + DAY } }),
	};
	const row = (clock: string) => [
		'Priya',
		'deleted',
		'Deals',
		'1',
		'',
		'',
		'',
		`01/09/2026 ${clock}`,
	];
	const send = transportTo(zoho);
	const transport: Transport = async (request) => {
		const clocks = files[links.indexOf(request.url)];
		const isList = request.url.includes('/settings/audit_log_export');
		if (!clocks && !isList) return await send(request);
		const text = clocks
			? csvOf([ENGLISH, ...clocks.map(row)])
			: JSON.stringify({ audit_log_export: [job] });
		const body = Buffer.from(text);
		return { status: 200, headers: { 'content-length': `${body.length}` }, body };
	};
	const { client } = europe({}, { transport, now: time.now, ticks: time.now });
	return async (index: number) => {
		const reading = client.readEntries([await client.downloadLink(links[index] ?? '')]);
		const times = (await all(reading)).map(({ audited_time }) => audited_time);
		return { times, notes: reading.coverage.notes.join(' ') };
	};
}

const MIDDLE = ['13:00', '14:30'];
/** At the ends of the day, where UTC alone fits. */
const ENDS = ['00:01', '23:59'];
const IN_UTC = ['2026-09-01T00:01:00+00:00', '2026-09-01T23:59:00+00:00'];

test.each([
	['rows in the middle of what was asked for', MIDDLE],
	['a header alone', []],
])('what a file does not show is not taken for the others of its export: %s', async (_, first) => {
	const read = exportOf(first, ENDS);
	await read(0);
	const { times, notes } = await read(1);
	expect(times).toEqual(IN_UTC);
	expect(notes).not.toMatch(/read as/);
});

test('the only file of an export is all of it', async () => {
	const read = exportOf(MIDDLE);
	expect(await read(0)).toEqual(await read(0));
});
