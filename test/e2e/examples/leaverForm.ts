import { setTimeout as sleep } from 'node:timers/promises';
import { LEAVER } from '../../n8n/examples';
import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';

/** The address in the example for those who leave. */
const FORM = '/form/zoho-crm-audit-log-leaver';
const PATIENCE_MS = 30_000;

/** The form of the example, filled in as a person does, until the file is there. */
export async function fillInForm(checks: Checks, n8n: Server): Promise<void> {
	await checks.check('The form for a leaver ends with the file', async () => {
		const form = await n8n.page(FORM);
		if (!form.includes('What did a leaver do?')) throw new Error(form.slice(0, 400));
		const body = new FormData();
		body.set('field-0', LEAVER.full_name);
		const signal = AbortSignal.timeout(PATIENCE_MS);
		const answer = await fetch(n8n.url + FORM, { method: 'POST', body, signal });
		const { formWaitingUrl } = (await answer.json()) as { formWaitingUrl: string };
		await untilItWaits(n8n, new URL(formWaitingUrl));
		return told(await n8n.page(formWaitingUrl));
	});
}

/** As the page in the browser does: it asks for the state, and goes on when there is a page to show. */
async function untilItWaits(n8n: Server, waiting: URL): Promise<void> {
	const status = new URL(waiting);
	status.pathname += '/n8n-execution-status';
	const end = Date.now() + PATIENCE_MS;
	for (;;) {
		const state = await n8n.page(status.href);
		if (state.includes('form-waiting')) return;
		if (Date.now() > end) throw new Error(`the state is ${state}`);
		await sleep(500);
	}
}

function told(page: string): string {
	if (!page.includes(`What ${LEAVER.full_name} did`)) throw new Error(page.slice(0, 600));
	const [entries] = /\d+ entries of the last 30 days/.exec(page) ?? [];
	const [name] = /audit-log-\d+\.csv/.exec(page) ?? [];
	if (!entries || !name) throw new Error(page.slice(0, 2_000));
	return `${entries}, ${name}`;
}
