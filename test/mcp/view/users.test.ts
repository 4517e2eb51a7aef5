import { userHoursOf, userHoursOfPage, usersText } from '../../../mcp/view/users';

type Group = { key: Record<string, string | null>; count: number };

/** A server that counts these, in pages of a hundred groups, and finds users by parts of their names. */
function counting(cells: readonly { user: string | null; hour: string | null; count: number }[]) {
	const calls: Record<string, unknown>[] = [];
	const call = async (_: string, args: Record<string, unknown>): Promise<object> => {
		calls.push(args);
		const [by, names] = [args['group_by'] as string[], args['user'] as string[] | undefined];
		const matching = cells.filter(
			({ user }) => !names || names.some((name) => user?.includes(name) === true),
		);
		const groups = new Map<string, Group>();
		for (const cell of matching) {
			const key = Object.fromEntries(by.map((name) => [name, cell[name as 'user']]));
			const own = groups.get(JSON.stringify(key)) ?? { key, count: 0 };
			groups.set(JSON.stringify(key), { ...own, count: own.count + cell.count });
		}
		const all = [...groups.values()].sort((a, b) =>
			args['order'] === 'count_desc' ? b.count - a.count : 0,
		);
		const [skip, top] = [Number(args['cursor'] ?? 0), Number(args['top'])];
		const structuredContent = {
			...{ status: 'ready', scope: { complete: true }, notes: [], total_groups: all.length },
			total_matched: matching.reduce((sum, { count }) => sum + count, 0),
			groups: all.slice(skip, skip + top),
			...(skip + top < all.length && { next_cursor: String(skip + top) }),
		};
		return { content: [], structuredContent };
	};
	return { call, calls };
}

const clock = (hour: number): string => String(hour).padStart(2, '0');
/** Each with one entry an hour fewer than the one before. */
const crowd = (users: number, nameOf = (user: number) => `User ${String(user).padStart(3, '0')}`) =>
	Array.from({ length: users }, (_, user) =>
		Array.from({ length: 24 }, (_, hour) => ({
			...{ user: nameOf(user), hour: clock(hour), count: users - user },
		})),
	).flat();
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

test('few users: all of them, the busiest first, in as many calls as there are pages', async () => {
	const { call, calls } = counting(crowd(8));
	const users = await userHoursOf(call, { module: ['Deals'] });
	expect(users.rows.map(({ name }) => name)).toEqual([...'01234567'].map((it) => `User 00${it}`));
	expect([users.others, users.isWhole, usersText(users)]).toEqual([null, true, '']);
	expect(calls).toHaveLength(2);
	expect(calls.every(({ module }) => String(module) === 'Deals')).toBe(true);
});

test.each([21, 30, 400])('%i users: the twenty busiest, and all others together', async (count) => {
	const cells = crowd(count);
	const { call, calls } = counting(cells);
	const users = await userHoursOf(call, {});
	expect(users.rows).toHaveLength(20);
	expect(users.rows.map(({ name }) => name)).toEqual(
		Array.from({ length: 20 }, (_, index) => `User ${String(index).padStart(3, '0')}`),
	);
	for (const [index, { counts }] of users.rows.entries()) {
		expect(counts).toEqual(new Array(24).fill(count - index));
	}
	expect(users.others?.users).toBe(count - 20);
	const all = sum(cells.map((cell) => cell.count));
	expect(sum(users.rows.flatMap(({ counts }) => counts)) + sum(users.others?.counts ?? [])).toBe(
		all,
	);
	expect(calls.length).toBeLessThanOrEqual(11);
	expect(usersText(users)).toBe(
		`The 20 users with the most entries, and ${count - 20} others together.`,
	);
});

test('names that are parts of others: none has fewer entries than it has, and all add up', async () => {
	const cells = crowd(400, (user) => `User ${user}`);
	const users = await userHoursOf(counting(cells).call, {});
	expect(users.rows.length).toBeGreaterThan(0);
	expect(users.rows.length).toBeLessThan(20);
	for (const { name, counts } of users.rows) {
		const own = cells.filter(({ user }) => user === name);
		expect([name, counts]).toEqual([name, own.map(({ count }) => count)]);
	}
	expect(users.others?.users).toBe(400 - users.rows.length);
	const shown = sum(users.rows.flatMap(({ counts }) => counts));
	expect(shown + sum(users.others?.counts ?? [])).toBe(sum(cells.map(({ count }) => count)));
	expect(usersText(users)).toContain(`${users.rows.length} of the 20 users with the most entries`);
});

test('entries without a user or a time are counted, and make up no user and no hour', async () => {
	const { call } = counting([
		{ user: null, hour: '03', count: 2 },
		{ user: 'Zoë', hour: null, count: 5 },
		{ user: 'Zoë', hour: '04', count: 1 },
	]);
	const { rows, total, isWhole } = await userHoursOf(call, {});
	expect(rows.map(({ name, counts }) => [name, sum(counts)])).toEqual([
		['Zoë', 1],
		[null, 2],
	]);
	expect([total, isWhole]).toEqual([8, true]);
});

test('of one page of many, what it holds, and that it is a part', () => {
	const entries = ['2026-11-24T11:10Z', '2026-11-23T11:50Z', null].map((time) => ({
		time,
		user: 'A',
	}));
	const { rows, isWhole } = userHoursOfPage(entries, false);
	expect([rows[0]?.counts[11], rows[0]?.total, isWhole]).toEqual([2, 3, false]);
});

test('a server that does not count is quoted', async () => {
	const refuses = async () => ({ isError: true, content: [{ type: 'text', text: 'E11: no.' }] });
	await expect(userHoursOf(refuses, {})).rejects.toThrow('E11: no.');
});
