import type { Session } from '../session';
import { shown } from './shown';

const CALLS = [
	['get_audit_log', { from: '90d', detail: 'full', limit: 200 }],
	['summarize_audit_log', { from: '90d', group_by: ['user', 'record'], top: 100 }],
	['review_audit_log', { from: '90d', limit: 200 }],
] as const;

/** What the page shows of each answer, and of whatever it then asks; and what it says to the host. */
export async function viewDoors(it: Session): Promise<Record<string, string>> {
	const doors: Record<string, string> = {};
	const { tools } = await it.client.listTools();
	for (const [tool, args] of CALLS) {
		if (!tools.some(({ name }) => name === tool)) continue;
		const view = await shown(it);
		const said = (): string => view.page.document.documentElement.outerHTML;
		await view.ask(tool, args);
		doors[`view ${tool}`] = said();
		for (const selector of ['[data-pick^="g:"]', '[data-pick^="f:"]', '[data-pick^="t:"]']) {
			if (!view.page.document.querySelector(selector)) continue;
			await view.click(selector);
			doors[`view ${tool} ${selector}`] = said();
		}
		doors[`view ${tool} host`] = JSON.stringify(view.said);
		await view.close();
	}
	return doors;
}
