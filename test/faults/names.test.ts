import { getAuditLog } from '../nodes/parameters';
import { staff } from '../zoho/organization/staff';
import { faultInNode } from './house';

jest.setTimeout(150_000);

const fromExport = { ...getAuditLog, returnAll: true, options: { source: 'export' } };

faultInNode(
	77,
	'a name that nobody has is refused with the nearest ones, before an export is made',
	async ({ door, statuses }) => {
		const said = await door.run({ ...fromExport, filters: { users: 'Marta Kuill' } });
		expect(said.error).toMatch(/names user "Marta Kuill" that .* Did you mean "Marta Quill"/);
		expect(statuses('createExport')).toEqual([]);
	},
);

faultInNode(
	77,
	'an action that Zoho is not known to use is refused, and can be asked for all the same',
	async ({ door, zoho }) => {
		zoho.record({ action: 'beamed_up', audited_time: Date.now() - 60_000 });
		const asked = { ...fromExport, filters: { actions: 'beamed' } };
		expect((await door.run(asked)).error).toMatch(/not known to use the action "beamed"/);
		const options = { ...asked.options, continueIfNotFound: true };
		const { error, total, notes } = await door.run({ ...asked, options });
		expect([error, total]).toEqual([null, 1]);
		expect(notes.join()).toMatch(/not known to use the action "beamed"/);
	},
);

faultInNode(
	77,
	'of two people of one name in a file without ids both are found, and neither is left out',
	async ({ door, zoho }) => {
		const { id, full_name: name } = staff.annaOfSales;
		const theirs = zoho.log.filter(({ done_by }) => done_by?.name === name).length;
		const found = await door.run({ ...fromExport, filters: { users: [id] } });
		expect(found.total).toBe(theirs);
		expect(found.notes.join()).toMatch(/More than one user is named Anna Müller/);
		const left = await door.run({ ...fromExport, filters: { excludeUsers: [id] } });
		expect(left.total).toBe(zoho.log.length);
		expect(left.notes.join()).toMatch(/More than one user is named Anna Müller/);
		const both = await door.run({ ...fromExport, filters: { excludeUsers: [name] } });
		expect(both.total).toBe(zoho.log.length - theirs);
	},
	{ entries: 600 },
);
