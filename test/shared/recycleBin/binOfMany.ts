import type { RecycleBin } from '../../../shared/recycleBin/readBin';
import type { ZohoAnswer } from '../../zoho/answers';
import { withBody } from '../../zoho/faults';
import type { Zoho } from '../../zoho/zoho';
import { europe } from '../host';

const DAY = 86_400_000;

/** A bin of so many records, and the ids that a reading finds of it. */
export function bin(records: number, setup: Parameters<typeof europe>[0] = {}) {
	const it = europe({ entries: 20, ...setup });
	for (let number = 0; number < records; number++) put(it.zoho, number, it.time.now() - DAY);
	const read = async (days = 70) => await it.client.readRecycleBin(it.time.now() - days * DAY);
	const held = () =>
		it.zoho
			.bin()
			.map(({ record }) => record.id)
			.sort();
	return { ...it, read, held };
}

export const idOf = (number: number): string => `76100009980000${String(number).padStart(5, '0')}`;

/** A record that was deleted so many seconds before the newest. */
export function put(zoho: Zoho, number: number, newest: number): void {
	const module = { api_name: 'Deals', id: zoho.modules[3]?.id ?? '', name: 'Deals' };
	const record = { id: idOf(number), name: `Deal ${number}`, module };
	zoho.putIntoBin({ record, deleted_time: newest - number * 1_000, deleted_by: null });
}

export const idsOf = ({ records }: Pick<RecycleBin, 'records'>) =>
	records.map(({ id }) => id).sort();

interface Page {
	readonly recycle_bin: readonly Record<string, unknown>[];
	readonly info: Record<string, unknown>;
}

/** The number of the page that a request asks for. */
export function pageOf({ url }: { readonly url: string }): number {
	return Number(new URL(url).searchParams.get('page'));
}

/** Has Zoho send something else in place of its page. */
export function changePages(zoho: Zoho, change: (page: Page, number: number) => unknown): void {
	zoho.faults.add({
		on: 'recycleBin',
		times: Infinity,
		answer: (request, normal): ZohoAnswer => {
			if (normal.body.length === 0) return normal;
			const page = JSON.parse(Buffer.from(normal.body).toString()) as Page;
			const changed = change(page, pageOf(request));
			return withBody(normal, Buffer.from(JSON.stringify(changed)));
		},
	});
}
