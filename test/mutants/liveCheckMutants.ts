import type { Mutant } from './mutant';

const shown = 'test/mcp/liveCheck/shown.test.ts';
const secrets = 'test/mcp/liveCheck/secrets.test.ts';
const surprises = 'test/mcp/liveCheck/surprises.test.ts';
const connection = 'test/mcp/liveCheck/connection.test.ts';
const command = 'test/mcp/commands/liveCheck.test.ts';

/** What a report of live-check must not hold, and what the command must not do. */
export const LIVE_CHECK_MUTANTS: readonly Mutant[] = [
	{
		what: 'live-check: a time that the clock shows twice is a difference',
		file: 'mcp/liveCheck/file/rowTally.ts',
		from: 'if (isShownTwice(text)) shownTwice++;',
		to: 'if (text === null) shownTwice++;',
		tests: 'test/mcp/commands/liveCheck.test.ts -t twice',
	},
	{
		what: 'live-check: names stay as they are in a shape',
		file: 'mcp/liveCheck/shown.ts',
		from: '.replace(/[\\p{L}\\p{N}\\p{M}]+/gu, masked)',
		to: '',
		tests: `${shown} ${secrets}`,
	},
	{
		what: 'live-check: a shape shows where the digits of a token are',
		file: 'mcp/liveCheck/shown.ts',
		from: 'return KEY.test(text) ? `a9×${shown.length}` : shown',
		to: 'return shown',
		tests: shown,
	},
	{
		what: 'live-check: control characters and markup stay in a shape',
		file: 'mcp/liveCheck/shown.ts',
		from: ".replace(/[^\\p{L}\\p{N}\\p{M} ¤.,:;/\\-_+()\"'=]/gu, '?')",
		to: '',
		tests: `${shown} ${secrets}`,
	},
	{
		what: 'live-check: a number as long as an id is shown',
		file: 'mcp/liveCheck/shown.ts',
		from: 'Number.isSafeInteger(number) && text.length <= COUNTED_DIGITS',
		to: 'Number.isSafeInteger(number)',
		tests: shown,
	},
	{
		what: 'live-check: a key with one known word is shown whole',
		file: 'mcp/liveCheck/vocabulary.ts',
		from: 'return parts.every(',
		to: 'return parts.some(',
		tests: `${shown} ${secrets}`,
	},
	{
		what: 'live-check: cells of a file without titles are shown where they are like titles',
		file: 'mcp/liveCheck/file/rows.ts',
		from: 'known.length >= SURE_TITLES',
		to: 'known.length > 0',
		tests: secrets,
	},
	{
		what: 'live-check: exports are created without --create',
		file: 'mcp/liveCheck/connection.ts',
		from: 'if (!this.config.create || this.config.readOnly) {',
		to: 'if (this.config.readOnly) {',
		tests: connection,
	},
	{
		what: 'live-check: exports are created where the server is read-only',
		file: 'mcp/liveCheck/connection.ts',
		from: 'if (!this.config.create || this.config.readOnly) {',
		to: 'if (!this.config.create) {',
		tests: connection,
	},
	{
		what: 'live-check: the client can post by itself',
		file: 'mcp/liveCheck/connection.ts',
		from: "if (method !== 'GET' && !mayCreate) throw new Refrained('this only reads');",
		to: '',
		tests: connection,
	},
	{
		what: 'live-check: a third export is created',
		file: 'mcp/liveCheck/connection.ts',
		from: "if (this.created >= MAX_EXPORTS) throw new Refrained('two exports were created');",
		to: '',
		tests: connection,
	},
	{
		what: 'live-check: requests without a pause',
		file: 'mcp/liveCheck/connection.ts',
		from: 'await sleep(Math.max(0, this.last + PAUSE_MS - ticks()), signal);',
		to: '',
		tests: connection,
	},
	{
		what: 'live-check: a link is requested wherever it leads',
		file: 'mcp/liveCheck/connection.ts',
		from: 'const sent = guarded(this.transport(signed), this.config.dataCenter);',
		to: 'const sent = this.transport(signed);',
		tests: connection,
	},
	{
		what: "live-check: an error's message is shown",
		file: 'mcp/liveCheck/run.ts',
		from: 'const kind = oneOf(error.name, [error.name]);',
		to: 'const kind = oneOf(error.message, [error.message]);',
		tests: secrets,
	},
	{
		what: 'live-check: an assumption that was not looked at is left out',
		file: 'mcp/liveCheck/run.ts',
		from: 'if (!seen.has(assumption.name))',
		to: 'if (reason !== null)',
		tests: surprises,
	},
	{
		what: 'live-check: a run that was stopped goes on',
		file: 'mcp/liveCheck/run.ts',
		from: 'live.connection.host.signal.throwIfAborted();',
		to: '',
		tests: surprises,
	},
	{
		what: 'live-check: a difference exits with 0',
		file: 'mcp/commands/liveCheck.ts',
		from: 'return hasDifference(all) ? 1 : 0;',
		to: 'return 0;',
		tests: `${command} -t exits.with.1`,
	},
];
