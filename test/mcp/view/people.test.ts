import { session } from '../session';
import { builtView } from './builtView';
import { shown } from './shown';

const VARIABLES = {
	ZOHO_AUDIT_NAMES: 'pseudonym',
	ZOHO_AUDIT_PSEUDONYM_KEY: 'a-key-of-at-least-thirty-two-characters',
};

test('where people are hidden, the page shows pseudonyms, and a choice by one finds its entries', async () => {
	expect(builtView()).not.toBe('');
	const it = await session({ seed: 3, entries: 400 }, VARIABLES);
	const view = await shown(it);
	try {
		await view.ask('summarize_audit_log', { from: '90d', group_by: ['user'] });
		const [user = '', count = ''] = view.rows('Counts')[0] ?? [];
		await view.click('[data-pick="g:0"]');
		expect(view.calls.at(-1)?.args['user']).toEqual([user]);
		expect(view.text('list')).toContain(` ${count} shown.`);
		const html = view.page.document.documentElement.outerHTML;
		for (const { full_name, email } of it.zoho.users) {
			expect([full_name, html.includes(full_name)]).toEqual([full_name, false]);
			expect([email, html.includes(email)]).toEqual([email, false]);
		}
	} finally {
		await view.close();
		await it.close();
	}
});
