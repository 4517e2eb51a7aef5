/** What is seen when exports are created: with `--create` alone. */
export const CREATING = {
	create: {
		name: 'create: answer',
		assumed: 'audit_log_export[0] with status, message, code SCHEDULED and the id in details',
		places: ['shared/exports/scheduleExport.ts createdId'],
	},
	readOnly: {
		name: 'create: permission',
		assumed: 'an export can be created',
		places: ['shared/http/codes.ts CODES'],
		switches: ['readOnlyMode'],
	},
	long: {
		name: 'create: more than 180 days',
		assumed: '400 NOT_ALLOWED',
		places: ['shared/exports/windows.ts MAX_EXPORT_DAYS', 'shared/http/codes.ts CODES'],
		switches: ['over180Days'],
	},
	ambiguous: {
		name: 'create: name and id of different modules',
		assumed: '400 AMBIGUITY_DURING_PROCESSING',
		places: ['shared/exports/criteria.ts ModuleValue', 'shared/http/codes.ts CODES'],
		switches: ['ambiguityCode'],
	},
	blocked: {
		name: 'create: while one runs',
		assumed: '400 ALREADY_SCHEDULED with its id in details',
		places: ['shared/exports/scheduleExport.ts blockingExport'],
		switches: ['alreadyScheduledId'],
	},
	others: {
		name: "create: blocked by another user's export",
		assumed: 'that export is shown to an administrator',
		places: ['shared/exports/scheduleExport.ts MAX_HIDDEN'],
		switches: ['listShowsAllUsers'],
	},
	outcome: {
		name: 'create: end of an export',
		assumed: 'finished, after some seconds or minutes',
		places: [
			'shared/exports/exportJobs.ts waitForExport',
			'shared/exports/exportJob.ts finishedOrThrow',
		],
		switches: ['jobOutcome'],
	},
	links: {
		name: 'create: links',
		assumed: 'null while it runs, there as soon as it is finished',
		places: ['shared/exports/downloadExport.ts LOOKS'],
		switches: ['linksLateSeconds'],
	},
	lingering: {
		name: 'create: right after one has ended',
		assumed: 'another one can be created',
		places: ['shared/exports/scheduleExport.ts MAX_ENDED'],
		switches: ['lingeringSeconds'],
	},
	modules: {
		name: 'create: a module in criteria',
		assumed: 'its API name alone is enough; the product sends name and id',
		places: ['shared/exports/criteria.ts ModuleValue'],
		switches: ['modulesInCriteria'],
	},
	echo: {
		name: 'create: a module in the echo of criteria',
		assumed: 'with API name and id',
		places: ['shared/exports/compareCriteria.ts MODULE_KEYS'],
		switches: ['modulesInEcho'],
	},
	same: {
		name: 'create: the echo of criteria',
		assumed: 'means what was asked, in any order of keys',
		places: ['shared/exports/compareCriteria.ts isSameQuestion'],
	},
	empty: {
		name: 'create: an export without entries',
		assumed: 'finished, with null in place of links',
		places: [
			'shared/exports/downloadExport.ts downloaded',
			'shared/exports/emptyFile.ts emptyFile',
		],
		switches: ['emptyLinks'],
	},
	sentence: {
		name: 'create: text in place of entries',
		assumed: 'a sentence such as "No records found"',
		places: ['shared/files/rows/members.ts NO_ENTRIES'],
		switches: ['emptyText'],
	},
} as const;
