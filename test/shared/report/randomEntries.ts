import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';

/** Whole numbers below a limit, the same for a seed each time. */
export function randomOf(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

/** People in ten languages, two of whom have one name. */
export const PEOPLE: readonly (readonly [id: string | null, name: string | null])[] = [
	['101', 'Marta Quill'],
	['102', 'Jürgen Groß'],
	['103', 'Zoë Lefèvre-Ångström'],
	['104', 'محمد عبد الله'],
	['105', 'יעל כהן'],
	['106', '山田 太郎'],
	['107', '김민준'],
	['108', 'Дмитрий Иванов'],
	['109', 'प्रिया शर्मा'],
	['110', 'สมชาย ใจดี'],
	['111', 'Nguyễn Thị Minh Khai'],
	['112', 'John Smith'],
	['113', 'John Smith'],
	[null, 'Import Bot'],
	[null, null],
];
const ACTIONS = [
	'updated',
	'updated',
	'updated',
	'added',
	'added',
	'deleted',
	'owner_reassigned',
	'exported',
	'Mass Update',
];
const MODULES = ['Deals', 'Contacts', 'Leads', 'Accounts', 'Tasks', 'Invoices', null];

/** Entries of a period, mostly by day and on weekdays, one hour of which is a burst of deletions. */
export function randomEntries(
	seed: number,
	count: number,
	period: { readonly from: number; readonly to: number },
): AuditLogEntry[] {
	const random = randomOf(seed);
	const burst =
		period.from +
		random(Math.max(1, Math.floor((period.to - period.from) / 3_600_000) - 1)) * 3_600_000;
	return Array.from({ length: count }, (_, index) => {
		const isBurst = index % 12 === 0;
		const [id, name] = PEOPLE[isBurst ? 3 : random(random(PEOPLE.length) + 1)] ?? [null, null];
		const module = MODULES[random(MODULES.length)] ?? null;
		const record = String(7_000_000 + random(9_999));
		return {
			audited_time:
				index % 97 === 0
					? null
					: isoOf(isBurst ? burst + random(2_400_000) : instantIn(period, random)),
			done_by: id === null && name === null ? null : { id, name },
			action: isBurst ? 'deleted' : (ACTIONS[random(ACTIONS.length)] ?? null),
			module,
			record: { id: record, name: `Record ${record}` },
			related_module: null,
			related_record: null,
			account_name: null,
			field_history:
				index % 5 === 0
					? [{ api_name: 'Stage', field_label: 'Stage', old: 'Open', new: 'Won' }]
					: null,
			source: null,
			record_url: `https://crm.zoho.eu/crm/org20001/tab/Potentials/${record}`,
			event_id: `${seed}${String(index).padStart(12, '0')}`,
		};
	});
}

function instantIn(
	{ from, to }: { from: number; to: number },
	random: (below: number) => number,
): number {
	for (;;) {
		const instant = from + random(Math.floor((to - from) / 1000)) * 1000;
		const date = new Date(instant);
		const isWork = date.getUTCDay() % 6 !== 0 && date.getUTCHours() >= 7 && date.getUTCHours() < 18;
		if (isWork || random(9) === 0) return instant;
	}
}

function isoOf(instant: number): string {
	return new Date(instant).toISOString();
}

/** In batches, as a reading has them. */
export async function* batchesOf(
	entries: readonly AuditLogEntry[],
	size = 500,
): AsyncGenerator<readonly AuditLogEntry[]> {
	for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size);
}
