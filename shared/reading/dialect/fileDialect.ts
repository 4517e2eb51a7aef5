import { columnsByContent, type CellTests, timeBeside } from '../../dialect/columnContents';
import { type ColumnHints, findColumns, namedColumns, NO_HINTS } from '../../dialect/csvColumns';
import type { ExportDialect } from '../../dialect/exportDialect';
import { headerZone } from '../../dialect/headerZone';
import { timeDialect, type TimeQuestion } from '../../dialect/timeDialect';
import { isKnownAction } from '../../entries/actions';
import type { ExportFile } from '../../files/exportFile';
import { areTitles } from '../../files/rows/members';
import type { UnpackingHost } from '../../files/zip';
import type { CrmModules } from '../../org/modules';
import type { CrmUsers } from '../../org/users';
import { columnSample, exportSample, type ExportSample, SOUGHT, timesIn } from './exportSample';

export async function fileDialect(
	files: readonly ExportFile[],
	map: ColumnHints['map'],
	question: Omit<TimeQuestion, 'sample'>,
	tests: CellTests,
	host: UnpackingHost,
): Promise<{ readonly dialect: ExportDialect; readonly isDamaged: boolean }> {
	const sample = await exportSample(files, map, host);
	const isHeader = areTitles(sample.header ?? []);
	const isEmpty = sample.isWhole && sample.rows.length === 0 && isHeader;
	const named = { ...NO_HINTS, map, isEmpty };
	const hints = hintsOf(sample, named, tests);
	const found = findColumns(sample.header ?? [], hints);
	const title = sample.header?.[found.at.audited_time ?? -1] ?? '';
	const zones = question.zones.map(({ zone }) => zone);
	const times = timeDialect({
		...question,
		headerZone: headerZone(title, zones, question.within ?? question.bounds),
		sample: timesIn(sample, found.at.audited_time, found.timeOfDay),
	});
	const { header, titles, hasHeader, isDamaged } = sample;
	return { dialect: { header, titles, hasHeader, times, hints, found }, isDamaged };
}

/** Columns without a name that is known, by what they hold. */
function hintsOf(sample: ExportSample, named: ColumnHints, tests: CellTests): ColumnHints {
	const { header } = sample;
	if (header === null) return named;
	const { at, date: dateAt, time: timeAt } = namedColumns(header, named.map);
	const isDated = at.audited_time === undefined;
	const wanted = SOUGHT.filter((column) => at[column] === undefined);
	const dated = [dateAt, timeAt].filter((index) => index !== undefined);
	const taken = new Set(Object.values(at));
	const free = header.flatMap((_, index) =>
		taken.has(index) || dated.includes(index) ? [] : [index],
	);
	const texts = columnSample(sample);
	// People who say which column is the time mean the whole of it.
	const inTwo = [dated, free].map((others) =>
		at.audited_time === undefined || named.map.audited_time !== undefined
			? undefined
			: timeBeside(texts, at.audited_time, others, tests),
	);
	const [date, timeOfDay] = inTwo.find((pair) => pair !== undefined) ?? [];
	if (wanted.length === 0 && date === undefined) return { ...named, header };
	const left = free.filter((index) => index !== date && index !== timeOfDay);
	const found = columnsByContent(texts, left, wanted, dated, tests);
	if (date !== undefined)
		return { ...named, header, byContent: { ...found.at, audited_time: date }, timeOfDay };
	const hints = { ...named, header, byContent: found.at, timeOfDay: found.timeOfDay };
	const [only] = dated;
	// A date alone is the time all the same: it is then left empty, and reported.
	const isLeft = isDated && found.at.audited_time === undefined && only !== undefined;
	return isLeft && dated.length === 1
		? { ...hints, byContent: { ...found.at, audited_time: only } }
		: hints;
}

/** Whether all these texts are times of what was asked for. */
export function areTimes(
	texts: readonly string[],
	question: Omit<TimeQuestion, 'sample'>,
): boolean {
	const { proof } = timeDialect({ ...question, sample: { texts, isWhole: false } });
	return texts.length > 0 && proof !== undefined && proof.format !== 'unknown';
}

export function knownCells(users: CrmUsers, modules: CrmModules): Pick<CellTests, 'known'> {
	const names = new Set(
		users.all.flatMap(({ name, email }) => (email === null ? [name] : [name, email])),
	);
	return {
		known: {
			done_by: (text) => names.has(text),
			done_by_id: (text) => /^\d{12,}$/.test(text) && users.withId(text) !== undefined,
			module: (text) => modules.find(text) !== undefined,
			action: isKnownAction,
		},
	};
}
