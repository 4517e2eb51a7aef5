import { DATE_FORMATS, TIME_FORMATS } from '../../shared/dialect/timeFormats';
import { runs } from '../runs';
import { type FaultEffect, withBody } from '../zoho/faults';
import { moduleOf } from '../zoho/log/logEntry';
import type { ZohoSetup } from '../zoho/zoho';
import { asText, type Door } from './door';
import { fault, type House, throughBoth } from './house';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A user of Asia/Kolkata in an organization of Europe/Berlin, who writes 31/12/2026 23:59. */
const PRIYA = '7610000000000004005';
const abroad: ZohoSetup = { entries: 0, switches: { tokenUser: PRIYA } };

/** Half a year ago, at 10:00 in UTC. */
const START = Math.floor(Date.now() / DAY) * DAY - 200 * DAY + 10 * HOUR;

/** Entries in the log, named by their minutes. */
function happen(house: House, instants: readonly number[]): void {
	for (const at of instants) {
		const record = { id: '1', name: `No. ${at / MINUTE}`, module: moduleOf('Accounts') };
		house.zoho.record({ audited_time: at, record });
	}
}

/** What a door shows of an export of this period. */
async function shown(door: Door, from: number, to: number) {
	const [begin, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
	const created = await door.createExport({ from: begin, to: end });
	const id = String(created.entries[0]?.['id'] ?? created.entries[0]?.['export_id']);
	const said = await door.downloadExport(id);
	const { total: times, wrong } = said.entries.reduce<{ total: number; wrong: number }>(
		({ total, wrong: before }, { audited_time, time = audited_time, record }) => {
			const minute = Number(/No\. (\d+)/.exec(asText(record))?.[1]);
			const isWrong = Date.parse(String(time)) !== minute * MINUTE;
			return time === null
				? { total, wrong: before }
				: { total: total + 1, wrong: before + (isWrong ? 1 : 0) };
		},
		{ total: 0, wrong: 0 },
	);
	return { ...said, times, wrong, notes: said.notes.join(' ') };
}

/** A token for each door: ten in ten minutes are fewer than the doors that are opened here. */
function unlimited({ zoho }: House): FaultEffect {
	return {
		answer: (_, normal) => {
			const token = { access_token: zoho.accessToken(), api_domain: zoho.origins.api };
			const body = Buffer.from(
				JSON.stringify({ ...token, expires_in: 3600, token_type: 'Bearer' }),
			);
			return { ...withBody(normal, body), status: 200 };
		},
	};
}

/** The users' lists say another format. */
function declaring(dateFormat: string | null, timeFormat: string | null): FaultEffect {
	return {
		answer: (_, normal) => {
			const list = JSON.parse(Buffer.from(normal.body).toString()) as { users?: object[] };
			const users = list.users?.map((user) => ({
				...user,
				date_format: dateFormat,
				time_format: timeFormat,
			}));
			const body = Buffer.from(JSON.stringify({ ...list, users }));
			const headers = { ...normal.headers, 'content-length': String(body.length) };
			return { ...normal, headers, body };
		},
	};
}

const whole = [MINUTE, 9 * HOUR, 15 * HOUR, DAY - MINUTE].map((after) => START + after);

for (const [zone, csvTimeZone] of [
	['the organization’s zone', 'organization'],
	['UTC', 'utc'],
] as const) {
	fault(
		63,
		`times in ${zone} are read in it, because those of the exporter's would lie outside of what was asked for`,
		async (house) => {
			house.zoho.switches.csvTimeZone = csvTimeZone;
			happen(house, whole);
			const { error, times, wrong, notes } = await shown(house.door, START, START + DAY);
			expect({ error, times, wrong }).toEqual({ error: null, times: whole.length, wrong: 0 });
			expect(notes).not.toMatch(/does not show/);
		},
		abroad,
	);
}
fault(
	63,
	'times in the middle of what was asked for are marked as assumed to be in the exporter’s zone',
	async (house) => {
		happen(house, [START + 10 * HOUR, START + 11 * HOUR]);
		const { error, times, wrong, notes, manifest } = await shown(house.door, START, START + DAY);
		expect({ error, times, wrong }).toEqual({ error: null, times: 2, wrong: 0 });
		expect(notes).toMatch(/read as Asia\/Kolkata, the zone of the user who exported/);
		expect(manifest).toMatchObject({
			exports: [{ times: { evidence: { format: 'proved', zone: 'assumed' } } }],
		});
	},
	abroad,
);
fault(
	63,
	'times in the middle of it are read in the zone that their column’s title names, and marked as assumed',
	async (house) => {
		const { switches } = house.zoho;
		Object.assign(switches, { csvTimeZone: 'utc', csvTimeTitle: '{title} [UTC]' });
		happen(house, [START + 10 * HOUR, START + 11 * HOUR]);
		const { error, times, wrong, notes } = await shown(house.door, START, START + DAY);
		expect({ error, times, wrong }).toEqual({ error: null, times: 2, wrong: 0 });
		expect(notes).toMatch(/do not prove.*read as UTC, which the title of their column names/);
	},
	abroad,
);
fault(
	63,
	'a zone that a title names is not used where times contradict it',
	async (house) => {
		const { switches } = house.zoho;
		Object.assign(switches, { csvTimeZone: 'organization', csvTimeTitle: '{title} (GMT-8)' });
		happen(house, whole);
		const { error, times, wrong, notes } = await shown(house.door, START, START + DAY);
		expect({ error, times, wrong }).toEqual({ error: null, times: whole.length, wrong: 0 });
		expect(notes).not.toMatch(/read as/);
	},
	abroad,
);
fault(
	63,
	'what one file proved of the zone settles it for the next',
	async (house) => {
		house.zoho.switches.csvTimeZone = 'utc';
		const later = START + 5 * DAY;
		happen(house, [...whole, later + 10 * HOUR]);
		await shown(house.door, START, START + DAY);
		// In n8n each execution is on its own.
		if (house.door.name === 'node') return;
		const { times, wrong, notes } = await shown(house.door, later, later + DAY);
		expect({ times, wrong }).toEqual({ times: 1, wrong: 0 });
		expect(notes).not.toMatch(/does not show/);
	},
	abroad,
);
fault(
	63,
	'times in another format than the profile’s are read, and left out when two formats fit them',
	async (house) => {
		house.zoho.switches.csvTimeFormat = 'MM/dd/yyyy HH:mm';
		const year = Date.UTC(new Date(START).getUTCFullYear() - 1, 0, 1);
		const ambiguous = [year + 2 * DAY, year + 34 * DAY];
		happen(house, [...ambiguous, ...whole]);
		const one = await shown(house.door, START, START + DAY);
		expect([one.times, one.wrong]).toEqual([whole.length, 0]);
		// Neither format is the declared one.
		house.zoho.faults.add({ on: 'users', times: Infinity, ...declaring('yyyy-MM-dd', 'HH:mm') });
		await house.door.close();
		const two = await shown(await house.again(), year, year + 100 * DAY);
		expect([two.error, two.times]).toEqual([null, 0]);
		expect(two.notes).toMatch(/No single date format and time zone fit/);
	},
	abroad,
);

const FORMATS = DATE_FORMATS.flatMap((date) => TIME_FORMATS.map((time) => [date, time] as const));
const ZONES = ['user', 'organization', 'utc'] as const;
const DECLARATIONS = ['declared', 'not declared', 'wrongly declared'] as const;
/** An export of a minute more would not be created. */
const LENGTHS = [30 * MINUTE, DAY, 30 * DAY, 180 * DAY - MINUTE];
/**
 * One of so many combinations is tried: all with TEST_RUNS=397. A prime, so that it is another one of each
 * kind, lengths first, because they are the innermost.
 */
const STEP = Math.max(1, Math.round(397 / runs(1)));

throughBoth(
	'of all formats, declarations, zones and periods no time is wrong and called proved',
	async (house) => {
		const combinations = ZONES.flatMap((zone) =>
			FORMATS.flatMap((format, index) =>
				DECLARATIONS.flatMap((declaration) =>
					LENGTHS.map((length) => ({ zone, length, format, index, declaration })),
				),
			),
		).filter((_, index) => index % STEP === 0);
		for (const length of LENGTHS) {
			const step = (length - 2 * MINUTE) / 5;
			const minutes = [0, 1, 2, 3, 4, 5].map((part) => Math.floor((part * step) / MINUTE) * MINUTE);
			happen(
				house,
				minutes.map((after) => START + MINUTE + after),
			);
		}
		let door: Door = house.door;
		const outcome = { right: 0, wrong: 0, wrongAssumed: 0, empty: 0 };
		for (const { zone, length, format, index, declaration } of combinations) {
			const [date, time] = format;
			const other = FORMATS[(index + 31) % FORMATS.length] ?? format;
			const declared = {
				declared: format,
				'not declared': [null, null],
				'wrongly declared': other,
			};
			const [dateFormat, timeFormat] = declared[declaration];
			const { switches, faults } = house.zoho;
			Object.assign(switches, { csvTimeZone: zone, csvTimeFormat: `${date} ${time}` });
			faults.clear();
			faults.add({
				on: 'users',
				times: Infinity,
				...declaring(dateFormat ?? null, timeFormat ?? null),
			});
			faults.add({ on: 'token', times: Infinity, ...unlimited(house) });
			// Names of users, and what was proved of the zone, are remembered.
			await door.close();
			door = await house.again();
			const said = await shown(door, START, START + length);
			const { error, total, times, wrong, notes } = said;
			expect(error).toBeNull();
			outcome.right += times - wrong;
			outcome[notes.includes('read as') ? 'wrongAssumed' : 'wrong'] += wrong;
			outcome.empty += Math.max(0, (total ?? Infinity) - times);
		}
		if (STEP < 397) console.info(combinations.length, outcome);
		expect(outcome).toMatchObject({ wrong: 0, empty: 0 });
	},
	abroad,
);
