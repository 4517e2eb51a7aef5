import { createHash } from 'node:crypto';
import AdmZip from 'adm-zip';
import type { Account } from '../account';
import { authorizationOf, refuseToken } from '../accounts/authorization';
import { bytes, html, invalidRequestMethod, invalidUrlPattern, json, refusal } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { csv, rowsOf } from './csv';
import type { Row } from './csv';
import { expiryOf, stateOf } from './jobs';
import type { Switches } from '../switches';
import type { Job } from './job';

/** The file server's own error shape, without `code`: Zoho's OpenAPI description, FileBodyWrapper. */
function xError(status: number, error: string, info: string): ZohoAnswer {
	return json(status, { 'x-error': error, info, status: 'error' });
}

/**
 * GET /v2/crm/{zgid}/auditlog/{id}/{file}, on a separate host and with a separate scope:
 * https://www.zoho.com/crm/developer/docs/api/v8/download-export-audit-log-result.html
 */
export function download(account: Account, request: ZohoRequest): ZohoAnswer {
	const { switches } = account;
	const url = new URL(request.url);
	const [, fileId, name] = /^\/v2\/crm\/\d+\/auditlog\/(\d+)\/([^/]+)$/.exec(url.pathname) ?? [];
	if (fileId === undefined) return invalidUrlPattern();
	if (request.method !== 'GET') return invalidRequestMethod();
	const redirect = switches.downloadRedirect;
	if (redirect !== null && redirect !== url.origin) {
		const headers = { location: redirect + url.pathname, 'content-length': '0' };
		return { status: 302, headers, body: new Uint8Array() };
	}
	const refused = refuse(account, request.headers['authorization']);
	if (refused) return refused;
	const job = account.jobs.find((it) => it.fileId === fileId);
	if (!job || stateOf(job, account.now()) !== 'finished' || fileName(account, job) !== name) {
		return invalidUrlPattern();
	}
	const expiry = expiryOf(account, job);
	if (expiry !== null && account.now() > expiry) {
		return xError(switches.expiredLink, 'FILE_EXPIRED', 'The file is no longer available');
	}
	const body = fileOf(account, job);
	const type = name.endsWith('.zip') ? 'application/zip' : 'text/csv;charset=UTF-8';
	const disposition = `attachment; filename="${name}"; filename*=UTF-8''${name}`;
	const whole = bytes(200, type, body, { 'content-disposition': disposition });
	return switches.acceptRanges ? ranged(request, whole) : whole;
}

/** https://www.zoho.com/workdrive/developer/docs/api/v1/download-file.html: WorkDrive's, of the same family. */
const service = {
	deadToken: () => json(401, { errors: [{ id: 'F7003', title: 'Invalid OAuth token.' }] }),
	scope: () => json(401, { errors: [{ id: 'R008', title: 'Invalid OAuth scope.' }] }),
};

function refuse(account: Account, header: string | undefined): ZohoAnswer | null {
	const { switches, tokens } = account;
	if (!switches.bearerOnFiles && authorizationOf(header)?.prefix === 'Bearer') {
		return refuseBearer(switches);
	}
	const refused = refuseToken(header, ['ZohoFiles.files.READ'], tokens, switches);
	const code =
		refused && (JSON.parse(Buffer.from(refused.body).toString()) as { code: string }).code;
	const isService = switches.fileErrors === 'service';
	if (code !== 'OAUTH_SCOPE_MISMATCH') {
		return isService && code === switches.deadTokenCode ? service.deadToken() : refused;
	}
	if (isService) return service.scope();
	switch (switches.filesScopeError) {
		case 'OAUTH_SCOPE_MISMATCH':
			return refused;
		case 'INVALID_OAUTHSCOPE':
			return refusal(401, 'INVALID_OAUTHSCOPE', 'invalid oauth scope');
		case 'x-error':
			return xError(403, 'INVALID_OAUTHSCOPE', 'The scope of the token does not allow this');
	}
}

function refuseBearer({ bearerRefusal, fileErrors, deadTokenCode }: Switches): ZohoAnswer {
	switch (bearerRefusal) {
		case 'AUTHENTICATION_FAILURE':
			return refusal(401, bearerRefusal, 'Authentication failed');
		case 'dead_token':
			if (fileErrors === 'service') return service.deadToken();
			return refusal(401, deadTokenCode, 'invalid oauth token');
		case 'x-error':
			return xError(403, 'AUTHENTICATION_FAILURE', 'Authentication failed');
		case 'page':
			return html(401, 'Unauthorized');
	}
}

/** One CSV up to 100,000 entries, beyond them a ZIP of several (download page). */
export function fileName(account: Account, job: Job): string {
	return isZip(account, job) ? 'AuditLog_001.zip' : 'AuditLog.csv';
}

function isZip(account: Account, job: Job): boolean {
	return (job.entries?.length ?? 0) > account.rowsPerFile;
}

/** The bytes of a job's file, the same at every download until a switch of the dialect changes. */
function fileOf(account: Account, job: Job): Buffer {
	const { switches } = account;
	const dialect = JSON.stringify(
		Object.entries(switches).filter(([name]) => /^(csv|empty)/.test(name)),
	);
	if (job.file?.dialect === dialect) return job.file.body;
	const rows = rowsOf(job.entries ?? [], job.created_by, switches);
	const isText = job.entries?.length === 0 && switches.emptyLinks === 'text_file';
	const table = isZip(account, job) ? zip(account, rows, job.ends) : csv(rows, switches);
	const body = isText ? Buffer.from(switches.emptyText) : table;
	job.file = { dialect, body };
	return body;
}

/** The names inside are not documented by Zoho. */
function zip(account: Account, rows: Iterator<Row>, time: number): Buffer {
	const archive = new AdmZip();
	for (let number = 1; ; number++) {
		const part = [...nextRows(rows, account.rowsPerFile)];
		if (part.length === 0) return packed(archive, account.switches);
		const entry = archive.addFile(`AuditLog_${number}.csv`, csv(part, account.switches));
		// The default is the current time, which would make two runs differ.
		entry.header.time = new Date(time);
	}
}

function packed(archive: AdmZip, { csvArchive }: Account['switches']): Buffer {
	if (csvArchive === 'plain') return archive.toBuffer();
	archive.addFile('__MACOSX/._AuditLog_1.csv', Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]));
	archive.addFile('.DS_Store', Buffer.from('\0\0\0\x01Bud1\0'));
	archive.addFile(
		'README.txt',
		Buffer.from('The audit log, as exported.\nKept by Marta, for three years, on paper.\n'),
	);
	archive.addFile('logo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
	archive.addFile('empty', Buffer.alloc(0));
	return Buffer.concat([archive.toBuffer(), Buffer.alloc(512)]);
}

/** The rows of the next file, so that not all rows of an export are in memory at once. */
function* nextRows(rows: Iterator<Row>, count: number): Generator<Row> {
	for (let number = 0; number < count; number++) {
		const next = rows.next();
		if (next.done) return;
		yield next.value;
	}
}

/** Supports a single range, and If-Range with an ETag. */
function ranged(request: ZohoRequest, whole: ZohoAnswer): ZohoAnswer {
	const { length } = whole.body;
	const etag = `"${createHash('sha256').update(whole.body).digest('hex').slice(0, 32)}"`;
	const offered = { ...whole.headers, 'accept-ranges': 'bytes', etag };
	const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers['range'] ?? '') ?? [];
	const condition = request.headers['if-range'];
	if (first === undefined || (condition !== undefined && condition !== etag)) {
		return { ...whole, headers: offered };
	}
	const from = Number(first);
	const to = Math.min(last ? Number(last) : length - 1, length - 1);
	if (from > to) {
		const headers = { 'content-range': `bytes */${length}`, 'content-length': '0' };
		return { status: 416, headers, body: new Uint8Array() };
	}
	const body = whole.body.subarray(from, to + 1);
	const headers = {
		...offered,
		'content-range': `bytes ${from}-${to}/${length}`,
		'content-length': String(body.length),
	};
	return { status: 206, headers, body };
}
