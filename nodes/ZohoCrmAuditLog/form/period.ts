import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { DAY } from '../../../shared/durations';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import { InputError } from '../../../shared/errors';
import { rejectMissing } from './expressionValues';
import { timeOf } from './filters';
import type { OperationCall } from '../operations/operation';

const forCustom = { show: { period: ['custom'] } };

const DAYS: Readonly<Record<string, number>> = {
	last24Hours: 1,
	last7Days: 7,
	last30Days: 30,
	last60Days: 60,
};

/** By their length, which is how people look for one. */
const PERIODS: INodePropertyOptions[] = [
	{ name: 'Last 24 Hours', value: 'last24Hours' },
	{ name: 'Last 7 Days', value: 'last7Days' },
	{ name: 'Last 30 Days', value: 'last30Days' },
	{ name: 'Custom', value: 'custom' },
	{
		name: 'Whole Log',
		value: 'wholeLog',
		description: 'All that Zoho keeps: up to three years. It can take some minutes.',
	},
];

/** The first fields of a form that asks for entries. */
export const periodFields: readonly INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		default: 'last7Days',
		description: 'When the entries were made',
		options: PERIODS,
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		displayOptions: forCustom,
		description: 'The earliest time, inclusive',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		displayOptions: forCustom,
		description: 'The latest time, exclusive; now if empty',
	},
];

/** The same for deleted records, which Zoho keeps for sixty days. */
export const deletedPeriodFields: readonly INodeProperties[] = periodFields.map((field) =>
	field.name === 'period'
		? {
				...field,
				default: 'last60Days',
				description: 'When the records were deleted',
				options: [
					...PERIODS.filter(({ value }) => Object.hasOwn(DAYS, String(value))),
					{
						name: 'Last 60 Days',
						value: 'last60Days',
						description: 'For as long as Zoho keeps deleted records',
					},
					...PERIODS.filter(({ value }) => value === 'custom'),
				],
			}
		: field,
);

/** @throws InputError for a period that does not exist, or a custom one without any time. */
export async function periodIn({
	context,
	client,
	item,
	signal,
}: OperationCall): Promise<Pick<AuditLogFilter, 'from' | 'to'>> {
	const period = String(context.getNodeParameter('period', item, 'last7Days'));
	if (period === 'wholeLog') return {};
	if (period === 'custom') {
		const [from, to] = ['from', 'to'].map((name) => {
			const value = context.getNodeParameter(name, item, '') as unknown;
			rejectMissing({ [name]: value as string }, () => (name === 'from' ? 'From' : 'To'));
			return timeOf(value, context.getTimezone());
		});
		if (from !== undefined || to !== undefined) return { from, to };
		throw new InputError('The period is Custom, but has no times. Enter From, or choose another.', {
			parameter: 'from',
		});
	}
	const days = Object.hasOwn(DAYS, period) ? DAYS[period] : undefined;
	if (days === undefined) {
		throw new InputError(
			`There is no period "${period.slice(0, 40)}". Use one of ${Object.keys(DAYS).join(', ')}, custom, wholeLog.`,
			{ parameter: 'period' },
		);
	}
	// The end stays open, so that it is the same instant for all items of a run.
	const end = await client.openEnd({ signal });
	return { from: new Date(end - days * DAY).toISOString() };
}
