import { parsed } from './setting';
import { columnTitles, dateFormat, timeZoneName } from './texts';

/** How exported files are written, where they do not show it by themselves. */
export const FILE_SETTINGS = {
	dateFormat: parsed(
		'a date and a time such as dd.MM.yyyy HH:mm or MM/dd/yyyy hh:mm a',
		dateFormat,
		{
			variable: 'ZOHO_AUDIT_DATE_FORMAT',
			unset: "as the file proves, else the exporting user's",
			about: 'Format of times in exported files',
		},
	),
	fileTimeZone: parsed('an IANA name such as Europe/Berlin', timeZoneName, {
		variable: 'ZOHO_AUDIT_FILE_TIME_ZONE',
		unset: 'as the file proves, else that of the exporting user',
		about: 'Time zone of times in exported files',
	}),
	columns: parsed('pairs such as audited_time=Geprüft am; done_by=Ausgeführt von', columnTitles, {
		variable: 'ZOHO_AUDIT_COLUMNS',
		unset: 'by names and contents',
		about: 'Titles of columns in exported files, where they are not known',
	}),
};
