import { jsonInstead } from './zoho/faults';
import type { LogEntry } from './zoho/log/logEntry';
import { moduleOf } from './zoho/log/logEntry';
import type { Zoho } from './zoho/zoho';

/** A thousand people, each at a place of the log where a name can stand, and whom nothing else is called like. */
export const CANARIES = 1_000;

/** A part of the name of any of them, or the user who exports; whoever finds one has found a leak. */
export const CANARY = /canary\d{4}x|quill/i;

const number = (index: number): string => String(index).padStart(4, '0');
export const canaryName = (index: number): string =>
	`Given${number(index)}x Canary${number(index)}x`;
const reversed = (index: number): string => `CANARY${number(index)}X, given${number(index)}x`;
const idOf = (index: number): string => `76100000007${number(index)}000`;
const emailOf = (index: number): string =>
	`given${number(index)}x.canary${number(index)}x@example.com`;

type Draft = Partial<LogEntry>;
const by = (index: number) => ({ id: idOf(index), name: canaryName(index) });
const record = (index: number, module: string, name = canaryName(index)) => ({
	record: { id: idOf(index), name, module: moduleOf(module) },
});
const deal = (index: number, name: string) => record(index, 'Deals', name);

/** Places, in turn; those of `isUser` are in the organization's list. */
const PLACES: readonly { isUser: boolean; draft: (index: number) => Draft }[] = [
	{ isUser: true, draft: (index) => ({ done_by: by(index) }) },
	{ isUser: false, draft: (index) => ({ done_by: by(index) }) },
	{ isUser: true, draft: (index) => record(index, 'Users') },
	{ isUser: false, draft: (index) => record(index, 'Contacts') },
	{ isUser: false, draft: (index) => record(index, 'Leads') },
	{ isUser: true, draft: (index) => deal(index, `Call with ${canaryName(index)}!`) },
	{
		isUser: false,
		draft: (index) => ({
			...deal(index, 'A deal'),
			related_record: { id: idOf(index), name: canaryName(index), module: moduleOf('Contacts') },
		}),
	},
	{
		isUser: true,
		draft: (index) => ({
			...deal(index, `for ${emailOf(index)}`),
			account_name: `Heirs of ${reversed(index)}`,
		}),
	},
	{
		isUser: false,
		draft: (index) => ({
			...deal(index, 'Another deal'),
			field_history: [
				{
					...{ api_name: 'Owner', field_label: 'Owner', data_type: 'text' },
					...{ old: canaryName(index), new: emailOf(index) },
				},
			],
		}),
	},
	{ isUser: false, draft: (index) => record(index, 'Benutzer') },
];

/** Lets the log name all of them, now or at another time, and the organization those who are its users. */
export function addCanaries(zoho: Zoho, audited_time?: number): void {
	const at = audited_time === undefined ? {} : { audited_time };
	const indexes = Array.from({ length: CANARIES }, (_, index) => index);
	const [example] = zoho.users;
	if (!example) throw new Error('no user');
	const users = indexes
		.filter((index) => PLACES[index % PLACES.length]?.isUser)
		.map((index) => ({
			...example,
			...{ id: idOf(index), full_name: canaryName(index), email: emailOf(index) },
			...{ first_name: undefined, last_name: undefined },
		}));
	const all = [...zoho.users, ...users];
	zoho.faults.add({
		on: ({ url }) => url.includes('type=AllUsers') && url.includes('page=1'),
		times: Infinity,
		...jsonInstead(200, { users: all, info: { more_records: false } }),
	});
	for (const index of indexes) {
		zoho.record({ action: 'deleted', ...at, ...PLACES[index % PLACES.length]?.draft(index) });
	}
}
