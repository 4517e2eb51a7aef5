import { columnsByName } from '../../../shared/dialect/columnNames';
import { findColumns } from '../../../shared/dialect/csvColumns';
import type { ExportDialect } from '../../../shared/dialect/exportDialect';
import { DATE_FORMATS, TIME_FORMATS } from '../../../shared/dialect/timeFormats';
import { exportContext } from '../../../shared/reading/dialect/entryContexts';
import { type Line, line } from '../assumption';
import { count, inOrder, list, oneOf, say, shape, type Shown } from '../shown';
import type { DownloadedFile, Live, Step } from '../step';
import { ROWS as A } from './assumptions';
import { tallyRows } from './rowTally';
import { tallyLines } from './tallyLines';

const TITLES = [
	...['Done By', 'Action', 'Module', 'Record Name', 'Related Module', 'Related Name'],
	...['Account Name', 'Audited Time'],
];
/** Fewer may be cells that happen to be such words. */
const SURE_TITLES = 3;

async function* run(live: Live): AsyncGenerator<Line> {
	const { file, connection } = live;
	if (!file || file.download.files.length === 0) return;
	const { client, host } = connection;
	host.progress('reading the file');
	const { signal } = host;
	const context = await exportContext(client.session, file.download, { signal });
	const { dialect, times: format } = context;
	yield headerLine(dialect);
	yield formatLine(live, file, dialect);
	yield zoneLine(dialect);
	const { header, hints } = dialect;
	const columns = findColumns(header ?? [], hints);
	const key = (name: 'module' | 'action' | 'done_by'): string | undefined =>
		columns.keys[columns.at[name] ?? -1];
	const times = [columns.at.audited_time, columns.timeOfDay].flatMap(
		(index) => columns.keys[index ?? -1] ?? [],
	);
	const keys = { module: key('module'), action: key('action'), doneBy: key('done_by'), times };
	yield* tallyLines(live, file, await tallyRows(client, file.download, keys, format, host.signal));
}

function headerLine({ header, hasHeader, hints, found }: ExportDialect): Line {
	if (header === null) return line(A.header, 'new', say`the file cannot be looked into`);
	if (!hasHeader) {
		const inferred = list(Object.keys(hints.byContent).map(ours));
		return line(A.header, 'variant', say`none; found by what the cells hold: ${inferred}`);
	}
	if (String(header) === String(TITLES)) return line(A.header, 'same', say`the same`);
	const known = header.filter(isKnown);
	const isSure = known.length >= SURE_TITLES;
	const shown = header.map((title) => (isSure ? titleShown(title) : shape(title)));
	const inferred = Object.keys(hints.byContent).map(ours);
	const sought = ['audited_time', 'done_by', 'module', 'action'];
	const lost = sought.filter((column) => !(column in found.at));
	const came = say`${count(header.length)} columns: ${inOrder(shown)}`;
	const hasBlanks = header.some((title) => title !== oneLine(title));
	const blanks = hasBlanks ? say`; with other blanks` : say``;
	const also =
		inferred.length === 0 ? say`` : say`; found by what the cells hold: ${list(inferred)}`;
	const not = lost.length === 0 ? say`` : say`; not found: ${list(lost.map(ours))}`;
	const isRead = known.length === header.length && lost.length === 0;
	return line(A.header, isRead ? 'variant' : 'new', say`${came}${blanks}${also}${not}`);
}

/** A name of a column as it is called here. */
function ours(column: string): Shown {
	return oneOf(column, [column]);
}

/** What a title has in brackets may be a zone, or anything else. */
function titleShown(title: string): Shown {
	const [, name = '', rest = ''] = /^([A-Za-z][A-Za-z ._&-]*)(.*)$/s.exec(oneLine(title)) ?? [];
	const own = name.trim();
	if (own === '' || !isKnown(own)) return shape(title);
	return rest === '' ? oneOf(own, [own]) : say`${oneOf(own, [own])} ${shape(rest)}`;
}

function oneLine(title: string): string {
	return title.replace(/\s+/g, ' ').trim();
}

function isKnown(title: string): boolean {
	const { at, date, time } = columnsByName([title]);
	return Object.keys(at).length > 0 || date === 0 || time === 0;
}

function formatLine({ users }: Live, { download }: DownloadedFile, { times }: ExportDialect): Line {
	const { dateFormat, timeFormat, proof } = times;
	if (!proof) return line(A.format, 'unseen', say`no times`);
	const exporter = download.createdById === null ? undefined : users.withId(download.createdById);
	if (proof.format === 'unknown') return line(A.format, 'new', say`none of the formats known`);
	const shown =
		dateFormat === null
			? say`ISO 8601`
			: say`${oneOf(dateFormat, [...DATE_FORMATS, 'epoch'])} ${oneOf(timeFormat ?? '', TIME_FORMATS)}`;
	const isDeclared =
		dateFormat !== null &&
		dateFormat === exporter?.dateFormat &&
		timeFormat === exporter.timeFormat;
	const how = proof.format === 'proved' ? say`by all times` : say`others fit as well`;
	return line(A.format, isDeclared ? 'same' : 'variant', say`${shown}, ${how}`);
}

function zoneLine({ times }: ExportDialect): Line {
	const { proof, provedOwners } = times;
	if (!proof) return line(A.zone, 'unseen', say`no times`);
	if (proof.zone === 'proved' && provedOwners === null)
		return line(A.zone, 'variant', say`the times name their zone, or need none`);
	if (proof.zone !== 'proved' || provedOwners === null)
		return line(A.zone, 'unseen', say`these times do not show it; those of --create may`);
	const owners = list([...provedOwners].map((owner) => OWNERS[owner]));
	const isOwn = provedOwners.has('exporter');
	return line(A.zone, isOwn ? 'same' : 'variant', say`that of ${owners}, which is proved`);
}

const OWNERS = {
	header: say`the title`,
	exporter: say`the exporting user`,
	organization: say`the organization`,
	utc: say`UTC`,
} as const;

export const fileRows: Step = { assumptions: A, run };
