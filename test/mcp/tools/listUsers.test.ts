import { staff } from '../../zoho/organization/staff';
import { type Session, session } from '../session';

let it: Session;
let undo = (): void => undefined;
afterEach(async () => {
	undo();
	undo = () => undefined;
	await it.close();
});

type Person = {
	name: string;
	id: string;
	email?: string;
	status: string;
	profile?: string;
	role?: string;
	entries: number | null;
	last_entry: string | null;
};

async function people(
	args: object = {},
): Promise<{ users: Person[]; notes: string; total: number }> {
	const { result, isError, text } = await it.call('list_users', { ...args });
	if (isError) throw new Error(text);
	const { users, notes, total_matched } = result as unknown as {
		users: Person[];
		notes: string[];
		total_matched: number;
	};
	return { users, notes: notes.join('\n'), total: total_matched };
}

/** Entries of each name in a period, counted in the emulator's own log; names that several have are left out. */
function counted(from: string, to: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { done_by, audited_time } of it.zoho.log) {
		if (!done_by || audited_time < Date.parse(from) || audited_time >= Date.parse(to)) continue;
		counts.set(done_by.name, (counts.get(done_by.name) ?? 0) + 1);
	}
	return counts;
}

const SEPTEMBER = ['2026-09-01T00:00:00+02:00', '2026-10-01T00:00:00+02:00'] as const;

test('everybody is listed as Zoho has them, with their own entries of the period', async () => {
	it = await session();
	const { users, total } = await people({ from: '2026-09' });
	expect(total).toBe(it.zoho.users.length);
	const counts = counted(...SEPTEMBER);
	for (const user of it.zoho.users) {
		const found = users.find(({ id }) => id === user.id);
		expect(found).toMatchObject({
			name: user.full_name,
			email: user.email,
			status: user.status,
			profile: user.profile.name,
			role: user.role.name,
		});
		const isShared = it.zoho.users.filter((it) => it.full_name === user.full_name).length > 1;
		if (!isShared)
			expect([user.full_name, found?.entries]).toEqual([
				user.full_name,
				counts.get(user.full_name) ?? 0,
			]);
	}
});

test('who did nothing is nobody with an entry, and nobody whose entries may be those of a namesake', async () => {
	it = await session();
	const { users } = await people({ from: '2026-09-06', without_entries: true });
	const counts = counted('2026-09-06T00:00:00+02:00', '2026-09-07T00:00:00+02:00');
	const idle = it.zoho.users.filter(({ full_name: name }) => !counts.has(name));
	expect(users.map(({ id }) => id).sort()).toEqual(idle.map(({ id }) => id).sort());
	expect(users.length).toBeGreaterThan(0);
	const active = await people({ from: '2026-09-06', without_entries: true, status: 'active' });
	expect(active.users.every(({ status }) => status === 'active')).toBe(true);
});

test('people of one name are not counted for each other', async () => {
	it = await session({}, { ZOHO_AUDIT_SOURCE: 'export' });
	const [first, second] = it.zoho.users;
	const everybody = it.zoho.users as object[];
	everybody[1] = { ...second, full_name: first?.full_name };
	undo = () => void (everybody[1] = second as object);
	const { users, notes } = await people({ from: '90d', user: first?.full_name });
	expect(users.map(({ entries }) => entries)).toEqual([null, null]);
	expect(notes).toMatch(/2 people are called .* they have [\d,]+ entries together/);
	const idle = await people({ from: '90d', user: first?.full_name, without_entries: true });
	expect(idle.users).toEqual([]);
});

test('names in the log that are nobody of the organization are named, and not lost', async () => {
	it = await session();
	const { notes } = await people({ from: '90d' });
	const known = new Set(it.zoho.users.map(({ full_name: name }) => name));
	const [stranger] = [...counted('2026-08-27T00:00:00Z', '2026-11-25T00:00:00Z').keys()].filter(
		(name) => !known.has(name),
	);
	if (stranger !== undefined) expect(notes).toContain(`${stranger} (`);
	expect(notes).toMatch(/The log has no sign-ins/);
});

test('a connection that sees only its own proves nothing about others', async () => {
	it = await session({ switches: { tokenUser: staff.leo.id } });
	const { result } = await it.call('list_users', { from: '7d', without_entries: true });
	expect(result['scope']).toMatchObject({ visibility: 'own_and_subordinates' });
	expect(result.notes.join()).toMatch(/do not prove that somebody did nothing/);
});

test('where no export may be made people are listed without entries, and nobody is called idle', async () => {
	it = await session({ switches: { endpoint: 'absent' } } as never, {
		ZOHO_AUDIT_READ_ONLY: 'true',
		ZOHO_AUDIT_SOURCE: 'export',
	});
	const all = await people({ from: '7d' });
	expect(all.total).toBe(it.zoho.users.length);
	expect(all.users.every((user) => !('entries' in user))).toBe(true);
	expect(all.notes).toMatch(/Without entries: This server is read-only/);
	expect((await people({ from: '7d', without_entries: true })).users).toEqual([]);
});

test('a long list comes page by page, everybody once', async () => {
	it = await session();
	const seen: string[] = [];
	let cursor: unknown;
	do {
		const { result } = await it.call('list_users', {
			from: '2026-09',
			limit: 4,
			...(cursor !== undefined && { cursor }),
		});
		seen.push(...(result['users'] as Person[]).map(({ id }) => id));
		cursor = result['next_cursor'];
	} while (cursor !== undefined);
	expect([...seen].sort()).toEqual(it.zoho.users.map(({ id }) => id).sort());
});
