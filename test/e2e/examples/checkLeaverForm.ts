import { setTimeout as sleep } from 'node:timers/promises';
import { LEAVER } from '../../n8n/exampleFacts';
import type { Checks } from '../host/checks';
import type { Server } from '../n8n/server';

/** The address of the form in the leaver example. */
const FORM = '/form/zoho-crm-audit-log-leaver';
const TIMEOUT_MS = 30_000;

/** Fills in the example's form as a user does, and follows it to the page with the file. */
export async function checkLeaverForm(checks: Checks, n8n: Server): Promise<void> {
	await checks.check('The form for a leaver ends with the file', async () => {
		const form = await n8n.page(FORM);
		if (!form.includes('What did a leaver do?')) throw new Error(form.slice(0, 400));
		const body = new FormData();
		body.set('field-0', LEAVER.full_name);
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		const answer = await fetch(n8n.url + FORM, { method: 'POST', body, signal });
		const { formWaitingUrl } = (await answer.json()) as { formWaitingUrl: string };
		await untilNextPage(n8n, formWaitingUrl);
		return assertLastPage(await n8n.page(formWaitingUrl));
	});
}

/** As the page in the browser does: it polls the status until there is a page to show. */
async function untilNextPage(n8n: Server, waitingUrl: string): Promise<void> {
	const status = new URL(waitingUrl);
	status.pathname += '/n8n-execution-status';
	const end = Date.now() + TIMEOUT_MS;
	for (;;) {
		const state = await n8n.page(status.href);
		if (state.includes('form-waiting')) return;
		if (Date.now() > end) throw new Error(`the status is ${state}`);
		await sleep(500);
	}
}

function assertLastPage(page: string): string {
	if (!page.includes(`What ${LEAVER.full_name} did`)) throw new Error(page.slice(0, 600));
	const [entries] = /\d+ entries of the last 30 days/.exec(page) ?? [];
	const [name] = /audit-log-\d+\.html/.exec(page) ?? [];
	if (!entries || !name) throw new Error(page.slice(0, 2_000));
	return `${entries}, ${name}`;
}
