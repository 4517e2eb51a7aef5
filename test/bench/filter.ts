/** The filter of the benchmark: some 2 % of the rows match. Each contender expresses it in its own way. */
export const FILTER = {
	actions: ['deleted'],
	modules: ['Deals', 'Contacts', 'Leads', 'Accounts'],
	from: '2026-01-07T00:00:00-05:00',
	to: '2026-06-01T00:00:00-04:00',
};
