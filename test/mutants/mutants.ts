import { FAULT_MUTANTS } from './faultMutants';

/** One deliberate fault: a guard taken away. At least one of the tests named must fail for it. */
export interface Mutant {
	readonly what: string;
	readonly file: string;
	readonly from: string;
	readonly to: string;
	/** Folders or files of tests, as Jest takes them. */
	readonly tests: string;
}

const http = 'test/shared/http';
const exports = 'test/shared/exports test/shared/auditLog';
// Not all of the folder: a run that takes too long counts as one that noticed.
const node = 'test/nodes/node.test.ts test/nodes/operations.test.ts';

export const MUTANTS: readonly Mutant[] = [
	...FAULT_MUTANTS,
	{
		what: 'any host may see the token',
		file: 'shared/http/allowedUrls.ts',
		from: 'origins.includes(url.origin) &&',
		to: '',
		tests: http,
	},
	{
		what: 'any path of a file host may see the token',
		file: 'shared/http/allowedUrls.ts',
		from: "(purpose === 'file' ? FILE_PATH : API_PATH).test(url.pathname)",
		to: 'true',
		tests: http,
	},
	{
		what: 'user info in a link is let through',
		file: 'shared/http/allowedUrls.ts',
		from: "url.username === '' &&\n\t\turl.password === '' &&",
		to: '',
		tests: http,
	},
	{
		what: 'redirects are not checked',
		file: 'shared/http/guarded.ts',
		from: 'return allowedUrl(target, purpose, dataCenter);',
		to: 'return target;',
		tests: http,
	},
	{
		what: 'redirects never end',
		file: 'shared/http/guarded.ts',
		from: 'hop === MAX_HOPS',
		to: 'hop === 1000',
		tests: http,
	},
	{
		what: 'http is taken from any host',
		file: 'shared/dataCenters.ts',
		from: "(url.protocol === 'http:' && isLoopback(url.hostname))",
		to: "url.protocol === 'http:'",
		tests: http,
	},
	{
		what: 'an account of another data center is asked',
		file: 'shared/http/connection.ts',
		from: 'if (api === null || dataCenter.api.includes(api)) return api ?? production;',
		to: 'return api ?? production;',
		tests: http,
	},
	{
		what: 'a POST is repeated',
		file: 'shared/http/retrying.ts',
		from: "if (request.method !== 'GET') return await transport(request);",
		to: '',
		tests: http,
	},
	{
		what: "a day's used-up credits are asked for again",
		file: 'shared/http/retrying.ts',
		from: "if (refusal?.limit === 'day') return null;",
		to: '',
		tests: http,
	},
	{
		what: 'a hint of Zoho is not waited for',
		file: 'shared/http/retrying.ts',
		from: 'return hint > MAX_HINT_SECONDS ? null : hint * 1000 + jitter;',
		to: 'return jitter;',
		tests: http,
	},
	{
		what: 'a missing scope renews the token',
		file: 'shared/http/refusal.ts',
		from: "new Set(['INVALID_TOKEN', 'INVALID_OAUTHTOKEN'])",
		to: "new Set(['INVALID_TOKEN', 'INVALID_OAUTHTOKEN', 'OAUTH_SCOPE_MISMATCH'])",
		tests: http,
	},
	{
		what: 'a refusal under HTTP 200 is taken for an answer',
		file: 'shared/http/refusal.ts',
		from: 'if (response.status < 400 && !verdict) return undefined;',
		to: 'if (response.status < 400) return undefined;',
		tests: http,
	},
	{
		what: 'long ids lose digits',
		file: 'shared/http/json.ts',
		from: 'LONG_NUMBER.test(text) ? quoteLongNumbers(text) : text',
		to: 'text',
		tests: http,
	},
	{
		what: 'a token answer with an error is taken',
		file: 'shared/http/tokenAnswer.ts',
		from: "if (json && token && !asText(json['error'])) {",
		to: 'if (json && token) {',
		tests: http,
	},
	{
		what: 'a body is read without bound',
		file: 'shared/http/body.ts',
		from: 'size > maxBytes',
		to: 'size > maxBytes * 100',
		tests: http,
	},
	{
		what: 'an export is posted again without a look',
		file: 'shared/exports/scheduleExport.ts',
		from: 'if (found) return { job: found, adopted: false };',
		to: '',
		tests: exports,
	},
	{
		what: 'an export of another question is joined',
		file: 'shared/exports/scheduleExport.ts',
		from: 'hadEnded && isSameQuestion(criteria, job.criteria);',
		to: 'hadEnded;',
		tests: exports,
	},
	{
		what: 'an export begun too early is joined',
		file: 'shared/exports/scheduleExport.ts',
		from: 'isOwn(job, ownUserId) && hadEnded &&',
		to: 'isOwn(job, ownUserId) &&',
		tests: exports,
	},
	{
		what: 'an export older than the period is read for it',
		file: 'shared/exports/coveringExport.ts',
		from: 'started + at.fresh * 1000 >= window.to &&',
		to: '',
		tests: exports,
	},
	{
		what: 'the last second of a window is lost',
		file: 'shared/exports/criteria.ts',
		from: 'Math.ceil(to / SECOND) - 1',
		to: 'Math.ceil(to / SECOND) - 2',
		tests: exports,
	},
	{
		what: 'an unknown status word ends the wait',
		file: 'shared/exports/exportJob.ts',
		from: "if (!FINISHED.has(word)) return { ...facts, state: 'running' };",
		to: "if (word === 'running') return { ...facts, state: 'running' };",
		tests: exports,
	},
	{
		what: 'pages of the endpoint repeat for ever',
		file: 'shared/auditLog/auditLogPages.ts',
		from: 'emptyPages >= MAX_EMPTY_PAGES',
		to: 'vainPages >= 10_000',
		tests: exports,
	},
	{
		what: 'entries that move to the next page come twice',
		file: 'shared/auditLog/auditLogPages.ts',
		from: 'return isNew;',
		to: 'return isNew || id !== null;',
		tests: exports,
	},
	{
		what: 'a time without seconds is taken for its first second',
		file: 'shared/entries/filter.ts',
		from: 'time.instant + time.grain > period.from',
		to: 'time.instant >= period.from',
		tests: 'test/shared/entries/filter.test.ts',
	},
	{
		what: 'a limit fetches a whole page',
		file: 'shared/auditLog/endpointReading.ts',
		from: 'Math.min(limit ?? Infinity, MAX_PER_PAGE)',
		to: 'MAX_PER_PAGE',
		tests: node,
	},
	{
		what: 'n8n renews the token on every 401',
		file: 'nodes/ZohoCrmAuditLog/transport.ts',
		from: 'ignoreHttpStatusErrors: !throwsOn401',
		to: 'ignoreHttpStatusErrors: false',
		tests: node,
	},
	{
		what: 'n8n follows redirects with the token',
		file: 'nodes/ZohoCrmAuditLog/transport.ts',
		from: 'disableFollowRedirect: true,\n\t\tsendCredentialsOnCrossOriginRedirect: false,\n\t\tallowedDomains: hostNames(dataCenter),',
		to: '',
		tests: node,
	},
	{
		what: 'a refused connection is asked for every item',
		file: 'nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node.ts',
		from: 'if (refusal) throw refusal;',
		to: '',
		tests: node,
	},
	{
		what: 'items do not say where they came from',
		file: 'nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node.ts',
		from: 'items.push({ ...output, pairedItem: { item } });',
		to: 'items.push(output);',
		tests: node,
	},
	{
		what: 'an export of two windows is read whole for both',
		file: 'shared/reading/exportReader.ts',
		from: 'if (!window) return whole;',
		to: 'if (window || !window) return whole;',
		tests: exports,
	},
	{
		what: 'times are read in the format of the reader',
		file: 'shared/reading/entryContexts.ts',
		from: 'const exporter = isOwn ? own :',
		to: 'const exporter = own ?? undefined ? own :',
		tests: exports,
	},
	{
		what: 'criteria that cannot be read are the whole log',
		file: 'shared/exports/exportJob.ts',
		from: "criteria: job['criteria'] === null ? null : { ...criteria },",
		to: 'criteria: criteria ? { ...criteria } : null,',
		tests: exports,
	},
	{
		what: 'exports are posted without end against one that has ended',
		file: 'shared/exports/scheduleExport.ts',
		from: "if (named) return named.state === 'running' ? named : undefined;",
		to: 'if (named) return named;',
		tests: exports,
	},
	{
		what: 'a user who sees a part is told it is all',
		file: 'shared/reading/coverage.ts',
		from: 'if (user && seesEverything(user)) return null;',
		to: 'if (user) return null;',
		tests: exports,
	},
	{
		what: 'the hour that comes twice is guessed',
		file: 'shared/dialect/timeZone.ts',
		from: 'return shown.length === 1 ? (shown[0] ?? null) : null;',
		to: 'return shown[0] ?? null;',
		tests: 'test/shared/entries',
	},
	{
		what: 'n8n is asked for compressed bodies',
		file: 'nodes/ZohoCrmAuditLog/transport.ts',
		from: "'Accept-Encoding': 'identity', ",
		to: '',
		tests: node,
	},
	{
		what: 'a filter whose expression found nothing is dropped',
		file: 'nodes/ZohoCrmAuditLog/operations/filters.ts',
		from: 'rejectMissing(values);',
		to: '',
		tests: node,
	},
	{
		what: 'a record that may not be seen refuses all others',
		file: 'nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node.ts',
		from: 'error instanceof CredentialError && !error.facts.isOfOneRecord',
		to: 'error instanceof CredentialError',
		tests: node,
	},
];
