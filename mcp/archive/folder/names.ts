import { UnavailableError } from '../../../shared/errors';
import type { Transport, ZohoRequest, ZohoResponse } from '../../../shared/http/transport';
import type { ArchiveFolder } from './archiveFolder';

/** Users, modules and the organization: without them the rows of an export tell half as much. */
const NAMES = /^\/crm\/v\d+(\/(?:users|org|settings\/modules)(?:\?.*)?)$/;
const JOBS = /^\/crm\/v\d+\/settings\/audit_log_export(?:\/(\d+))?$/;

/** The same transport, whose answers about names are kept for when there is no connection. */
export function keepingNames(
	transport: Transport,
	folder: ArchiveFolder,
	onFailure: (error: unknown) => void,
): Transport {
	return async (request) => {
		const response = await transport(request);
		const name = nameIn(request);
		if (name !== undefined && (response.status === 200 || response.status === 204)) {
			const text = new TextDecoder().decode(response.body);
			await folder.names.keep(name, { status: response.status, text }).catch(onFailure);
		}
		return response;
	};
}

/** What the folder holds in place of Zoho: no connection is made. */
export function offlineTransport(folder: ArchiveFolder): Transport {
	return async (request) => {
		request.signal?.throwIfAborted();
		const { pathname } = new URL(request.url);
		const name = nameIn(request);
		if (name !== undefined) {
			const kept = await folder.names.get(name);
			if (kept) return answer(kept.status, kept.text);
			// As Zoho does for a user who may not see it: the answer does without.
			return answer(403, JSON.stringify({ code: 'NO_PERMISSION', status: 'error' }));
		}
		const job = request.method === 'GET' ? JOBS.exec(pathname) : null;
		if (!job) {
			throw new UnavailableError(
				'This server answers from its archive alone (--offline) and asks Zoho nothing.',
			);
		}
		const jobs = (await folder.all()).filter(({ id }) => job[1] === undefined || id === job[1]);
		if (jobs.length === 0) return answer(204, '');
		return answer(
			200,
			JSON.stringify({
				audit_log_export: jobs.map(({ id, startedAt, createdById, criteria }) => ({
					id,
					status: 'finished',
					job_start_time: startedAt,
					job_end_time: startedAt,
					created_by: createdById === null ? null : { id: createdById },
					criteria: criteria === undefined ? {} : criteria,
				})),
			}),
		);
	};
}

/** The path and question of a request for names. */
function nameIn({ method, url }: ZohoRequest): string | undefined {
	const { pathname, search } = new URL(url);
	return method === 'GET' ? NAMES.exec(pathname + search)?.[1] : undefined;
}

function answer(status: number, text: string): ZohoResponse {
	return {
		status,
		headers: { 'content-type': 'application/json' },
		body: new TextEncoder().encode(text),
	};
}
