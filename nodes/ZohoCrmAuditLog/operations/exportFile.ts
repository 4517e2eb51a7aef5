import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { COLUMNS, isColumn } from '../../../shared/dialect/columnNames';
import { DATE_FORMATS, TIME_FORMATS } from '../../../shared/dialect/timeFormats';
import { TimeZone } from '../../../shared/dialect/timeZone';
import type { SessionSettings } from '../../../shared/session';

const asOption = (value: string): { name: string; value: string } => ({ name: value, value });

/** For files that do not prove how they are written: hints and errors say when this is needed. */
export const exportFile: INodeProperties = {
	displayName: 'Export File',
	name: 'exportFile',
	type: 'collection',
	noDataExpression: true,
	default: {},
	placeholder: 'Add Option',
	description:
		'How the exported file is written, where it does not show it by itself. Only needed when a hint or an error asks for it.',
	options: [
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			default: {},
			placeholder: 'Add Column',
			description: 'Which column is which, by the title in the header',
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
			displayName: 'Date Format',
			name: 'dateFormat',
			type: 'options',
			default: 'dd-MM-yyyy',
			description: 'Format of dates, as in the personal settings of Zoho CRM',
			options: DATE_FORMATS.map(asOption),
		},
		{
			displayName: 'Time Format',
			name: 'timeFormat',
			type: 'options',
			default: 'HH:mm',
			description: 'Format of the time of day. It counts together with a date format.',
			options: TIME_FORMATS.map(asOption),
		},
		{
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: '',
			placeholder: 'e.g. Europe/Berlin',
			description: 'Time zone of the times in the file, as an IANA name',
		},
	],
};

/** The form in the client's terms. @throws InputError for a time zone that does not exist. */
export function exportFileOf(
	options: IDataObject,
): Pick<SessionSettings, 'declaredTimes' | 'declaredColumns'> {
	const { dateFormat, timeFormat = 'HH:mm', timeZone, columns } = options;
	const zone = String(timeZone ?? '').trim();
	const rows = ((columns as IDataObject | undefined)?.['column'] ?? []) as IDataObject[];
	const titles = rows.flatMap(({ is, title }) => {
		const [column, text] = [String(is), String(title ?? '').trim()];
		return isColumn(column) && text !== '' ? [[column, text] as const] : [];
	});
	return {
		declaredTimes: {
			...(dateFormat ? { dateFormat: `${String(dateFormat)} ${String(timeFormat)}` } : {}),
			...(zone === '' ? {} : { timeZone: new TimeZone(zone).name }),
		},
		declaredColumns: Object.fromEntries(titles),
	};
}
