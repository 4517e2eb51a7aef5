import { CrmModules } from '../../../shared/org/modules';
import { CrmUsers } from '../../../shared/org/users';
import type { DeletedRecord } from '../../../shared/recycleBin/deletedRecord';
import { meantRecords } from '../../../shared/recycleBin/meantRecords';
import { matchingNotes } from '../../../shared/recycleBin/notes';

const names = { users: new CrmUsers([]), modules: new CrmModules([]) };
const ANNA = { id: '1', name: 'Anna' };
const one = (more: Partial<DeletedRecord> = {}): DeletedRecord => ({
	record: { id: '100', name: 'Acme' },
	...{ module: 'Deals', deletedBy: ANNA, deletedAt: 0, origin: 'bin', isInBin: true },
	...{ inBinSince: 0, eventId: null, match: 'no_entry' },
	...more,
});

test.each([
	[{ users: ['Anna'] }, one({ deletedBy: null })],
	[{ modules: ['Deals'] }, one({ module: null })],
	[{ record: 'acme' }, one({ record: { id: '100', name: null } })],
	[{ users: ['Anna'], modules: ['Deals'] }, one({ deletedBy: null })],
])('what Zoho does not say does not make a record another: %j', (filter, record) => {
	const { found, undecided } = meantRecords([record, one()], 'in_bin', filter, names);
	expect([found, undecided]).toEqual([[one()], 1]);
	const notes = matchingNotes(found, undecided, null, 0).join('\n');
	expect(notes).toMatch(
		/^1 more may match: Zoho does not give the user, the module or the record name of it/m,
	);
});

test('what is known to be another is none of them', () => {
	const others = [
		one({ deletedBy: null, module: 'Leads' }),
		one({ deletedBy: { id: '2', name: 'Ben' } }),
		one({ deletedBy: null, origin: 'log' }),
	];
	const filter = { users: ['Anna'], modules: ['Deals'] };
	expect(meantRecords(others, 'in_bin', filter, names)).toEqual({ found: [], undecided: 0 });
	expect(meantRecords(others, 'all', {}, names).undecided).toBe(0);
});

test('an id that is asked for is found without a name', () => {
	const record = one({ record: { id: '100', name: null } });
	expect(meantRecords([record], 'all', { record: '100' }, names).found).toEqual([record]);
});
