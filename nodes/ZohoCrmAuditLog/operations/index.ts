import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';

import { createExport } from './createExport';
import { downloadExport } from './downloadExport';
import { getAuditLog } from './getAuditLog';
import { getDeletedRecords } from './getDeletedRecords';
import { getExport } from './getExport';
import { getRecordHistory } from './getRecordHistory';
import { listExports } from './listExports';
import type { Operation } from './operation';

/** In the order of their names, as n8n lists them. */
export const operations: readonly Operation[] = [
	getAuditLog,
	getDeletedRecords,
	getRecordHistory,
	createExport,
	downloadExport,
	getExport,
	listExports,
];

/** Names by values, for an expression that n8n evaluates. */
export const operationNames = JSON.stringify(
	Object.fromEntries(operations.map(({ option }) => [option.value, option.name])),
);

/** @throws InputError for an unknown name, which an expression, an import or an assistant may have made up. */
export function operationNamed(resourceName: string, name: string): Operation {
	// Not those of the form, to which n8n adds one of its own. It knows no operation of an unknown resource.
	const resources = [...new Set(operations.map((operation) => operation.resource as string))];
	if (!resources.includes(resourceName)) {
		throw new InputError(
			`There is no resource "${resourceName.slice(0, 60)}". Use one of ${resources.join(', ')}.`,
			{ parameter: 'resource' },
		);
	}
	const found = operations.find(({ option }) => option.value === name);
	if (found) return found;
	const names = operations.map(({ option }) => option.value).join(', ');
	throw new InputError(`There is no operation "${name.slice(0, 60)}". Use one of ${names}.`, {
		parameter: 'operation',
	});
}

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'auditLog',
	options: [
		{ name: 'Audit Log', value: 'auditLog' },
		{ name: 'Export', value: 'export' },
	],
};

const auditLogOperation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'getAuditLog',
	displayOptions: { show: { resource: ['auditLog'] } },
	options: optionsOf('auditLog'),
};

const exportOperation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'downloadExport',
	displayOptions: { show: { resource: ['export'] } },
	options: optionsOf('export'),
};

function optionsOf(name: Operation['resource']): INodePropertyOptions[] {
	return operations.filter((operation) => operation.resource === name).map(({ option }) => option);
}

/** The whole form: resource, operation, then the fields of each operation. */
export const properties: INodeProperties[] = [
	resource,
	auditLogOperation,
	exportOperation,
	...operations.flatMap(({ resource: name, option, fields }) =>
		updateDisplayOptions({ show: { resource: [name], operation: [option.value] } }, [...fields]),
	),
];
