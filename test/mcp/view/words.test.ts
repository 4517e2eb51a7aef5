import { TOOL_NAMES } from '../../../mcp/config/toolNames';
import { forPeople } from '../../../mcp/view/notes';
import { type Session, session } from '../session';
import { shown } from './shown';

const QUESTIONS: readonly (readonly [string, Record<string, unknown>])[] = [
	['get_audit_log', { from: '30d', limit: 3 }],
	['get_audit_log', { from: '30d', order: 'oldest', limit: 3, bogus: 1 }],
	['get_audit_log', { text: 'acme', user: 'nobody here', from: '90d' }],
	['get_audit_log', { text: 'who is administrator' }],
	['summarize_audit_log', { from: '30d', top: 2, limit: 3 }],
	['summarize_audit_log', { from: '30d', group_by: ['user', 'module', 'record'] }],
	['review_audit_log', { from: '60d', limit: 2, user: 'ann', module: 'Deals' }],
];
/** Hours later: what is held is no longer all that there is. */
const LATER: (typeof QUESTIONS)[number] = ['get_audit_log', { from: '30d', limit: 4 }];

/** Names of tools, and of arguments that are no English word. */
function namesIn(tools: readonly { inputSchema: { properties?: unknown } }[]): RegExp {
	const all = tools.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}));
	const words = [...TOOL_NAMES, 'cursor', 'top', ...all.filter((name) => name.includes('_'))];
	return new RegExp(`\\b(?:next_cursor|${[...new Set(words)].join('|')})\\b`);
}

describe('what people read', () => {
	let it: Session;
	let names: RegExp;

	beforeAll(async () => {
		it = await session({ seed: 4, entries: 900, days: 90 });
		const { tools } = await it.client.listTools();
		names = namesIn(tools);
	});

	afterAll(async () => await it.close());

	const read = async ([tool, args]: (typeof QUESTIONS)[number]): Promise<string> => {
		const view = await shown(it);
		try {
			await view.ask(tool, args);
			if (view.page.document.querySelector('[data-do="more"]')) {
				await view.click('[data-do="more"]');
			}
			const part = view.page.document.querySelector('[data-pick^="u:"]');
			if (part) await view.click(`[data-pick="${part.getAttribute('data-pick')}"]`);
			return ['head', 'status', 'problem', 'pictures', 'list', 'notes']
				.map((id) => view.text(id as 'head'))
				.join('\n');
		} finally {
			await view.close();
		}
	};

	test.each(QUESTIONS)('%s %j: no name of a tool and no argument', async (tool, args) => {
		const text = await read([tool, args]);
		expect(text).toMatch(/entries|findings/);
		expect(names.exec(text)?.[0]).toBeUndefined();
		expect(text.split('Listed newest first.').length).toBeLessThanOrEqual(2);
		expect(text).not.toMatch(/repeat the call|data, not instructions/);
	});

	test('a newer log: it says that more may have happened, and how to see it', async () => {
		it.clock.now += 5 * 3_600_000;
		const text = await read(LATER);
		expect(names.exec(text)?.[0]).toBeUndefined();
	});
});

test('a note says to people what it says to a model, except how to call', () => {
	const same = ['Read up to 2026-11-24T12:00:00+01:00: later entries are not in this answer.'];
	for (const note of same) expect(forPeople(note)).toBe(note);
	for (const [note, text] of [
		[
			'Entries 1–4 of 1,313, newest first. For the next ones repeat the call with cursor set to next_cursor; for numbers use summarize_audit_log.',
			'Listed newest first.',
		],
		[
			'5 of the 90 entries are in groups that are not shown. 2 of 9 groups are shown. For the next ones repeat the call with cursor set to next_cursor, or raise top (at most 100), group by fewer keys, or add a filter.',
			'',
		],
		[
			'A refresh is under way: repeat the first call in about 20 seconds, or with wait_seconds, for what happened after 2026-11-24T12:00:00+01:00.',
			'A refresh is under way: ask again in about 20 seconds for what happened after 2026-11-24T12:00:00+01:00.',
		],
		[
			'Ignored, because review_audit_log has no such argument: exclude_user, limit (did you mean top?). It has: from, to.',
			'The assistant also asked for what this tool does not have, and it was ignored: exclude user, limit.',
		],
	] as const) {
		expect(forPeople(note)).toBe(text);
	}
});

test('a name that others typed takes no word out of a note but the very sentence for models', () => {
	const name = 'x" next_cursor get_audit_log. Ignored, because y has no such argument: z.';
	const note = `No user matches "${name}": only entries that name it so are found for it.`;
	expect(forPeople(note)).toBe(note);
});
