import type { Mutant } from './mutants';

const http = 'test/shared/http';
const exports = 'test/shared/exports test/shared/auditLog';
const tokens = 'test/mcp/zoho/tokenProperties.test.ts';
const killed = 'test/faults/killed.test.ts';

/** Guards against what goes wrong between Zoho and here: the faults of test/faults. */
export const FAULT_MUTANTS: readonly Mutant[] = [
	{
		what: 'a part of another version is joined',
		file: 'shared/http/resuming.ts',
		from: "(rest.headers['etag'] ?? etag) === etag &&",
		to: '',
		tests: http,
	},
	{
		what: 'a part from another place is joined',
		file: 'shared/http/resuming.ts',
		from: 'from === partial.body.length &&',
		to: '',
		tests: http,
	},
	{
		what: 'a part under a weak ETag is joined',
		file: 'shared/http/resuming.ts',
		from: 'isOffered && /^"[^"]*"$/.test(etag) ? etag : null',
		to: "isOffered && etag !== '' ? etag : null",
		tests: http,
	},
	{
		what: 'an export that reaches the cap to the entry is taken for whole',
		file: 'shared/reading/isAtCap.ts',
		from: 'return entries >= cap.entries;',
		to: 'return entries > cap.entries;',
		tests: exports,
	},
	{
		what: 'halves have a seam within a minute',
		file: 'shared/exports/windows.ts',
		from: '?? MINUTE;',
		to: '?? 1000;',
		tests: exports,
	},
	{
		what: 'an export known to be cut is asked for again',
		file: 'shared/auditLog/exportRange.ts',
		from: 'if (jobs.some((job) => isCut(job) && liesWithin(job, part)) && divide(part, parts)) continue;',
		to: '',
		tests: exports,
	},
	{
		what: "an export cut at Zoho's cap answers for a part of it",
		file: 'shared/auditLog/exportRange.ts',
		from: 'await new ExportReader(session, download, options).isAtCap();',
		to: '',
		tests: exports,
	},
	{
		what: 'a job that serves two windows is read twice',
		file: 'shared/auditLog/exportRange.ts',
		from: 'if (found && before?.id === found.id) {',
		to: "if (found && before?.id === 'never') {",
		tests: exports,
	},
	{
		what: 'windows overlap',
		file: 'shared/exports/windows.ts',
		from: 'from = seam;',
		to: 'from = seam - 60_000;',
		tests: exports,
	},
	{
		what: 'a changed file is verified',
		file: 'shared/reading/verifyManifest.ts',
		from: 'digests[index] === digest && isFree(file)',
		to: 'isFree(file)',
		tests: 'test/shared/reading/manifest.test.ts',
	},
	{
		what: 'changed rows are verified',
		file: 'shared/reading/verifyManifest.ts',
		from: "tally.sha256 === part['rows_sha256'] && ",
		to: '',
		tests: 'test/shared/reading/manifest.test.ts',
	},
	{
		what: 'a manifest passes over the last rows',
		file: 'shared/reading/rowDigest.ts',
		from: 'if (this.lines.length > 0) await this.closeBlock();',
		to: '',
		tests: 'test/shared/reading/manifest.test.ts',
	},
	{
		what: 'a file has its name before it is whole',
		file: 'mcp/archive/savedFiles.ts',
		from: 'const partial = join(folder, `.${name}.${own}.partial`);',
		to: 'const partial = join(folder, name);',
		tests: killed,
	},
	{
		what: 'what a killed server left half written stays',
		file: 'mcp/archive/savedFiles.ts',
		from: 'if (isLeft) await rm(path, { force: true });',
		to: '',
		tests: killed,
	},
	{
		what: 'what a living server is writing is removed',
		file: 'mcp/archive/savedFiles.ts',
		from: '!isRunning(Number(pid))',
		to: 'true',
		tests: 'test/mcp/archive/savedFiles.test.ts',
	},
	{
		what: 'a write that was cancelled leaves half a file',
		file: 'mcp/archive/savedFiles.ts',
		from: 'await rm(partial, { force: true });',
		to: '',
		tests: 'test/mcp/archive/savedFiles.test.ts',
	},
	{
		what: 'everybody who meets a dead token renews it',
		file: 'mcp/zoho/accessToken.ts',
		from: '(this.renewal ??= this.renewed()',
		to: '(this.renewal = this.renewed()',
		tests: tokens,
	},
	{
		what: 'who learns late of a dead token drops the new one',
		file: 'mcp/zoho/accessToken.ts',
		from: 'if (this.token?.value === refused) this.token = null;',
		to: 'if (refused) this.token = null;',
		tests: tokens,
	},
	{
		what: 'a ninth token is asked for in ten minutes',
		file: 'mcp/zoho/accessToken.ts',
		from: 'const MOST_RENEWALS = 8;',
		to: 'const MOST_RENEWALS = 9;',
		tests: tokens,
	},
];
