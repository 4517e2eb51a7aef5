import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { AuditLogClient } from '../../shared/client';
import { LATEST } from '../../shared/exports/exportId';
import { limitsIn, windowIn } from '../../shared/exports/compareCriteria';
import { type ExportJob, newestFirst } from '../../shared/exports/exportJob';
import { CredentialError } from '../../shared/errors';
import { clientFor } from './client';
import { nodeError } from './errors';

/** The users for a list in the form, including those who left: the log still names them. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await fromZoho(this, async (client) => {
		const { all } = await client.names.users({});
		throwIfUnread(client);
		return byName(
			all.map(({ id, name, email, status }) => {
				const left = status === null || status === 'active' ? '' : ` – ${status}`;
				return { name: `${email ? `${name} (${email})` : name}${left}`, value: id };
			}),
		);
	});
}

/** The modules for a list in the form. */
export async function getModules(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await fromZoho(this, async (client) => {
		const { all } = await client.names.modules({});
		throwIfUnread(client);
		return byName(
			all.map(({ apiName, pluralLabel }) => ({ name: pluralLabel ?? apiName, value: apiName })),
		);
	});
}

/** The same for a list that is searched. */
export async function searchModules(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const search = (filter ?? '').toLowerCase();
	const modules = await getModules.call(this);
	const results = modules.filter(({ name, value }) =>
		`${name} ${value}`.toLowerCase().includes(search),
	);
	return { results: results.map(({ name, value }) => ({ name, value: String(value) })) };
}

/** The export jobs for a list in the form, newest first. */
export async function searchExports(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await fromZoho(this, async (client) => {
		const jobs = await client.listExports();
		const latest = { name: 'Latest Finished Export', value: LATEST };
		const results = newestFirst(jobs).map((job) => ({ name: nameOf(job), value: job.id }));
		const search = (filter ?? '').toLowerCase();
		return {
			results: [latest, ...results].filter(({ name, value }) =>
				`${name} ${value}`.toLowerCase().includes(search),
			),
		};
	});
}

/** When it began, what it covers, and whose it is: several of one day would look alike. */
function nameOf(job: ExportJob): string {
	const window = windowIn(job.criteria);
	const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
	const covers = window ? `${day(window.from)} to ${day(window.to - 1)}` : 'the whole log';
	const started = job.job_start_time?.slice(0, 16).replace('T', ' ') ?? 'not started';
	const by = job.created_by?.name ?? 'an unknown user';
	const state = job.state === 'finished' ? '' : ` (${job.status ?? job.state})`;
	const limits = limitsIn(job.criteria).map(([field, words]) => limitOf(field, words));
	return `${[started, covers, ...limits, `by ${by}`].join(', ')}${state}`;
}

/** Criteria name users by id, which means nothing to a reader. */
function limitOf(field: string, words: readonly string[]): string {
	if (field !== 'done_by') return words.join(' or ');
	return words.length === 1 ? 'of one user' : `of ${words.length} users`;
}

/** A run can do without such a list, but in the form it would seem to be empty. */
function throwIfUnread({ names: { notes } }: AuditLogClient): void {
	const [note] = notes;
	if (note !== undefined) throw new CredentialError(note);
}

async function fromZoho<T>(
	context: ILoadOptionsFunctions,
	read: (client: AuditLogClient) => Promise<T>,
): Promise<T> {
	try {
		return await read(await clientFor(context));
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}
