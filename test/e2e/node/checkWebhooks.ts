import { DAY, MINUTE } from '../../../shared/durations';
import type { FlatEntry } from '../../../shared/entries/flatEntry';
import { scopeMissing } from '../../zoho/faults';
import { assertEqual, assertSameList } from '../host/assertions';
import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';
import { deletions, latestFile } from '../n8n/workflows';
import { assertNewestFile, entriesSince } from '../n8n/zohoAccount';
import type { Account } from '../n8n/zohoAccount';

/** Runs started by requests, as in production. */
export async function checkWebhooks(checks: Checks, n8n: Server, account: Account): Promise<void> {
	await checks.check('The webhook responds with the newest deletions', async () => {
		const isDeletion = ({ action }: { action: string | null }) => action === 'deleted';
		const items = (await (await fetch(n8n.url + deletions.address)).json()) as FlatEntry[];
		const other = items.find((item) => !isDeletion(item));
		if (other) throw new Error(`an entry has the action ${other.action}`);
		const truth = entriesSince(account.zoho, Date.now() - 14 * DAY, isDeletion).slice(0, 10);
		// The exported file has no seconds, so within a minute there is no order.
		const minuteOf = (time: number) => String(Math.floor(time / MINUTE));
		assertSameList(
			items.map((item) => minuteOf(Date.parse(item.time ?? ''))),
			truth.map((entry) => minuteOf(entry.audited_time)),
		);
		return `${items.length} items`;
	});

	await checks.check("The latest export as a file is Zoho's file, byte for byte", async () => {
		const response = await fetch(n8n.url + latestFile.address);
		const size = await assertNewestFile(account, response);
		return `${response.headers.get('content-type')}, ${size}`;
	});

	await checks.check('A missing scope fails the run and uses up no token', async () => {
		const { zoho, renewals } = account;
		const before = renewals();
		zoho.faults.add({ ...scopeMissing('ZohoCRM.settings.audit_logs.READ'), times: Infinity });
		try {
			const { status } = await fetch(n8n.url + deletions.address);
			assertEqual(status, 500, 'status');
			// Zoho issues ten tokens in ten minutes, and n8n would fetch one for each refusal.
			assertEqual(renewals() - before, 0, 'renewals');
		} finally {
			zoho.faults.clear();
		}
	});
}
