import type { INodeProperties } from 'n8n-workflow';

const forAlerts = { show: { triggerOn: ['alerts'] } };

export const alertFields: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		default: 'everyEntry',
		options: [
			{ name: 'Alerts', value: 'alerts', description: 'Only what fits one of the conditions' },
			{ name: 'Every Entry', value: 'everyEntry', description: 'Whatever fits the filters' },
		],
	},
	{
		displayName: 'Conditions',
		name: 'alerts',
		type: 'multiOptions',
		default: ['massDelete', 'export', 'roleOrProfileChange', 'deactivatedUser'],
		displayOptions: forAlerts,
		description: 'Each item says in alerts which of them it fits, and why',
		options: [
			{
				name: 'Activity of a Deactivated User',
				value: 'deactivatedUser',
				description: 'By a user who is deactivated or deleted now',
			},
			{
				name: 'Change Outside Working Hours',
				value: 'outsideWorkingHours',
				description: 'Nights and weekends, unless the hours are set otherwise',
			},
			{ name: 'Export', value: 'export', description: 'Somebody took data out' },
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
			{ name: 'Ownership Change', value: 'ownerChange', description: 'A record got another owner' },
			{
				name: 'Role or Profile Change',
				value: 'roleOrProfileChange',
				description: 'What users may see and do was changed',
			},
		],
	},
	{
		displayName: 'Alert Settings',
		name: 'alertSettings',
		type: 'collection',
		default: {},
		placeholder: 'Add Setting',
		displayOptions: forAlerts,
		options: [
			{
				displayName: 'Mass From',
				name: 'count',
				type: 'number',
				default: 50,
				typeOptions: { minValue: 2 },
				description: 'How many deletions or updates by one user are a mass',
			},
			{
				displayName: 'Mass Within Minutes',
				name: 'minutes',
				type: 'number',
				default: 10,
				typeOptions: { minValue: 1 },
				description: 'Within which time they happen',
			},
			{
				displayName: 'Time Zone',
				name: 'timeZone',
				type: 'string',
				default: '',
				placeholder: 'e.g. Asia/Kolkata',
				description: 'Of the working hours, as an IANA name; that of the workflow when empty',
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
				description: 'When people begin to work',
			},
			{
				displayName: 'Working Hours To',
				name: 'to',
				type: 'string',
				default: '19:00',
				placeholder: 'e.g. 19:00',
				description: 'When they end; earlier than the beginning is the next morning',
			},
		],
	},
];
