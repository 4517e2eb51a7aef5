import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import type { HiddenPeople } from '../../shared/disclosure/hiddenPeople';
import { CredentialError } from '../../shared/errors';
import { clientFor, CREDENTIAL } from './client';
import { errorJson, nodeError } from './errors';
import { hiddenPeopleOf, namesAsked, unnamed } from './form/personalData';
import { rejectMissingOptions } from './form/expressionValues';
import { Hints } from './hints';
import { getModules, getUsers, searchExports, searchModules } from './lists';
import { searchRecords } from './recordList';
import { operationNamed, operationNames, properties } from './operations';
import { progressOf } from './progress';
import { RunAnswers } from './runAnswers';
import { RunStore } from './runStore';
import { isTool, toolAnswer } from './toolAnswer';

export class ZohoCrmAuditLog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho CRM Audit Log',
		name: 'zohoCrmAuditLog',
		icon: { light: 'file:zohoCrmAuditLog.svg', dark: 'file:zohoCrmAuditLog.dark.svg' },
		group: ['input'],
		version: [1],
		subtitle: `={{ (${operationNames})[$parameter["operation"]] }}`,
		description:
			'Look up who changed, deleted or exported what in Zoho CRM, by time, user, module, action or record',
		defaults: { name: 'Zoho CRM Audit Log' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties,
	};

	methods = {
		loadOptions: { getUsers, getModules },
		listSearch: { searchExports, searchModules, searchRecords },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const results: INodeExecutionData[] = [];
		const hints = new Hints();
		const answers = new RunAnswers(results);
		// What holds for one item holds for the next: no connection, and what it may not do.
		let refusal: unknown;
		const client = await clientFor(
			this,
			this.getNode().parameters['options'],
			new RunStore(),
		).catch((error: unknown) => {
			refusal = error;
		});
		const signal = this.getExecutionCancelSignal();
		for (let item = 0; item < this.getInputData().length; item++) {
			let people: HiddenPeople | undefined;
			let asked: readonly string[] = [];
			try {
				if (refusal !== undefined || !client) throw refusal;
				const operation = operationNamed(
					String(this.getNodeParameter('resource', item)),
					String(this.getNodeParameter('operation', item, '')),
				);
				const options = this.getNodeParameter('options', item, {});
				rejectMissingOptions(options, operation.fields);
				asked = namesAsked(this.getNodeParameter('filters', item, {}));
				const key = answers.keyOf(this, operation, item);
				const known = answers.again(key, item);
				if (known) {
					for (const result of known.items) results.push(result);
					for (const note of known.notes) hints.add(note, item);
					continue;
				}
				const items: INodeExecutionData[] = [];
				const notes = new Set<string>();
				// One object for all: a hundred thousand of them are memory for nothing.
				const pairedItem = { item };
				const hidden = await hiddenPeopleOf(this, client, options, { signal });
				people = hidden;
				const hint = (message: string) =>
					void notes.add(hidden ? hidden.message(message, asked) : message);
				const onProgress = progressOf(this, item);
				const call = { context: this, client, item, signal, people, hint, onProgress };
				for await (const batch of operation.run(call)) {
					for (const output of batch) {
						const json = hidden ? (hidden.json(output.json) as IDataObject) : output.json;
						const { binary } = output;
						items.push(binary ? { json, binary, pairedItem } : { json, pairedItem });
					}
				}
				const answer = isTool(this.getNode()) ? toolAnswer(items, [...notes], item) : items;
				const from = results.length;
				for (const result of answer) results.push(result);
				for (const note of notes) hints.add(note, item);
				answers.keep(key, from, [...notes]);
			} catch (thrown) {
				const error = unnamed(thrown, people, asked);
				if (error instanceof CredentialError && !error.facts.isOfOneRecord) refusal = error;
				const failure = nodeError(this.getNode(), error, item);
				if (signal?.aborted || !this.continueOnFail()) throw failure;
				const json = errorJson(failure, error, this.getNode());
				results.push({ json, pairedItem: { item } });
			}
		}
		for (const message of hints.messages(this.getInputData().length)) {
			this.addExecutionHints({ message, location: 'outputPane' });
		}
		return [results];
	}
}
