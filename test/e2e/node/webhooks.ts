import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import { scopeMissing } from '../../zoho/faults';
import type { Checks } from '../host/checks';
import { sameNumber } from '../examples/runExamples';
import type { Server } from '../n8n/server';
import { deletions, latestFile } from '../n8n/workflows';
import { entriesSince, newestFile, sha256 } from '../n8n/zohoAccount';
import type { Account } from '../n8n/zohoAccount';

const DAY = 24 * 3_600_000;
const MINUTE = 60_000;

/** Runs that are started from outside, as in production. */
export async function callWebhooks(checks: Checks, n8n: Server, account: Account): Promise<void> {
	await checks.check('The webhook answers with the newest deletions', async () => {
		const isDeletion = ({ action }: { action: string | null }) => action === 'deleted';
		const items = (await (await fetch(n8n.url + deletions.address)).json()) as AuditLogEntry[];
		const other = items.find((item) => !isDeletion(item));
		if (other) throw new Error(`an entry says ${other.action}`);
		const truth = entriesSince(account.zoho, Date.now() - 14 * DAY, isDeletion).slice(0, 10);
		// The exported file tells no seconds, so within a minute there is no order.
		const minutes = truth.map((entry) => Math.floor(entry.audited_time / MINUTE));
		const told = items.map((item) => Math.floor(Date.parse(item.audited_time ?? '') / MINUTE));
		if (told.join() !== minutes.join()) throw new Error(`${told.join()}\nnot ${minutes.join()}`);
		return `${items.length} items`;
	});

	await checks.check("The latest export as a file is Zoho's, byte by byte", async () => {
		const response = await fetch(n8n.url + latestFile.address);
		const received = new Uint8Array(await response.arrayBuffer());
		const original = await newestFile(account);
		if (sha256(received) !== sha256(original)) {
			throw new Error(`${received.length} bytes, not the ${original.length} that Zoho has`);
		}
		return `${response.headers.get('content-type')}, ${received.length} bytes`;
	});

	await checks.check('A missing scope ends the run and costs no token', async () => {
		const { zoho, renewals } = account;
		const before = renewals();
		zoho.faults.add({ ...scopeMissing('ZohoCRM.settings.audit_logs.READ'), times: Infinity });
		try {
			const { status } = await fetch(n8n.url + deletions.address);
			sameNumber(status, 500, 'as the status');
			// Zoho gives ten tokens in ten minutes, and n8n would take one for each refusal.
			sameNumber(renewals() - before, 0, 'renewals');
		} finally {
			zoho.faults.clear();
		}
	});
}
