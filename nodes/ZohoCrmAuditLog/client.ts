import type { IAllExecuteFunctions, IDataObject, INode } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { AuditLogClient } from '../../shared/client';
import { customDataCenter, type DataCenter, dataCenterById } from '../../shared/dataCenters';
import type { DownloadStore } from '../../shared/exports/downloadedExport';
import { asObject } from '../../shared/http/json';
import { connectedTo } from './connection';
import { exportFileOf } from './form/exportFile';
import { n8nTransport, type Requesting } from './transport';

export const CREDENTIAL = 'zohoCrmAuditLogOAuth2Api';

/** What n8n's contexts (execution, load options, polling) have in common here. */
export type NodeContext = Requesting &
	Pick<IAllExecuteFunctions, 'getCredentials'> & { getNode(): INode };

/** The client for one run of the node, with its credential's data center and token. */
export async function clientFor(
	context: NodeContext,
	/** The form's Options as they are saved: how files are written holds for all items. */
	options: unknown = {},
	store?: DownloadStore,
): Promise<AuditLogClient> {
	const credential = await context.getCredentials(CREDENTIAL);
	const dataCenter = dataCenterOf(credential);
	const connection = connectedTo(dataCenter, credential);
	return new AuditLogClient({
		transport: n8nTransport(context, CREDENTIAL, dataCenter),
		dataCenter,
		...connection,
		sleep: nap,
		// Items of one run that ask the same have one answer, and one export.
		hasFixedNow: true,
		store,
		...exportFileOf(asObject(options) ?? {}),
	});
}

function dataCenterOf(credential: IDataObject): DataCenter {
	const id = String(credential['dataCenter'] ?? '');
	if (id !== 'custom') return dataCenterById(id);
	return customDataCenter({
		accountsUrl: String(credential['accountsUrl'] ?? ''),
		apiUrl: String(credential['apiUrl'] ?? ''),
		filesUrl: String(credential['filesUrl'] ?? ''),
		webUrl: String(credential['webUrl'] ?? '').trim(),
	});
}

const NAP_MS = 250;

/** n8n's `sleep` cannot be cancelled, so a long wait is a series of naps that check the signal. */
async function nap(milliseconds: number, signal?: AbortSignal): Promise<void> {
	const end = performance.now() + milliseconds;
	do {
		signal?.throwIfAborted();
		await sleep(Math.min(NAP_MS, Math.max(0, end - performance.now())));
	} while (performance.now() < end);
	signal?.throwIfAborted();
}
