import type { Account } from '../account';
import { invalidUrlPattern, json, noContent, refusal, zohoError } from '../answers';
import type { ZohoAnswer, ZohoRequest } from '../answers';
import { iso8601 } from '../log/times';
import { organization } from '../organization/organization';
import { seesEverything } from '../organization/visibility';
import { readBody } from './criteria';
import { echo } from './criteriaMatch';
import { wrapped } from './criteriaRefusal';
import { fileName } from './download';
import { blockingJob, expiryOf, schedule, stateOf } from './jobs';
import type { Job } from './job';
import type { State } from './jobs';

/** https://www.zoho.com/crm/developer/docs/api/v8/create-export-audit-log.html */
export function createExport(account: Account, request: ZohoRequest): ZohoAnswer {
	if (account.switches.readOnlyMode) {
		return refusal(400, 'INVALID_REQUEST', 'the organization is in read-only mode');
	}
	const criteria = readBody(request.body, account.switches);
	if (criteria !== null && 'body' in criteria) return criteria;
	const blocking = blockingJob(account);
	if (blocking) {
		const details = account.switches.alreadyScheduledId ? { id: blocking.id } : {};
		return wrapped(zohoError('ALREADY_SCHEDULED', 'Export is already scheduled', details));
	}
	const { id } = schedule(account, criteria, account.user());
	return json(200, {
		audit_log_export: [
			{
				status: 'success',
				code: 'SCHEDULED',
				message: 'ExportAuditlog scheduled successfully.',
				details: { id },
			},
		],
	});
}

/** Newest first, at most 100; no paging is documented. */
export function listExports(account: Account): ZohoAnswer {
	const shown = account.jobs.filter((job) => isShown(account, job)).reverse();
	if (shown.length === 0) return noContent();
	return json(200, { audit_log_export: shown.slice(0, 100).map((job) => shape(account, job)) });
}

/** https://www.zoho.com/crm/developer/docs/api/v8/get-export-audit-log.html */
export function getExport(account: Account, id: string): ZohoAnswer {
	const job = account.jobs.find((it) => it.id === id && isShown(account, it));
	if (!job) return account.switches.unknownJob === 204 ? noContent() : invalidUrlPattern();
	return json(200, { audit_log_export: [shape(account, job)] });
}

/** Whether the list includes other users' jobs is not documented; `created_by` suggests it. */
function isShown(account: Account, job: Job): boolean {
	const user = account.user();
	const all = account.switches.listShowsAllUsers && seesEverything(user);
	return all || job.created_by.id === user.id;
}

function shape(account: Account, job: Job): unknown {
	const now = account.now();
	const state = stateOf(job, now);
	const ended = state === 'finished' || state === 'failed' || state === 'deleted';
	const zone = account.user().time_zone;
	const expiry = state === 'finished' ? expiryOf(account, job) : null;
	const given = state === 'finished' ? links(account, job, now) : null;
	return {
		criteria: job.criteria && echo(job.criteria, account.switches),
		job_start_time: iso8601(job.created, zone),
		...(given !== undefined && { download_links: given }),
		job_end_time: ended ? iso8601(job.ends, zone) : null,
		id: job.id,
		expiry_date: expiry === null ? null : iso8601(expiry, zone),
		created_by: { name: job.created_by.full_name, id: job.created_by.id },
		status: word(account, state),
	};
}

/** Undefined for an answer without the key. */
function links(account: Account, job: Job, now: number): string[] | null | undefined {
	const { linksLateSeconds, emptyLinks, linkOrigin, linkOrganization } = account.switches;
	if (now < job.ends + linksLateSeconds * 1_000) return null;
	if (job.entries?.length === 0 && !emptyLinks.endsWith('_file')) {
		if (emptyLinks === 'absent') return undefined;
		return emptyLinks === 'null' ? null : [];
	}
	const origin = linkOrigin ?? account.origins.files;
	const number = linkOrganization ?? organization.zgid;
	return [`${origin}/v2/crm/${number}/auditlog/${job.fileId}/${fileName(account, job)}`];
}

function word(account: Account, state: State): string {
	if (account.switches.statusWords === 'openapi') return state;
	const docs = state === 'running' ? 'progress' : state;
	if (account.switches.statusWords === 'docs_lower_case') return docs;
	return docs.charAt(0).toUpperCase() + docs.slice(1);
}
