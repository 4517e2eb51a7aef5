import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { AuditLogClient } from '../../../shared/client';
import type { WaitOptions } from '../../../shared/exports/exportJobs';
import type { HiddenPeople } from '../../../shared/disclosure/hiddenPeople';

/** One operation of the node: its entry in the list, its form, and what it does. */
export interface Operation {
	readonly resource: 'auditLog' | 'export';
	readonly option: INodePropertyOptions & { readonly value: string; readonly action: string };
	/** Shown for this operation only. */
	readonly fields: readonly INodeProperties[];
	/** Whether it makes something at Zoho: the same once more is not the same then. */
	readonly makes?: true;
	/** The items, batch by batch. */
	run(call: OperationCall): AsyncIterable<readonly Output[]>;
}

export interface OperationCall {
	readonly context: IExecuteFunctions;
	readonly client: AuditLogClient;
	/** Index of the input item. */
	readonly item: number;
	readonly signal: AbortSignal | undefined;
	/** Who is hidden; undefined where people are named. */
	readonly people: HiddenPeople | undefined;
	/** What is said while an export is awaited. */
	readonly onProgress: NonNullable<WaitOptions['onProgress']>;
	/** Shows a note beside the output. */
	readonly hint: (message: string) => void;
}

/** An item without the input item it belongs to, which the node adds. */
export type Output = Pick<INodeExecutionData, 'json' | 'binary'>;

export function asOutput(json: IDataObject): Output {
	return { json };
}
