import type { Mutant } from './mutant';

const protocol = 'test/mcp/view/protocol.test.ts';
const offered = 'test/mcp/view/offered.test.ts';
const choosing = 'test/mcp/view/choosing.test.ts';
const hostile = 'test/mcp/view/hostile.test.ts';
const hosts = 'test/mcp/view/hosts.test.ts';

/** What the page in the chat must not run, claim, ask or hear. */
export const VIEW_MUTANTS: readonly Mutant[] = [
	{
		what: 'view: any window is heard',
		file: 'mcp/view/main.ts',
		from: 'if (source === window.parent) heard(data);',
		to: 'if (source) heard(data);',
		tests: protocol,
	},
	{
		what: 'view: text of others is parsed as markup',
		file: 'mcp/view/screen/nodes.ts',
		from: "typeof piece === 'string' ? piece : `${MARK}${shown.push(piece.shown) - 1}${MARK}`",
		to: "typeof piece === 'string' ? piece : piece.shown",
		tests: hostile,
	},
	{
		what: 'view: in a page of the host its policy does nothing',
		file: 'mcp/view/screen/policy.ts',
		from: 'if (!policy || page.head.contains(policy)) return;',
		to: 'if (!policy || page.contains(policy)) return;',
		tests: hosts,
	},
	{
		what: 'view: a host that declines passes for one that did it',
		file: 'mcp/view/host/host.ts',
		from: 'if (isError === true) throw',
		to: 'if (isError === null) throw',
		tests: hosts,
	},
	{
		what: 'view: an answer that comes twice clears the choice',
		file: 'mcp/view/view.ts',
		from: 'if (text === this.heard.result) return;',
		to: 'if (text === this.heard.input) return;',
		tests: hosts,
	},
	{
		what: 'view: a variable of the host loads something',
		file: 'mcp/view/screen/theme.ts',
		from: 'if (VALUE.test(value) && !/url\\(/i.test(value)) root.style',
		to: 'root.style',
		tests: protocol,
	},
	{
		what: 'view: any address is opened',
		file: 'mcp/view/screen/lists.ts',
		from: 'return /^https:\\/\\/[\\w.-]+\\/[\\w./-]*$/.test(text) ? text : null;',
		to: "return text === '' ? null : text;",
		tests: protocol,
	},
	{
		what: 'view: a page of many passes for everything',
		file: 'mcp/view/listing.ts',
		from: 'return { ...counts, isWhole: counts.isWhole && isAll };',
		to: 'return { ...counts, isWhole: true };',
		tests: protocol,
	},
	{
		what: 'view: counts of some groups pass for counts of all entries',
		file: 'mcp/view/grouping.ts',
		from: 'isWhole: sum === total, isComplete };',
		to: 'isWhole: sum <= total, isComplete };',
		tests: protocol,
	},
	{
		what: 'view: it counts for ever',
		file: 'mcp/view/grouping.ts',
		from: 'while (cursor !== null && budget.calls > 0);',
		to: 'while (cursor !== null);',
		tests: protocol,
		hangs: true,
	},
	{
		what: 'view: two numbers that differ are not said',
		file: 'mcp/view/listing.ts',
		from: "if (expected === null || total === null || status !== 'ready' || expected === total) return null;",
		to: "if (expected !== total || status !== 'ready' || expected === total) return null;",
		tests: protocol,
	},
	{
		what: 'view: an old answer takes the place of a newer one',
		file: 'mcp/view/asker.ts',
		from: 'return () => turn === this.turn;',
		to: 'return () => turn > 0;',
		tests: protocol,
	},
	{
		what: 'view: a part of the period reaches beyond it',
		file: 'mcp/view/asking.ts',
		from: 'return { from: Math.max(start, from ?? start), to: Math.min(end, to ?? end) };',
		to: 'return { from: start, to: end };',
		tests: choosing,
	},
	{
		what: 'view: users that are not counted pass for none',
		file: 'mcp/view/users.ts',
		from: 'return { rows, others: rest.length > 0 ? { counts, users: rest.length } : null, total, isWhole };',
		to: 'return { rows, others: null, total, isWhole };',
		tests: 'test/mcp/view/users.test.ts',
	},
	{
		what: 'view: of a user whose entries were cut off some are shown as all',
		file: 'mcp/view/users.ts',
		from: 'name !== null && most.get(name) === total',
		to: 'name !== null && most.has(name) && total > 0',
		tests: 'test/mcp/view/users.test.ts',
	},
	{
		what: 'view: an hour of a cell of several is not counted',
		file: 'shared/report/pictures/heatMap.ts',
		from: 'HOURS.slice(start, start + hours)',
		to: 'HOURS.slice(start, start + 1)',
		tests: 'test/mcp/view/narrow.test.ts',
	},
	{
		what: 'view: people read how a model is to call',
		file: 'mcp/view/screen/lists.ts',
		from: "notes.map(forPeople).filter((note) => note !== '')",
		to: "notes.filter((note) => note !== '' && forPeople(note) !== note)",
		tests: 'test/mcp/view/words.test.ts',
	},
	{
		what: 'view: a host that shows no pages is offered one',
		file: 'mcp/server/view.ts',
		from: 'return Array.isArray(types) && types.includes(MIME_TYPE);',
		to: 'return types !== MIME_TYPE;',
		tests: offered,
	},
	{
		what: 'view: the page may call tools that it does not draw',
		file: 'mcp/server/view.ts',
		from: ": { visibility: ['model'] };",
		to: ": { visibility: ['model', 'app'] };",
		tests: offered,
	},
];
