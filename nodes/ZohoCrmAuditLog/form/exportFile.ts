import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { COLUMNS, isColumn } from '../../../shared/dialect/columnNames';
import { DATE_FORMATS, TIME_FORMATS } from '../../../shared/dialect/timeFormats';
import { TimeZone } from '../../../shared/dialect/timeZone';
import type { SessionSettings } from '../../../shared/session';
import { notAChoice } from './choices';

const asOption = (value: string): { name: string; value: string } => ({ name: value, value });

/**
 * Options for files that do not prove how they are written: hints and errors say when one is needed. They
 * hold for all items of a run, so none of them takes an expression.
 */
export const fileOptions: readonly INodeProperties[] = [
	{
		displayName: 'File Columns',
		name: 'columns',
		type: 'fixedCollection',
		noDataExpression: true,
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Column',
		description:
			'Which column of the exported file is which, by its title in the header. Only needed when an error asks for it.',
		options: [
			{
				displayName: 'Column',
				name: 'column',
				values: [
					{
						displayName: 'Is',
						name: 'is',
						type: 'options',
						default: 'audited_time',
						options: COLUMNS.map(asOption),
					},
					{
						displayName: 'Title in the File',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Geprüft am',
					},
				],
			},
		],
	},
	{
		displayName: 'File Date Format',
		name: 'dateFormat',
		type: 'options',
		noDataExpression: true,
		default: 'dd-MM-yyyy',
		description:
			'Format of dates in the exported file, as in the personal settings of Zoho CRM. Only needed when a hint asks for it.',
		options: DATE_FORMATS.map(asOption),
	},
	{
		displayName: 'File Time Format',
		name: 'timeFormat',
		type: 'options',
		noDataExpression: true,
		default: 'HH:mm',
		description: 'Format of the time of day. It counts together with a date format.',
		options: TIME_FORMATS.map(asOption),
	},
	{
		displayName: 'File Time Zone',
		name: 'timeZone',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. Europe/Berlin',
		description:
			'Time zone of the times in the exported file, as an IANA name. Only needed when a hint asks for it.',
	},
];

/** The form in the client's terms. @throws InputError for what the options do not offer. */
export function exportFileOf(
	options: Readonly<Record<string, unknown>>,
): Pick<SessionSettings, 'declaredTimes' | 'declaredColumns'> {
	const { dateFormat, timeFormat = 'HH:mm', timeZone, columns } = options;
	const zone = String(timeZone ?? '').trim();
	const rows = ((columns as IDataObject | undefined)?.['column'] ?? []) as IDataObject[];
	const titles = rows.flatMap(({ is, title }) => {
		const [column, text] = [String(is), String(title ?? '').trim()];
		if (!isColumn(column)) throw notAChoice(column, 'File Columns', 'columns', COLUMNS);
		return text === '' ? [] : [[column, text] as const];
	});
	if (dateFormat && !DATE_FORMATS.includes(String(dateFormat))) {
		throw notAChoice(dateFormat, 'File Date Format', 'dateFormat', DATE_FORMATS);
	}
	if (!TIME_FORMATS.includes(String(timeFormat))) {
		throw notAChoice(timeFormat, 'File Time Format', 'timeFormat', TIME_FORMATS);
	}
	return {
		declaredTimes: {
			...(dateFormat ? { dateFormat: `${String(dateFormat)} ${String(timeFormat)}` } : {}),
			...(zone === '' ? {} : { timeZone: new TimeZone(zone).name }),
		},
		declaredColumns: Object.fromEntries(titles),
	};
}
