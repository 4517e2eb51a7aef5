import { instantOfIso } from '../../../shared/dialect/auditedTime';
import { MINUTE } from '../../../shared/durations';
import { pageOf } from '../../../shared/entries/page';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { NOTES } from '../../../shared/reading/notes';
import { checkNames } from './checkNames';
import { fileOptions } from '../form/exportFile';
import { limit, limitOf, returnAll } from '../form/fields';
import { timelessFilters } from '../form/filterFields';
import { filterOf } from '../form/filters';
import { manifestFile, withFiles } from './manifestFile';
import { checkFile, entryFile, type FileSource, itemOfFiles } from './entryFile';
import type { Operation, OperationCall, Output } from './operation';
import type { Reading } from '../../../shared/reading/reading';
import {
	continueIfNotFound,
	csvSeparator,
	fieldValues,
	manifest,
	maximumWait,
	optionsField,
	optionsOf,
	reuseMinutes,
	sourceOption,
} from '../form/options';
import { entryItems, outputFields, outputOf } from '../form/output';
import { personalData } from '../form/personalData';
import { periodFields, periodIn } from '../form/period';
import { forItems, returnAsOf, returnFields } from '../form/returnAs';

export const getAuditLog: Operation = {
	resource: 'auditLog',
	option: {
		name: 'Get Audit Log',
		value: 'getAuditLog',
		action: 'Get audit log',
		description:
			'Look up who changed, deleted or exported what in Zoho CRM, by time, user, module, action or record',
	},
	fields: [
		...periodFields,
		...returnFields,
		{ ...returnAll, displayOptions: forItems },
		{ ...limit, displayOptions: { show: { ...forItems.show, returnAll: [false] } } },
		timelessFilters,
		...outputFields,
		optionsField(
			...[sourceOption, maximumWait, reuseMinutes, continueIfNotFound, fieldValues, personalData],
			...[manifest, csvSeparator],
			...fileOptions,
		),
	],
	async *run(call) {
		const { context, item } = call;
		const isFile = returnAsOf(context, item, returnFields) === 'file';
		const maximum = isFile ? undefined : limitOf(context, item);
		const output = outputOf(call);
		if (isFile) checkFile(call);
		const options = optionsOf(context, item);
		const named = filterOf(context, item);
		const filter = { ...named, ...(await periodIn(call)) };
		await checkNames(call, named, options.continueIfNotFound);
		const answer = await call.client.getAuditLog(filter, {
			source: options.source,
			waitSeconds: options.waitSeconds,
			freshSeconds: options.reuseMinutes * 60,
			limit: maximum,
			signal: call.signal,
			onProgress: call.onProgress,
			withRaw: output.withRaw,
		});
		if (answer.state === 'preparing') return void finishedOrThrow(answer.job);
		const files = await manifestFile(call, options.manifest, answer);
		if (isFile) {
			const { exports } = answer;
			const reading = { signal: call.signal, withRaw: output.withRaw };
			const again = exports && (() => call.client.readEntries(exports, filter, reading));
			yield [await fileOf(call, answer, { filter: named, output, again, files })];
		} else if (maximum === undefined) {
			yield* withFiles(files, entryItems(answer, output));
		} else {
			// An export is not sorted by time, so the newest are known only at its end.
			const { entries, total } = await pageOf(answer, { limit: maximum, order: 'newest' });
			yield* withFiles(files, entryItems(batchOf(entries), output));
			// The endpoint is read only until there are enough, so the total is not known.
			if (answer.coverage.source === 'export') hintTotal(call, total, entries.length);
		}
		// The form says it where the source is chosen, and it is true of each answer.
		const notes = answer.coverage.notes.filter((note) => note !== NOTES.undocumented);
		notes.forEach(call.hint);
		if (filter.to === undefined) await hintAge(call, answer.coverage.as_of);
	},
};

/** All entries as one file, whose name has the period. */
async function fileOf(
	call: OperationCall,
	answer: Reading,
	{
		files,
		...source
	}: Pick<FileSource, 'filter' | 'output' | 'again'> & { readonly files: Output['binary'] },
): Promise<Output> {
	const { from, to, export_ids } = answer.coverage;
	const days = [from, to].flatMap((instant) => instant?.slice(0, 10) ?? []);
	const name = ['audit-log', ...days].join('-');
	const content = String(call.context.getNodeParameter('fileContent', call.item, 'csv'));
	const file = await entryFile(call, content, { ...source, reading: answer, name });
	const made = await itemOfFiles(call, [file], { export_ids });
	return { ...made, binary: { ...made.binary, ...files } };
}

async function* batchOf<T>(entries: readonly T[]): AsyncGenerator<readonly T[]> {
	yield entries;
}

/** Who asks up to now may be answered by an export that is a little older. */
async function hintAge(
	{ client, hint, signal }: OperationCall,
	asOf: string | null,
): Promise<void> {
	const began = asOf === null ? null : instantOfIso(asOf);
	if (began === null || (await client.openEnd({ signal })) - began <= MINUTE) return;
	hint(
		`Read from an export that Zoho began at ${asOf}: what happened since then is not in it. For a new one, set the option ${reuseMinutes.displayName} to 0.`,
	);
}

function hintTotal({ hint }: OperationCall, total: number, shown: number): void {
	if (total > shown) hint(`${total} entries match; these are the ${shown} newest.`);
}
