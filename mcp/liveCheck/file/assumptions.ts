/** What is seen when the file of an export is requested. */
export const DOWNLOAD = {
	host: {
		name: 'file: host of the link',
		assumed: 'download, in the domain of the data center; download-accl and files are allowed',
		places: ['shared/dataCenters.ts FILE_HOSTS', 'shared/http/allowedUrls.ts allowedUrl'],
		switches: ['linkOrigin'],
	},
	path: {
		name: 'file: path of the link',
		assumed: '/v2/crm/, a number, /auditlog/, an id and a file name',
		places: ['shared/http/allowedUrls.ts FILE_PATH'],
	},
	name: {
		name: 'file: name',
		assumed: 'AuditLog or AuditLog and a number, .csv or .zip',
		places: ['shared/exports/downloadExport.ts nameIn'],
	},
	organization: {
		name: 'file: number in the link',
		assumed: "the organization's zgid",
		places: ['shared/reading/readExports.ts noteNames'],
		switches: ['linkOrganization'],
	},
	answer: {
		name: 'file: answer',
		assumed: '200 with text/csv, application/zip or another type for files',
		places: ['shared/http/crmApi.ts download'],
	},
	headers: {
		name: 'file: headers',
		assumed: 'Content-Length and Content-Disposition',
		places: ['shared/http/brokenAnswer.ts wholeAnswer'],
	},
	redirect: {
		name: 'file: redirects',
		assumed: 'none; followed to hosts of the data center alone',
		places: ['shared/http/guarded.ts guarded'],
		switches: ['downloadRedirect'],
	},
	ranges: {
		name: 'file: ranges',
		assumed: 'neither Accept-Ranges nor ETag; with a strong ETag a broken download is resumed',
		places: ['shared/http/resuming.ts resuming'],
		switches: ['acceptRanges'],
	},
	bearer: {
		name: 'file: Bearer, which n8n writes',
		assumed: 'accepted like Zoho-oauthtoken',
		places: ['nodes/ZohoCrmAuditLog/fileScheme.ts FileScheme'],
		switches: ['bearerOnFiles'],
	},
	refusal: {
		name: 'file: refusal of Bearer',
		assumed: '401 AUTHENTICATION_FAILURE',
		places: ['nodes/ZohoCrmAuditLog/fileScheme.ts isHeaderRefused'],
		switches: ['bearerRefusal'],
	},
	errors: {
		name: 'file: a token that is not valid',
		assumed: "401 INVALID_TOKEN, as from the API; or an id of Zoho's file services",
		places: ['shared/http/refusal.ts isDeadToken', 'shared/http/codes.ts FILE_SERVICE_IDS'],
		switches: ['fileErrors', 'deadTokenCode'],
	},
	scope: {
		name: 'file: a token without ZohoFiles.files.READ',
		assumed: '401 OAUTH_SCOPE_MISMATCH',
		places: ['shared/http/codes.ts SCOPE_CODES'],
		switches: ['filesScopeError', 'fileErrors'],
	},
	expired: {
		name: 'file: an old link',
		assumed: '404 when it has expired',
		places: ['shared/http/codes.ts byStatus'],
		switches: ['expiredLink'],
	},
} as const;

/** What is seen in its bytes. */
export const BYTES = {
	kind: {
		name: 'CSV: kind of file',
		assumed: 'one CSV up to 100,000 entries, beyond them a ZIP; neither is packed again',
		places: ['shared/files/exportFile.ts kindOf', 'shared/exports/exportCap.ts EXPORT_CAP'],
	},
	archive: {
		name: 'CSV: archive',
		assumed: 'CSVs alone',
		places: ['shared/files/rows/members.ts noCsv', 'shared/files/zipDirectory.ts PADDING'],
		switches: ['csvArchive'],
	},
	encoding: {
		name: 'CSV: encoding',
		assumed: 'UTF-8 without a byte order mark',
		places: ['shared/files/utf8.ts toUtf8'],
		switches: ['csvEncoding'],
	},
	delimiter: {
		name: 'CSV: delimiter',
		assumed: 'a comma',
		places: ['shared/files/rows/csvDelimiter.ts delimiterOf'],
		switches: ['csvDelimiter'],
	},
	lineEnd: {
		name: 'CSV: line ends',
		assumed: 'CR LF',
		places: ['shared/files/csvMarks.ts CsvMarks'],
		switches: ['csvLineEnd'],
	},
	lastLine: {
		name: 'CSV: last line',
		assumed: 'ends as the others do',
		places: ['shared/files/rows/fileEnd.ts FileEnd'],
		switches: ['csvLastLineEnd'],
	},
	quotes: {
		name: 'CSV: quotes',
		assumed: 'where RFC 4180 needs them',
		places: ['shared/files/csvMarks.ts CsvMarks'],
		switches: ['csvQuotes'],
	},
	title: {
		name: 'CSV: lines before the header',
		assumed: 'none',
		places: ['shared/files/rows/csvPreface.ts prefaceOf'],
		switches: ['csvTitleLine'],
	},
} as const;

/** What is seen in its rows. */
export const ROWS = {
	header: {
		name: 'CSV: header',
		assumed:
			'Done By, Action, Module, Record Name, Related Module, Related Name, Account Name, Audited Time',
		places: [
			'shared/dialect/columnNames.ts NAMES',
			'shared/dialect/columnContents.ts columnsByContent',
		],
		switches: ['csvColumns', 'csvTitles', 'csvWithout', 'csvTimeColumns', 'csvTimeTitle'],
	},
	format: {
		name: 'CSV: format of times',
		assumed: "the exporting user's date_format and time_format, to the minute",
		places: [
			'shared/dialect/timeDialect.ts timeDialect',
			'shared/dialect/timeFormats.ts DATE_FORMATS',
		],
		switches: ['csvTimeFormat', 'userSettings'],
	},
	zone: {
		name: 'CSV: zone of times',
		assumed: "the exporting user's",
		places: [
			'shared/dialect/timeDialect.ts zoneOf',
			'shared/reading/dialect/entryContexts.ts exporterTimes',
		],
		switches: ['csvTimeZone'],
	},
	times: {
		name: 'CSV: times',
		assumed: 'all can be read, and lie in the window of the export, both ends included',
		places: [
			'shared/dialect/auditedTime.ts AuditedTimeReader',
			'shared/exports/criteria.ts secondsOf',
		],
		switches: ['csvTimeFormat'],
	},
	rows: {
		name: 'CSV: rows',
		assumed: 'all can be read',
		places: ['shared/files/rows/faults.ts faultOf'],
		switches: ['csvBadRow', 'csvFooter'],
	},
	footer: {
		name: 'CSV: lines after the last row',
		assumed: 'none',
		places: ['shared/files/rows/footer.ts endingAt'],
		switches: ['csvFooter'],
	},
	order: {
		name: 'CSV: order of rows',
		assumed: 'newest first; nothing depends on it',
		places: ['shared/entries/topK.ts TopK'],
		switches: ['csvOrder'],
	},
	modules: {
		name: 'CSV: modules',
		assumed: 'by plural label; setup entities by other words',
		places: ['shared/org/modules.ts CrmModules'],
		switches: ['csvModules'],
	},
	actions: {
		name: 'CSV: actions',
		assumed: "Zoho's words for timelines, in lower case with underscores",
		places: ['shared/entries/actions.ts actionWord'],
		switches: ['csvActions'],
	},
	users: {
		name: 'CSV: users',
		assumed: 'by full name, as in the list of users',
		places: ['shared/org/users.ts idOfName'],
	},
} as const;
