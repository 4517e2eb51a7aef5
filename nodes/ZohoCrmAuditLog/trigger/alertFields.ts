import type { INodeProperties } from 'n8n-workflow';

import type { Alert } from '../../../shared/alerts/alertConditions';

const forAlerts = { show: { triggerOn: ['alerts'] } };

const CONDITIONS = [
	{
		name: 'Activity of a Deactivated User',
		value: 'deactivatedUser',
		description: 'By a user who is now deactivated or deleted',
	},
	{
		name: 'Change Outside Working Hours',
		value: 'outsideWorkingHours',
		description: 'Nights and weekends, unless other hours are set',
	},
	{ name: 'Export', value: 'export', description: 'Someone exported data' },
	{
		name: 'First Activity in a Module',
		value: 'firstInModule',
		description:
			'A user does something in a module for the first time in 28 days, or anything after 28 days. Users are observed for 28 days first.',
	},
	{
		name: 'Mass Delete',
		value: 'massDelete',
		description: 'Many deletions by one user within minutes',
	},
	{
		name: 'Mass Update',
		value: 'massUpdate',
		description: 'Many updates by one user within minutes',
	},
	{ name: 'New User', value: 'newUser', description: 'A user was added or activated' },
	{
		name: 'Ownership Change',
		value: 'ownerChange',
		description: 'A record was given another owner',
	},
	{
		name: 'Raised Rights',
		value: 'raisedRights',
		description: 'A user became administrator or CEO, or a profile was given a right',
	},
	{ name: 'Restore', value: 'restore', description: 'A deleted record was restored' },
	{
		name: 'Role or Profile Change',
		value: 'roleOrProfileChange',
		description: 'What users may see and do was changed',
	},
	{
		name: 'Unusual Volume',
		value: 'unusualVolume',
		description:
			'Far more entries of a user in a day than in the 28 days before. Users are observed for 28 days first.',
	},
] as const satisfies readonly { name: string; value: Alert; description: string }[];

/** What the form calls a condition. */
export function alertTitle(alert: Alert): string {
	return CONDITIONS.find(({ value }) => value === alert)?.name ?? alert;
}

/** What the form calls a setting. */
export function settingLabel(name: string): string {
	return SETTINGS.find((field) => field.name === name)?.displayName ?? name;
}

const SETTINGS: readonly INodeProperties[] = [
	{
		displayName: 'Mass Threshold',
		name: 'count',
		type: 'number',
		default: 50,
		typeOptions: { minValue: 2 },
		description: 'How many deletions or updates by one user within minutes are an alert',
	},
	{
		displayName: 'Mass Within Minutes',
		name: 'minutes',
		type: 'number',
		default: 10,
		typeOptions: { minValue: 1, maxValue: 1440 },
		description:
			'Within how many minutes they have to happen. After an alert, the next one within these minutes needs as many again as were reported.',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Asia/Kolkata',
		description: 'Time zone of the working hours, as an IANA name; that of the workflow if empty',
	},
	{
		displayName: 'Unusual Volume Factor',
		name: 'volumeFactor',
		type: 'number',
		default: 5,
		typeOptions: { minValue: 1.5 },
		description:
			"How many times the user's median day it has to be. Days that differ much raise it.",
	},
	{
		displayName: 'Unusual Volume Minimum',
		name: 'volumeMinimum',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 1 },
		description: 'Fewer entries in a day are never unusual',
	},
	{
		displayName: 'Working Days',
		name: 'days',
		type: 'multiOptions',
		default: [1, 2, 3, 4, 5],
		description: 'On which days people work',
		options: [
			{ name: 'Monday', value: 1 },
			{ name: 'Tuesday', value: 2 },
			{ name: 'Wednesday', value: 3 },
			{ name: 'Thursday', value: 4 },
			{ name: 'Friday', value: 5 },
			{ name: 'Saturday', value: 6 },
			{ name: 'Sunday', value: 0 },
		],
	},
	{
		displayName: 'Working Hours From',
		name: 'from',
		type: 'string',
		default: '07:00',
		placeholder: 'e.g. 07:00',
		description: 'When the working day begins',
	},
	{
		displayName: 'Working Hours To',
		name: 'to',
		type: 'string',
		default: '19:00',
		placeholder: 'e.g. 19:00',
		description: 'When it ends; a time before the beginning means the next morning',
	},
];

export const alertFields: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		default: 'everyEntry',
		options: [
			{ name: 'Alerts', value: 'alerts', description: 'Only entries that meet a condition' },
			{
				name: 'Every Entry',
				value: 'everyEntry',
				description: 'All entries that match the filters',
			},
		],
	},
	{
		displayName: 'Conditions',
		name: 'alerts',
		type: 'multiOptions',
		default: ['massDelete', 'export', 'roleOrProfileChange', 'deactivatedUser', 'unusualVolume'],
		displayOptions: forAlerts,
		description: 'Each item states in alerts which of them it meets, and why',
		options: [...CONDITIONS],
	},
	{
		displayName: 'Alert Settings',
		name: 'alertSettings',
		type: 'collection',
		default: {},
		placeholder: 'Add Setting',
		displayOptions: forAlerts,
		options: [...SETTINGS],
	},
];
