import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { DAY } from '../../../shared/durations';
import { AuditLogError } from '../../../shared/errors';
import type { ExportJob, FinishedExport } from '../../../shared/exports/exportJob';
import { allowedUrl } from '../../../shared/http/allowedUrls';
import { isScopeCode } from '../../../shared/http/codes';
import { isDeadTokenCode } from '../../../shared/http/refusal';
import { codeWord, mediaType, outcomeOf } from '../answers';
import { type Line, line, lineOf } from '../assumption';
import type { Answer, Connection } from '../connection';
import { count, list, oneOf, say, shape, type Shown } from '../shown';
import type { Live, Step } from '../step';
import { DOWNLOAD as A } from './assumptions';

const FILE_NAME = /^AuditLog(_\d{1,4})?\.(csv|zip)$/;
const TYPES = ['text/csv', 'application/zip', 'application/octet-stream', 'application/x-download'];
const HOSTS = ['download', 'download-accl', 'files', 'files-accl'];
/** Where a host ignores ranges, the whole file comes. */
const FIRST_BYTES = { range: 'bytes=0-99' };
const SLACK_BYTES = 65_536;

async function* run(live: Live): AsyncGenerator<Line> {
	const job = jobToRead(live);
	if (!job) return;
	const links = job.download_links;
	yield* linkLines(live, links);
	const [link = ''] = links;
	if (!links.every((it) => isAllowed(live.connection, it))) return;
	const { connection } = live;
	try {
		const download = await connection.client.downloadExport(job, {});
		const period = live.ownExport?.job === job ? live.ownExport.period : undefined;
		live.file = { job, download, period };
	} catch (error) {
		if (!(error instanceof AuditLogError)) throw error;
		yield* refusedLines(live, link, error);
		return;
	}
	yield line(A.scope, 'unseen', say`the scope is granted`);
	yield* answerLines(connection);
	const bytes = live.file.download.files.reduce((sum, file) => sum + file.bytes.length, 0);
	const most = bytes + SLACK_BYTES;
	yield* headerLines(await connection.file(link, 'bearer', FIRST_BYTES, most));
	yield strangerLine(await connection.file(link, 'stranger', FIRST_BYTES, most));
	yield* expiredLine(live, job);
}

/** The one that was created here, else the newest: the user's own, because its times are in known settings. */
function jobToRead({ ownExport, jobs, user }: Live): FinishedExport | undefined {
	const finished = [ownExport?.job, ...jobs].filter(hasFile);
	const own = finished.find(({ created_by }) => created_by?.id === user?.id);
	return finished.find((job) => job === ownExport?.job) ?? own ?? finished[0];
}

function hasFile(job: ExportJob | undefined): job is FinishedExport {
	return job?.state === 'finished' && job.download_links.length > 0;
}

function* linkLines({ connection, zgid }: Live, links: readonly string[]): Generator<Line> {
	const { files, id } = connection.config.dataCenter;
	const hosts: Shown[] = [];
	const wrong: Shown[] = [];
	for (const link of links) {
		const url = URL.canParse(link) ? new URL(link) : null;
		if (!url || !files.includes(url.origin)) {
			const where = url ? shape(url.hostname) : say`no address`;
			wrong.push(say`another host, to which nothing was sent: ${where}`);
			continue;
		}
		hosts.push(
			id === 'custom' ? say`the one set by hand` : oneOf(url.hostname.split('.')[0] ?? '', HOSTS),
		);
	}
	const isOther = id !== 'custom' && links.some((link) => !link.startsWith(`${files[0]}/`));
	yield wrong.length > 0
		? line(A.host, 'new', list(wrong))
		: line(A.host, isOther ? 'variant' : 'same', list(hosts));
	const paths = links.map((link) => (URL.canParse(link) ? new URL(link).pathname : ''));
	const odd = paths.filter((path) => !/^\/v\d\/crm\/\d+\/auditlog\/\d+\/[^/]+$/.test(path));
	yield lineOf(A.path, odd.map(shape), say`the same; links: ${count(links.length)}`);
	const names = paths.map((path) => path.split('/').at(-1) ?? '');
	const other = names.filter((name) => !FILE_NAME.test(name)).map(shape);
	yield lineOf(A.name, other, say`the same`);
	const numbers = paths.map((path) => /\/crm\/([^/]+)\//.exec(path)?.[1] ?? '');
	if (zgid === null) return;
	const isOwn = numbers.every((number) => number === zgid);
	yield line(A.organization, isOwn ? 'same' : 'variant', isOwn ? say`zgid` : say`another number`);
}

function isAllowed({ config }: Connection, link: string): boolean {
	try {
		return allowedUrl(link, 'file', config.dataCenter) !== '';
	} catch {
		return false;
	}
}

async function* refusedLines(
	{ connection, scopes }: Live,
	link: string,
	{ facts }: AuditLogError,
): AsyncGenerator<Line> {
	const code = facts.code ?? null;
	if (code === null && facts.status === undefined) {
		yield line(A.answer, 'new', say`something that the client does not read as a file`);
		return;
	}
	const answer = await connection.file(link, 'own', FIRST_BYTES);
	const isScope = isScopeCode(code);
	const isGranted = scopes?.includes('ZohoFiles.files.READ') ?? false;
	yield line(A.answer, isScope && !isGranted ? 'unseen' : 'new', outcomeOf(answer));
	if (!isScope) return;
	const isSame = answer.status === 401 && code === 'OAUTH_SCOPE_MISMATCH';
	yield line(A.scope, isSame ? 'same' : 'variant', outcomeOf(answer));
}

function* answerLines({ fileAnswers }: Connection): Generator<Line> {
	const redirects = fileAnswers.filter(({ status }) => status >= 300 && status < 400).length;
	yield redirects === 0
		? line(A.redirect, 'same', say`none`)
		: line(A.redirect, 'variant', say`${count(redirects)}, to hosts of the data center`);
	const last = fileAnswers.at(-1);
	if (!last) return;
	const type = mediaType(last);
	const isKnown = TYPES.includes(type);
	yield line(
		A.answer,
		isKnown ? 'same' : 'new',
		say`HTTP ${count(last.status)} ${oneOf(type, TYPES)}`,
	);
	const { headers } = last;
	const missing = ['content-length', 'content-disposition'].filter((name) => !(name in headers));
	yield lineOf(
		A.headers,
		missing.map((name) => say`no ${oneOf(name, missing)}`),
		say`both`,
		'variant',
	);
	const hasRanges = 'accept-ranges' in headers || 'etag' in headers;
	const strong = /^"/.test(headers['etag'] ?? '') ? say`a strong ETag` : say`no strong ETag`;
	const ranges = 'accept-ranges' in headers ? say`Accept-Ranges` : say`no Accept-Ranges`;
	yield line(A.ranges, hasRanges ? 'variant' : 'same', say`${ranges}, ${strong}`);
}

function* headerLines(answer: Answer): Generator<Line> {
	const { status, code } = answer;
	if (status < 300) {
		yield line(A.bearer, 'same', say`HTTP ${count(status)}`);
		yield line(A.refusal, 'unseen', say`it is accepted`);
		return;
	}
	yield line(A.bearer, 'variant', outcomeOf(answer));
	const isSame =
		status === 401 && code === 'AUTHENTICATION_FAILURE' && mediaType(answer) !== 'text/html';
	const isKnown =
		code === 'AUTHENTICATION_FAILURE' ||
		isDeadTokenCode(code) ||
		(status === 401 && !isScopeCode(code));
	yield line(A.refusal, isSame ? 'same' : isKnown ? 'variant' : 'new', outcomeOf(answer));
}

function strangerLine(answer: Answer): Line {
	const { status, code } = answer;
	const isSame = status === 401 && code === 'INVALID_TOKEN';
	const isKnown = status === 401 && isDeadTokenCode(code);
	const came = code === null ? outcomeOf(answer) : say`HTTP ${count(status)} ${codeWord(code)}`;
	return line(A.errors, isSame ? 'same' : isKnown ? 'variant' : 'new', came);
}

/** An old link: of an export that says that it has expired, else of the oldest one. */
async function* expiredLine(
	{ connection, jobs }: Live,
	read: FinishedExport,
): AsyncGenerator<Line> {
	const now = connection.now();
	const others = jobs.filter(hasFile).filter((job) => job.id !== read.id);
	const isOver = ({ expiry_date }: FinishedExport): boolean =>
		(instantOfIso(expiry_date ?? '') ?? Infinity) < now;
	const job = others.find(isOver) ?? others.at(-1);
	const [link = ''] = job?.download_links ?? [];
	if (!job || !isAllowed(connection, link)) return;
	const days = Math.floor((now - (instantOfIso(job.job_end_time ?? '') ?? now)) / DAY);
	const age = say`of an export of ${count(days)} days ago`;
	const answer = await connection.file(link, 'own', FIRST_BYTES, 256 * 1024 * 1024);
	const { status, code } = answer;
	if (status < 300) {
		const came = say`${age}: it still works`;
		yield line(A.expired, isOver(job) ? 'variant' : 'unseen', came);
		return;
	}
	const isKnown = [401, 403, 410].includes(status) && !isScopeCode(code) && !isDeadTokenCode(code);
	yield line(
		A.expired,
		status === 404 ? 'same' : isKnown ? 'variant' : 'new',
		say`${age}: ${outcomeOf(answer)}`,
	);
}

export const download: Step = { assumptions: A, run };
