import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { AuditLogClient } from '../../shared/client';
import { LATEST } from '../../shared/exports/exportId';
import { newestFirst } from '../../shared/exports/exportJob';
import { clientFor } from './client';
import { nodeError } from './errors';

/** The users for a list in the form, those who left included: the log still names them. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await fromZoho(this, async (client) => {
		const { all } = await client.names.users({});
		return byName(
			all.map(({ id, name, email }) => ({ name: email ? `${name} (${email})` : name, value: id })),
		);
	});
}

/** The modules for a list in the form. */
export async function getModules(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await fromZoho(this, async (client) => {
		const { all } = await client.names.modules({});
		return byName(
			all.map(({ apiName, pluralLabel }) => ({ name: pluralLabel ?? apiName, value: apiName })),
		);
	});
}

/** The export jobs for a list in the form, newest first. */
export async function searchExports(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await fromZoho(this, async (client) => {
		const jobs = await client.listExports();
		const latest = { name: 'The Latest Finished Export', value: LATEST };
		const results = newestFirst(jobs).map((job) => ({
			name: `${job.job_start_time ?? 'Not started'}, ${job.created_by?.name ?? 'unknown user'} (${job.status ?? job.state})`,
			value: job.id,
		}));
		const wanted = (filter ?? '').toLowerCase();
		return {
			results: [latest, ...results].filter(({ name, value }) =>
				`${name} ${value}`.toLowerCase().includes(wanted),
			),
		};
	});
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
