import type { AuditLogFilter } from '../../../shared/entries/filter';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { all, europe } from '../host';
import { staff } from '../../zoho/organization/staff';
import type { Switches } from '../../zoho/zoho';

/** Two people of one name. */
const { annaOfSales, annaOfSupport } = staff;
const NAME = annaOfSales.full_name;

async function read(switches: Partial<Switches>, filter: AuditLogFilter) {
	const house = europe({ entries: 0, switches });
	const happen = (user: typeof annaOfSales, times: number): void => {
		for (let count = 0; count < times; count++) {
			house.zoho.record({ done_by: { id: user.id, name: user.full_name } });
		}
	};
	happen(annaOfSales, 5);
	happen(annaOfSupport, 3);
	happen(staff.jonas, 2);
	const { job } = await house.client.createExport({});
	house.time.pass(20_000);
	const finished = finishedOrThrow(await house.client.getExport(job.id));
	const download = await house.client.downloadExport(finished);
	const reading = house.client.readEntries([download], filter);
	const entries = await all(reading);
	const counted = await house.client.countEntries([download], { keys: ['user'] }, filter);
	const groups = counted.entries.groups().map(({ key, count }) => [key.user, count]);
	return { entries, groups, notes: [reading.coverage.notes, counted.coverage.notes].map(String) };
}

test('the name is the same: an export names users only, so both are counted together, and it says so', async () => {
	const { entries, groups, notes } = await read({}, { users: [NAME] });
	expect(entries).toHaveLength(8);
	expect(entries.every(({ done_by }) => done_by?.id === null)).toBe(true);
	expect(groups).toEqual([[NAME, 8]]);
	expect(notes[0]).toMatch(
		/More than one user is named Anna Müller, and an export names users only/,
	);
	expect(notes[1]).toMatch(/they are counted together/);
});

test('nobody is told of two people where none of them did anything', async () => {
	const { groups, notes } = await read({}, { users: [staff.jonas.full_name] });
	expect(groups).toEqual([[staff.jonas.full_name, 2]]);
	expect(notes.join(' ')).not.toContain(NAME);
});

test('with ids in the file they are counted apart, and both are meant by the name', async () => {
	const ids: Partial<Switches> = { csvColumns: 'guessed' };
	const both = await read(ids, { users: [NAME] });
	expect(both.entries).toHaveLength(8);
	expect(both.groups).toEqual([
		[`${NAME} (${annaOfSales.id})`, 5],
		[`${NAME} (${annaOfSupport.id})`, 3],
	]);
	expect(both.notes[0]).toMatch(/entries of each of them are included. Give the id of one/);
	const one = await read(ids, { users: [annaOfSupport.id] });
	expect(one.groups).toEqual([[`${NAME} (${annaOfSupport.id})`, 3]]);
	expect(one.notes.join(' ')).not.toMatch(/More than one user/);
});
