import type { TimeFormat, ZoneOwner } from '../dialect/auditedTime';
import type { AuditLogFilter } from '../entries/filter';
import { type Logged, loggedOf } from '../org/loggedActions';
import type { CrmModules } from '../org/modules';
import { type Column, type CsvColumns, unknownTitles } from '../dialect/csvColumns';
import type { FileColumns } from './csvEntries';
import { type ExportDialect, inferredColumns } from '../dialect/exportDialect';
import type { SkippedMember } from '../files/rows/unreadRows';
import { MAX_NAMED, type UnreadRow, type UnreadRows } from '../files/rows/unreadRows';

/** Sentences on what an answer may lack, for people and models. */
export const NOTES = {
	undocumented:
		'Read from GET /settings/audit_log, which Zoho does not document: how far back it goes is not known.',
	nothingListed:
		'It listed no entry at all, of any time. That may mean that this user is not shown the log: an export would show.',
	/** Zoho says nothing when it cuts an export. */
	capped: (entries: number): string =>
		`An export ends at ${entries.toLocaleString('en')} entries, and this one reached them: others are probably missing. Ask for shorter periods, as Get Audit Log does by itself where it can.`,
	parts: (count: number): string =>
		`Read from ${count} exports, one after the other in time: one export holds at most 180 days and 1,000,000 entries.`,
	withoutTime: (count: number): string =>
		count === 1
			? 'The time of one entry could not be read without guessing; it is given without a time, whatever the period.'
			: `The times of ${count} entries could not be read without guessing; they are given without a time, whatever the period.`,
	assumedZone: (zone: string): string =>
		`The file does not show in which time zone its times are: they were read as ${zone}, the zone of the user who exported.`,
	fittingZone: (zone: string): string =>
		`The file does not show in which time zone its times are, and that of the user who exported is not known: they were read as ${zone}, which of the organization's zone and UTC is the only one that fits.`,
	namedZone: (zone: string): string =>
		`The times do not prove in which time zone they are: they were read as ${zone}, which the title of their column names.`,
	assumedFormat: (format: string): string =>
		`The times fit more than one date format: they were read as ${format}, the format of the user who exported.`,
	ifAssumedWrong:
		'If that is wrong, entries near the ends of the period are missing: set date format and time zone of the file, and it is settled.',
	unknownTimes:
		'No single date format and time zone fit all times of the file, so none was read. If you know them, set date format and time zone (in n8n under Options, in the server by ZOHO_AUDIT_DATE_FORMAT and ZOHO_AUDIT_FILE_TIME_ZONE).',
	title: (lines: readonly string[]): string =>
		`Lines before the header were passed over: ${lines.map((line) => line.slice(0, 80)).join(' / ')}`,
	noHeader: 'The file has no header: its columns are known by what they hold.',
	inferred: (column: string, title: string): string =>
		`The column "${title.slice(0, 40)}" was taken for ${column} by what it holds.`,
	noColumn: (column: string, file?: string): string =>
		`The file${file === undefined ? '' : ` ${file}`} has no column for ${column}.`,
	noSuchTitle: (column: string, title: string): string =>
		`The settings of columns call "${title.slice(0, 40)}" the one for ${column}, and the file has no such column.`,
	noLink: 'Zoho gave no file for the export, which is taken to mean that there are no entries.',
	header: (file: string): string =>
		`The file ${file} holds a header and no row, so there are no entries in it.`,
	sentence: (file: string, text: string): string =>
		`The file ${file} holds only the sentence "${text}", which is taken to mean that there are no entries.`,
	nothing: (file: string): string =>
		`The file ${file} is empty, without even a header. There are probably no entries; another export would show.`,
	sameName: (name: string): string =>
		`More than one user is named ${name}, and an export names users only, without ids: entries of each of them are included.`,
	notExcluded: (name: string): string =>
		`More than one user is named ${name}, and an export names users only, without ids: nothing of them is left out.`,
	eachOf: (name: string): string =>
		`More than one user is named ${name}: entries of each of them are included. Give the id of one to have them apart.`,
	countedTogether: (name: string): string =>
		`More than one user is named ${name}, and an export names users only, without ids: they are counted together.`,
	lessLogged: (module: string, logged: Logged): string =>
		logged === 'unknown'
			? `Zoho's help does not say what is logged of ${module}: a change that is not here may not have been logged.`
			: `Of ${module} an older page of Zoho's help lists ${logged} alone, a newer one additions and updates as well: a change that is not here may not have been logged.`,
	unknownUser: (id: string): string =>
		`No user with the id ${id} is known, and an export names users only, without ids: nothing of that user can be found in it.`,
	otherOrganization: (number: string, own: string): string =>
		`The download link names the organization ${number}, and this connection is of ${own}: check that it is the right one.`,
	ownEntries: (name: string, profile: string | null): string =>
		`Read as ${name}${profile === null ? '' : `, profile ${profile}`}: administrators and the CEO see every entry, other users their own and those of their subordinates, so this may not be all.`,
	unknownVisibility:
		'Whether this user sees every entry is not known: administrators and the CEO do, other users see their own and those of their subordinates.',
	narrower:
		'The export does not hold all of what was asked for: it is limited to other times, users, modules or actions.',
} as const;

const ASSUMED: Readonly<Record<ZoneOwner, (zone: string) => string>> = {
	header: NOTES.namedZone,
	exporter: NOTES.assumedZone,
	organization: NOTES.fittingZone,
	utc: NOTES.fittingZone,
};

/** What the times themselves leave open of how they are to be read. */
export function timeNotes(times: TimeFormat): string[] {
	const { proof, timeZone, dateFormat, timeFormat } = times;
	if (!proof) return [];
	if (proof.format === 'unknown') return [NOTES.unknownTimes];
	const assumed = ASSUMED[times.assumedOwner ?? 'exporter'];
	return [
		...(proof.format === 'assumed' ? [NOTES.assumedFormat(`${dateFormat} ${timeFormat}`)] : []),
		...(proof.zone === 'assumed' ? [assumed(timeZone?.name ?? 'UTC')] : []),
		...(proof.zone === 'unknown' ? [NOTES.unknownTimes] : []),
	];
}

/** Columns that an export is expected to have, in people's words. */
const EXPECTED = {
	audited_time: 'the time',
	done_by: 'the user',
	action: 'the action',
	module: 'the module',
	record: 'the record',
	related_module: "the related record's module",
	related_record: 'the related record',
	account_name: 'the account',
} as const satisfies Partial<Record<Column, string>>;

/** What of the columns is not as expected. */
export function columnNotes(dialect: ExportDialect): string[] {
	const { header, titles, hasHeader, found, hints } = dialect;
	if (header === null) return [];
	const unknown = unknownTitles(header, hints.map).map(([column, title]) =>
		NOTES.noSuchTitle(nameOf(column), title),
	);
	if (hints.isEmpty) return unknown;
	return [
		...(titles.length > 0 ? [NOTES.title(titles)] : []),
		...(hasHeader ? [] : [NOTES.noHeader]),
		...unknown,
		...inferredColumns(dialect).map(([column, title]) => NOTES.inferred(nameOf(column), title)),
		...missingIn(found.at).map((column) => NOTES.noColumn(nameOf(column))),
	];
}

/** What of a file is not proved, or not as expected, and is likely to be so in the next one too. */
export function dialectNotes(dialect: ExportDialect): string[] {
	// What comes before a header changes nothing.
	return [...timeNotes(dialect.times), ...columnNotes({ ...dialect, titles: [] })];
}

/** The same of CSVs of an export that have another header than the one that was looked into. */
export function otherColumnNotes(
	{ header, found, hints }: ExportDialect,
	headers: ReadonlyMap<string, FileColumns>,
): string[] {
	if (header === null || hints.isEmpty) return [];
	const known = missingIn(found.at);
	return [...headers].flatMap(([other, { file, at }]) =>
		other === String(header)
			? []
			: missingIn(at)
					.filter((column) => !known.includes(column))
					.map((column) => NOTES.noColumn(nameOf(column), file)),
	);
}

function missingIn(at: CsvColumns['at']): readonly Column[] {
	return (Object.keys(EXPECTED) as (keyof typeof EXPECTED)[]).filter(
		(column) => at[column] === undefined && (column !== 'done_by' || at.done_by_id === undefined),
	);
}

function nameOf(column: Column): string {
	return column in EXPECTED
		? EXPECTED[column as keyof typeof EXPECTED]
		: column.replaceAll('_', ' ');
}

/** Which lines of files could not be read; null for none. */
export function unreadNote({ count, named }: UnreadRows): string | null {
	if (count === 0) return null;
	const places = new Map<string, { readonly place: UnreadRow; readonly lines: number[] }>();
	for (const place of named) {
		const key = `${place.file} ${place.why}`;
		const known = places.get(key) ?? { place, lines: [] };
		known.lines.push(place.line);
		places.set(key, known);
	}
	const list = [...places.values()].map(
		({ place: { file, why }, lines }) =>
			`${file}, line${lines.length === 1 ? '' : 's'} ${lines.join(', ')} (${why})`,
	);
	const others = count - named.length;
	const more = others === 0 ? '' : `; and ${others.toLocaleString('en')} others`;
	const subject = count === 1 ? 'One row' : `${count.toLocaleString('en')} rows`;
	return `${subject} could not be read and ${count === 1 ? 'is' : 'are'} missing here: ${list.join('; ')}${more}.`;
}

/** What a question that is limited to modules may miss, because Zoho logs less of them. */
export function loggedNotes({ modules }: AuditLogFilter, all: CrmModules): string[] {
	return (modules ?? []).flatMap((word) => {
		// A connection may not be allowed to know the modules.
		const apiName = word.trim().replaceAll(' ', '_');
		const module = all.find(word) ?? { apiName, moduleName: null, pluralLabel: word };
		const logged = loggedOf(module);
		return logged ? [NOTES.lessLogged(module.pluralLabel ?? apiName, logged)] : [];
	});
}

/** Which members of archives are not CSV: those in the place of entries, or the others; null for none. */
export function skippedNote(all: readonly SkippedMember[], isLoss: boolean): string | null {
	const skipped = all.filter((member) => member.isLoss === isLoss);
	if (skipped.length === 0) return null;
	const named = skipped.slice(0, MAX_NAMED).map(({ name, holds }) => `${name} (${holds})`);
	const others = skipped.length - named.length;
	const list = named.join(', ') + (others > 0 ? ` and ${others} others` : '');
	const { archive } = skipped[0] ?? {};
	return isLoss
		? `The archive ${archive} holds something else where entries may have been: ${list}. Export the period again.`
		: `The archive ${archive} also holds something that is not a file of entries: ${list}.`;
}
