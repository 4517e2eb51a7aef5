import type { INodeProperties } from 'n8n-workflow';

import { periodOf } from '../../../shared/entries/filter';
import { InputError } from '../../../shared/errors';
import { finishedOrThrow } from '../../../shared/exports/exportJob';
import { flatDeletion, withoutPeople, withUrl } from '../../../shared/recycleBin/deletedRecord';
import { DELETION_FILTER, type Deletions, deletionsIn } from '../../../shared/recycleBin/deletions';
import { matchDeletions, readSince } from '../../../shared/recycleBin/matching';
import { meantRecords, type Shown, SHOWN } from '../../../shared/recycleBin/meantRecords';
import { matchingNotes } from '../../../shared/recycleBin/notes';
import { NOTES } from '../../../shared/reading/notes';
import { notAChoice } from '../form/choices';
import { limit, limitOf, returnAll, yesOrNo } from '../form/fields';
import { deletedFilters } from '../form/filterFields';
import { filterOf } from '../form/filters';
import {
	continueIfNotFound,
	maximumWait,
	optionsField,
	optionsOf,
	reuseMinutes,
	sourceOption,
} from '../form/options';
import { deletedPeriodFields, periodIn } from '../form/period';
import { personalData } from '../form/personalData';
import { checkNames } from './checkNames';
import { asOutput, type Operation, type OperationCall } from './operation';

const show: INodeProperties = {
	displayName: 'Show',
	name: 'show',
	type: 'options',
	default: 'in_bin',
	description: 'Which deletions are returned',
	options: [
		{
			name: 'Both',
			value: 'all',
			description: 'With a field that says which is in the recycle bin',
		},
		{
			name: 'Deletions Not in the Recycle Bin',
			value: 'log_only',
			description: 'What the log says was deleted and has no record there, and why if it is known',
		},
		{
			name: 'Records in the Recycle Bin',
			value: 'in_bin',
			description: 'What can still be restored',
		},
	],
};

const matchWithLog: INodeProperties = {
	displayName: 'Match With Log',
	name: 'matchWithLog',
	type: 'boolean',
	default: true,
	description:
		'Whether to find the entry of each deletion in the audit log, which may take an export. Without it, the recycle bin alone is read, at once.',
};

export const getDeletedRecords: Operation = {
	resource: 'auditLog',
	option: {
		name: 'Get Deleted Records',
		value: 'getDeletedRecords',
		action: 'Get deleted records',
		description: 'Get what can still be restored from the recycle bin, and who deleted it when',
	},
	fields: [
		{
			displayName:
				'Needs the option <b>Allow Reading the Recycle Bin</b> of the credential, which then has to be connected again. Nothing is ever restored.',
			name: 'binNotice',
			type: 'notice',
			default: '',
		},
		...deletedPeriodFields,
		show,
		returnAll,
		limit,
		deletedFilters,
		optionsField(
			...[sourceOption, maximumWait, reuseMinutes, continueIfNotFound, personalData, matchWithLog],
		),
	],
	async *run(call) {
		const { context, client, item, signal, people, hint } = call;
		const maximum = limitOf(context, item);
		const shown = shownIn(context.getNodeParameter('show', item, show.default as string));
		const options = optionsOf(context, item);
		const named = filterOf(context, item);
		const period = periodOf(await periodIn(call));
		const isMatched = yesOrNo(
			context.getNodeParameter('options.matchWithLog', item, true),
			matchWithLog.displayName,
		);
		if (!isMatched && shown !== 'in_bin') {
			throw new InputError(
				`What is not in the recycle bin is known from the log alone. Set the option ${matchWithLog.displayName}, or choose Records in the Recycle Bin for ${show.displayName}.`,
				{ parameter: show.name },
			);
		}
		await checkNames(call, named, options.continueIfNotFound);
		const bin = await client.readRecycleBin(readSince(period.from), { signal });
		const log = isMatched ? await logOf(call, options) : { deletions: null, notes: [] };
		const names = {
			users: await client.names.users({ signal }),
			modules: await client.names.modules({ signal }),
		};
		const { domainName } = await client.names.organization({ signal });
		const matched = matchDeletions(bin, log.deletions, period);
		const { found, undecided } = meantRecords(matched, shown, named, names);
		const web = client.session.dataCenter.web;
		yield found.slice(0, maximum).map((one) => {
			const whole = withUrl(one, { web, domainName, modules: names.modules });
			return asOutput(flatDeletion(people ? withoutPeople(whole, people) : whole, bin.asOf));
		});
		const reader = await client.names.currentUser({ signal });
		const own = matchingNotes(found, undecided, reader, bin.asOf);
		for (const note of [...bin.notes, ...own, ...log.notes]) hint(note);
		if (maximum !== undefined && found.length > maximum) {
			hint(`${found.length} deletions fit; these are the ${maximum} newest.`);
		}
	},
};

/** The deletions of the period, and what is to be known of the log that has them. */
async function logOf(
	call: OperationCall,
	{ source, waitSeconds, reuseMinutes: minutes }: ReturnType<typeof optionsOf>,
): Promise<{ readonly deletions: Deletions | null; readonly notes: readonly string[] }> {
	const { client, signal, onProgress } = call;
	const now = await client.openEnd({ signal });
	const answer = await client.getAuditLog(
		{ ...(await periodIn(call)), ...DELETION_FILTER },
		{ source, waitSeconds, freshSeconds: minutes * 60, signal, onProgress, withRaw: false },
	);
	if (answer.state === 'preparing') {
		finishedOrThrow(answer.job);
		return { deletions: null, notes: [] };
	}
	const deletions = await deletionsIn(answer, answer.coverage, now);
	return { deletions, notes: answer.coverage.notes.filter((note) => note !== NOTES.undocumented) };
}

/** @throws InputError for what the form does not have. */
function shownIn(value: unknown): Shown {
	const found = SHOWN.find((name) => name === value);
	if (found) return found;
	throw notAChoice(value, show.displayName, show.name, SHOWN);
}
