import fc from 'fast-check';
import { pageKeyOf, pageOf } from '../../../shared/entries/page';
import { KthNewest, type Order, ORDERS, TopK, withSortKey } from '../../../shared/entries/topK';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';

const entry = (event_id: string, instant: number | null): AuditLogEntry =>
	({
		event_id,
		audited_time: instant === null ? null : new Date(instant * 1_000).toISOString(),
	}) as AuditLogEntry;

const arbitraryEntries = fc
	.uniqueArray(fc.record({ id: fc.nat(999), at: fc.option(fc.nat(20)) }), {
		selector: ({ id }) => id,
		maxLength: 200,
	})
	.map((all) => all.map(({ id, at }) => entry(String(id), at)));

/** By sorting everything. */
function sorted(
	entries: readonly AuditLogEntry[],
	order: Order,
	withoutTime: number,
): AuditLogEntry[] {
	const at = ({ audited_time }: AuditLogEntry): number =>
		audited_time === null ? withoutTime : Date.parse(audited_time);
	const ascending = [...entries].sort((a, b) => {
		if (at(a) !== at(b)) return at(a) < at(b) ? -1 : 1;
		return a.event_id < b.event_id ? -1 : 1;
	});
	return order === 'oldest' ? ascending : ascending.reverse();
}

test.each(ORDERS.flatMap((order) => [-Infinity, Infinity].map((place) => [order, place] as const)))(
	'the first k of all, %s first, with entries without a time at %p',
	(order, withoutTime) => {
		fc.assert(
			fc.property(arbitraryEntries, fc.integer({ min: 1, max: 30 }), (entries, k) => {
				const top = new TopK(k, order);
				for (const each of entries) top.add(withSortKey(each, withoutTime));
				expect(top.total).toBe(entries.length);
				expect(top.all().map((each) => each.entry)).toEqual(
					sorted(entries, order, withoutTime).slice(0, k),
				);
			}),
		);
	},
);

test('at most 2k entries are kept, in whatever order they arrive', () => {
	for (const [order, step] of [
		['newest', 1],
		['newest', -1],
		['oldest', 7],
	] as const) {
		const top = new TopK(3, order);
		const { kept } = top as unknown as { kept: unknown[] };
		for (let n = 0; n < 1_000; n++) {
			top.add(withSortKey(entry(String(n), 1_000_000 + n * step)));
			expect(kept.length).toBeLessThan(6);
		}
		expect(top.all()).toHaveLength(3);
	}
});

test('an entry added after reading the result is still sorted in', () => {
	const top = new TopK(2, 'newest');
	const ids = (): string[] => top.all().map(({ id }) => id);
	top.add(withSortKey(entry('a', 5)));
	expect(ids()).toEqual(['a']);
	top.add(withSortKey(entry('b', 9)));
	expect(ids()).toEqual(['b', 'a']);
	top.add(withSortKey(entry('c', 7)));
	expect(ids()).toEqual(['b', 'c']);
});

test('a page after a key is the rest, with entries without a time at its end', async () => {
	async function* batches() {
		yield [entry('a', null), entry('b', 1)];
		yield await Promise.resolve([entry('c', 2), entry('d', 1)]);
	}
	const ids = (entries: readonly AuditLogEntry[]): string[] => entries.map((it) => it.event_id);
	const whole = await pageOf(batches(), { limit: 4, order: 'newest' });
	expect(ids(whole.entries)).toEqual(['c', 'd', 'b', 'a']);
	const after = pageKeyOf(entry('d', 1));
	const rest = await pageOf(batches(), { limit: 4, order: 'newest', after });
	expect([rest.before, rest.total]).toEqual([2, 4]);
	expect(ids(rest.entries)).toEqual(['b', 'a']);
	const end = { limit: 4, order: 'oldest', after: pageKeyOf(entry('a', null)) } as const;
	expect(await pageOf(batches(), end)).toEqual({ entries: [], total: 4, before: 4 });
});

test('the k-th newest instant is that of all instants sorted', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(50)), fc.integer({ min: 1, max: 8 }), (instants, k) => {
			const kth = new KthNewest(k);
			for (const instant of instants) kth.add(instant);
			const sorted = [...instants].sort((a, b) => b - a);
			expect(kth.instant).toBe(sorted[k - 1] ?? -Infinity);
		}),
	);
	expect(new KthNewest(0).instant).toBe(Infinity);
});
