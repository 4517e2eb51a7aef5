import type { Mutant } from './mutant';

const history = 'test/mcp/tools/getRecordHistory.test.ts';
const http = 'test/mcp/server/http.test.ts';
const ignored = 'test/mcp/tools/ignoredArguments.test.ts';
const resources = 'test/mcp/server/resources.test.ts';
const secrets = 'test/mcp/server/secrets.test.ts';
const summary = 'test/mcp/tools/summarizeAuditLog.test.ts';

/** Mutations of the server's tools, its resources and its HTTP transport. */
export const SERVER_MUTANTS: readonly Mutant[] = [
	{
		what: 'tool: omitted groups are not reported',
		file: 'mcp/tools/summarizeAuditLog.ts',
		from: 'if (omitted === 0) return [];',
		to: 'if (omitted >= 0) return [];',
		tests: summary,
	},
	{
		what: 'tool: counts exceed the budget of an answer',
		file: 'mcp/tools/summarizeAuditLog.ts',
		from: 'withinBudget(app.config.maxResultChars, groups',
		to: 'withinBudget(Infinity, groups',
		tests: summary,
	},
	{
		what: 'tool: the first of several matching records is chosen',
		file: 'mcp/tools/getRecordHistory.ts',
		from: 'if (others.length > 0) return',
		to: 'if (others.length < 0) return',
		tests: history,
	},
	{
		what: 'tool: an exact name does not take precedence',
		file: 'mcp/questions/recordsFound.ts',
		from: 'return (exact.length > 0 ? exact : all).map(',
		to: 'return all.map(',
		tests: history,
	},
	{
		what: 'tool: a server error counts as a timeline that is refused',
		file: 'mcp/tools/getRecordHistory.ts',
		from: 'if (!isRefused || !isOfOneRecord || isTokenDead) return null;',
		to: '',
		tests: history,
	},
	{
		what: 'tool: any number of candidates',
		file: 'mcp/tools/getRecordHistory.ts',
		from: 'records.slice(0, MAX_CANDIDATES)',
		to: 'records',
		tests: history,
	},
	{
		what: 'tool: an archive that cannot be read is saved as a file',
		file: 'mcp/tools/downloadExport.ts',
		from: 'const overview = await client',
		to: 'if (app.config.downloadDir !== null) await saved(download, app.config.downloadDir, signal);\n\tconst overview = await client',
		tests: `${secrets} -t truncated`,
	},
	{
		what: 'tool: an export that failed is waited for',
		file: 'mcp/tools/downloadExport.ts',
		from: "if (job.state === 'failed') return failed(app, question, job);",
		to: '',
		tests: 'test/mcp/tools/exportTools.test.ts',
	},
	{
		what: 'tool: ignored arguments are not reported',
		file: 'mcp/tools/tool.ts',
		from: '...ignoredNotes(definition.name, args, input), ',
		to: '',
		tests: ignored,
	},
	{
		what: 'tool: notes are not part of the budget',
		file: 'mcp/tools/tool.ts',
		from: 'app.config.maxResultChars - NOTE_CHARS',
		to: 'app.config.maxResultChars',
		tests: ignored,
	},
	{
		what: 'tool: arguments that a host adds are part of the query',
		file: 'mcp/tools/tool.ts',
		from: 'knownArguments(args as z.output<z.ZodObject<I>>, input),',
		to: '(knownArguments, args as z.output<z.ZodObject<I>>),',
		tests: ignored,
	},
	{
		what: 'resource: more rows than allowed',
		file: 'mcp/server/resources.ts',
		from: 'Math.min(Number(text), most)',
		to: 'Number(text)',
		tests: resources,
	},
	{
		what: 'resource: rows exceed the budget',
		file: 'mcp/server/resources.ts',
		from: 'if (length > app.config.maxResultChars && lines.length > 1) break;',
		to: '',
		tests: resources,
	},
	{
		what: 'resource: an unknown URI is some file',
		file: 'mcp/server/resources.ts',
		from: '(file) => file.uri === bare',
		to: '(file) => file.uri !== bare',
		tests: resources,
	},
	{
		what: 'resource: an error repeats its URI unredacted',
		file: 'mcp/server/factory.ts',
		from: 'app.log.redacted(uri.href)',
		to: 'uri.href',
		tests: `${secrets} -t unknown.calls`,
	},
	{
		what: 'http: any Host',
		file: 'mcp/server/http.ts',
		from: '!hostOk(request, response) || ',
		to: '',
		tests: http,
	},
	{
		what: 'http: any Origin',
		file: 'mcp/server/http.ts',
		from: ' || !originOk(request, response)',
		to: '',
		tests: http,
	},
	{
		what: 'http: any token',
		file: 'mcp/server/http.ts',
		from: 'return timingSafeEqual(digest(sent), digest(token));',
		to: "return sent !== '' && token !== '';",
		tests: http,
	},
	{
		what: 'http: a body of any size',
		file: 'mcp/server/http.ts',
		from: 'maxRequestBodySize: 262_144',
		to: 'maxRequestBodySize: 262_144_000',
		tests: http,
	},
	{
		what: 'http: a call that hangs keeps the process alive',
		file: 'mcp/server/http.ts',
		from: 'setTimeout(() => server.closeAllConnections(), GRACE_MS)',
		to: 'setTimeout(() => undefined, GRACE_MS)',
		tests: `${http} -t exits.with.0`,
	},
	{
		what: 'http: its own token may be in the log',
		file: 'mcp/server/app.ts',
		from: 'for (const secret of secretsOf(config)) log.hide(secret);',
		to: '',
		tests: `${secrets} -t unknown.calls`,
	},
	{
		what: 'read-only: every request is sent',
		file: 'mcp/questions/noExport.ts',
		from: "if (request.method === 'GET') return",
		to: 'if (request) return',
		tests: 'test/mcp/tools/readOnly.test.ts',
	},
	{
		what: 'read-only: create_export is offered',
		file: 'mcp/server/factory.ts',
		from: " && !(readOnly && access === 'creates')",
		to: '',
		tests: 'test/mcp/tools/readOnly.test.ts',
	},
	{
		what: 'the rows of a file are given without a word on those that are left out',
		file: 'mcp/server/resources.ts',
		from: "return remark === '' ? [text] :",
		to: 'return remark.length >= 0 ? [text] :',
		tests: 'test/mcp/server/resources.test.ts',
	},
];
