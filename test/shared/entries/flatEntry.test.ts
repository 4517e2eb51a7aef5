import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { FLAT_FIELDS, flatEntry } from '../../../shared/entries/flatEntry';

const bare: AuditLogEntry = {
	...{ audited_time: null, done_by: null, action: null, module: null, record: null },
	...{ related_module: null, related_record: null, account_name: null, field_history: null },
	...{ source: null, record_url: null, event_id: '250820a30062be53' },
};

const whole: AuditLogEntry = {
	audited_time: '2026-11-25T20:53:00+01:00',
	done_by: { id: '7610000000000004001', name: 'Marta Quill' },
	action: 'updated',
	module: 'Deals',
	record: { id: '7610000000000800010', name: 'Acme – Renewal' },
	related_module: 'Contacts',
	related_record: { id: '7610000000000860002', name: 'Alva Eastwick' },
	account_name: 'Acme',
	field_history: [
		{ api_name: 'Amount', field_label: null, old: '48000', new: '39500' },
		{ api_name: 'Closing_Date', field_label: 'Closing Date', old: null, new: '2026-12-01' },
	],
	source: 'crm_ui',
	record_url: 'https://crm.zoho.eu/crm/tab/Potentials/7610000000000800010',
	event_id: '7610000000000900003',
};

test('an entry becomes ten texts, what a table shows first at the beginning', () => {
	expect(Object.entries(flatEntry(whole))).toEqual([
		['time', '2026-11-25T20:53:00+01:00'],
		['user', 'Marta Quill'],
		['action', 'updated'],
		['module', 'Deals'],
		['record', 'Acme – Renewal'],
		[
			'details',
			'Amount: 48000 → 39500; Closing Date: (none) → 2026-12-01; Related Contacts: Alva Eastwick; Account: Acme',
		],
		['record_url', 'https://crm.zoho.eu/crm/tab/Potentials/7610000000000800010'],
		['user_id', '7610000000000004001'],
		['record_id', '7610000000000800010'],
		['event_id', '7610000000000900003'],
	]);
});

test('what Zoho did not give is an empty text, and a time that could not be read is null', () => {
	const { user, time, event_id, ...others } = flatEntry(bare);
	expect([user, time, event_id]).toEqual(['Unknown user', null, bare.event_id]);
	expect([...new Set(Object.values(others))]).toEqual(['']);
});

test.each<[string, Partial<AuditLogEntry>, string]>([
	['an id without a name', { done_by: { id: '76100', name: null } }, '76100'],
	[
		'the function that Zoho names',
		{
			source: 'custom_function',
			raw: { automation_details: { type: 'function', rule: { name: 'Close old deals', id: '1' } } },
		},
		'Close old deals',
	],
	['a function without a name', { action: 'function_executed' }, 'System'],
	['a workflow', { action: 'updated', source: 'workflow' }, 'System'],
	['an interface of people', { action: 'updated', source: 'crm_ui' }, 'Unknown user'],
	['nothing', {}, 'Unknown user'],
])('the user is never empty: %s', (_, facts, user) => {
	expect(flatEntry({ ...bare, ...facts }).user).toBe(user);
});

test('a user beats the rule that ran, because Zoho says who did it', () => {
	const raw = { automation_details: { rule: { name: 'A rule' } } };
	expect(flatEntry({ ...whole, raw }).user).toBe('Marta Quill');
});

test('an account that is the record itself, or the related one, is not repeated', () => {
	const acme = { id: null, name: 'Acme' };
	expect(flatEntry({ ...whole, field_history: null, related_record: acme }).details).toBe(
		'Related Contacts: Acme',
	);
	expect(flatEntry({ ...bare, record: acme, account_name: 'Acme' }).details).toBe('');
});

test('a field that is selected by itself says the same', () => {
	const flat = flatEntry(whole);
	for (const [name, value] of Object.entries(flat)) {
		expect(FLAT_FIELDS[name as keyof typeof flat](whole)).toBe(value);
	}
});
