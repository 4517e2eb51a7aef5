import type { ExporterSettings } from '../../dialect/exportDialect';
import {
	type Circumstances,
	dialectAsKept,
	type DialectFound,
	holdsNow,
	isSettled,
} from '../../dialect/keptDialect';
import type { ZoneOwner } from '../../dialect/auditedTime';
import type { PossibleZone, TimeQuestion } from '../../dialect/timeDialect';
import { TimeZone } from '../../dialect/timeZone';
import type { WrittenFormat } from '../../dialect/writtenTime';
import { DAY } from '../../durations';
import type { EntryContext } from '../../entries/entryContext';
import { windowIn } from '../../exports/compareCriteria';
import type { DownloadedExport } from '../../exports/downloadedExport';
import { unpackingHost } from '../../files/zip';
import type { CallOptions } from '../../http/crmApi';
import { CrmUsers } from '../../org/users';
import type { Session } from '../../session';
import { areTimes, fileDialect, knownCells } from './fileDialect';

/** More than any page of Zoho says that the log is kept. */
const LONGEST_LOG_MS = 3_660 * DAY;

/** For entries in JSON, whose times name their zone and whose users have ids. */
export async function endpointContext(
	session: Session,
	options: CallOptions,
): Promise<EntryContext> {
	const { timeZone } = await session.names.organization(options);
	return {
		users: new CrmUsers([]),
		...(await namesOfRecords(session, options)),
		times: { dateFormat: null, timeFormat: null, timeZone: zoneOf(timeZone) },
	};
}

export interface ExportContext extends EntryContext, DialectFound {}

/** For the files of an export, which say themselves how they are written. */
export async function exportContext(
	session: Session,
	download: DownloadedExport,
	options: CallOptions,
): Promise<ExportContext> {
	const users = await session.names.users(options);
	const names = await namesOfRecords(session, options);
	const found = await exportDialect(session, download, options);
	const { times, hints } = found.dialect;
	return { users, ...names, ...found, times, columns: hints };
}

/** Remembered for the export, and what it proves of zones for others of the organization. */
async function exportDialect(
	session: Session,
	download: DownloadedExport,
	options: CallOptions,
): Promise<DialectFound> {
	const { dialects, assumedDialects, provedZoneOwners, declaredTimes } = session;
	const known = download.id === null ? undefined : dialects.get(download.id);
	if (known) return { dialect: known, circumstances: circumstancesOf(session, known.times, []) };
	const { format, zones } = await exporterTimes(session, download, options);
	const now = circumstancesOf(session, format, zones);
	const assumed = download.id === null ? undefined : assumedDialects.get(download.id);
	if (assumed && holdsNow(assumed, now)) return assumed;
	const kept = download.reading && dialectAsKept(download.reading, now);
	if (kept) return remembered(session, download, { dialect: kept, circumstances: now });
	const question: Omit<TimeQuestion, 'sample'> = {
		declared: format,
		zones,
		within: windowIn(download.criteria ?? null),
		bounds: { from: session.now() - LONGEST_LOG_MS, to: session.now() },
		provedOwners: provedZoneOwners,
		settings: {
			format: declaredTimes.dateFormat !== undefined,
			zone: declaredTimes.timeZone !== undefined,
		},
	};
	const tests = {
		...knownCells(await session.names.users(options), await session.names.modules(options)),
		areTimes: (texts: readonly string[]) => areTimes(texts, question),
	};
	const host = unpackingHost(session, options.signal);
	const map = session.declaredColumns;
	const { dialect, isDamaged } = await fileDialect(download.files, map, question, tests, host);
	const found = { dialect, circumstances: now };
	return isDamaged ? found : remembered(session, download, found);
}

function remembered(
	{ dialects, assumedDialects, provedZoneOwners }: Session,
	{ id, isPart = false }: DownloadedExport,
	found: DialectFound,
): DialectFound {
	const { dialect } = found;
	remember(provedZoneOwners, dialect.times.provedOwners);
	// What one file shows, such as a header alone, is not all that the export shows.
	if (id === null || isPart) return found;
	if (isSettled(dialect)) dialects.set(id, dialect);
	else assumedDialects.set(id, found);
	return found;
}

function circumstancesOf(
	{ declaredTimes, declaredColumns, provedZoneOwners }: Session,
	format: WrittenFormat,
	zones: readonly PossibleZone[],
): Circumstances {
	const owners = zones.map(({ owner, zone }) => [owner, zone.name]);
	return {
		declared: JSON.stringify([declaredTimes, declaredColumns]),
		zones: JSON.stringify([format, owners, [...provedZoneOwners].sort()]),
	};
}

/** Of zones that were alike in one file, those remain that are alike in the next. */
function remember(owners: Set<ZoneOwner>, proved: ReadonlySet<ZoneOwner> | null): void {
	if (proved === null) return;
	const both = [...owners].filter((owner) => proved.has(owner));
	owners.clear();
	for (const owner of both.length > 0 ? both : proved) owners.add(owner);
}

/** How a user writes times now. */
export async function exporterSettings(
	{ names }: Session,
	exporterId: string | null,
	options: CallOptions,
): Promise<ExporterSettings> {
	const own = await names.currentUser(options);
	const isOwn = own !== null && own.id === exporterId;
	const others = isOwn || exporterId === null ? null : await names.users(options);
	const exporter = isOwn ? own : others?.withId(exporterId ?? '');
	const { dateFormat = null, timeFormat = null, locale = null } = exporter ?? {};
	const needsZone = isOwn && own.timeZone === null;
	const timeZone = needsZone ? (await names.organization(options)).timeZone : exporter?.timeZone;
	return { dateFormat, timeFormat, locale, timeZone: timeZone ?? null };
}

/** What the exporting user's settings say, where no setting of ours does, and whose zone it may be else. */
async function exporterTimes(
	session: Session,
	{ createdById, settings }: Pick<DownloadedExport, 'createdById' | 'settings'>,
	options: CallOptions,
): Promise<{ readonly format: WrittenFormat; readonly zones: readonly PossibleZone[] }> {
	const { names, declaredTimes } = session;
	const now = await exporterSettings(session, createdById, options);
	const created = settings ?? now;
	const organization = await names.organization(options);
	const [dateFormat, timeFormat] = splitFormat(declaredTimes.dateFormat);
	const format = {
		dateFormat: dateFormat ?? created.dateFormat,
		timeFormat: timeFormat ?? created.timeFormat,
		locale: created.locale,
	};
	const { timeZone: declared } = declaredTimes;
	// Zoho may have begun to write just after the user had changed the zone.
	const own = [...new Set([created.timeZone, now.timeZone])];
	const possible: readonly (readonly [ZoneOwner, string | null])[] =
		declared !== undefined
			? [['exporter', declared]]
			: [
					...own.map((name) => ['exporter', name] as const),
					['organization', organization.timeZone],
					['utc', 'UTC'],
				];
	const zones = possible.flatMap(([owner, name]): PossibleZone[] => {
		const zone = zoneOf(name);
		return zone ? [{ owner, zone }] : [];
	});
	return { format, zones };
}

async function namesOfRecords(
	{ names, dataCenter }: Session,
	options: CallOptions,
): Promise<Pick<EntryContext, 'modules' | 'urls'>> {
	const modules = await names.modules(options);
	const { domainName } = await names.organization(options);
	return { modules, urls: { web: dataCenter.web, domainName, modules } };
}

/** A zone that this machine does not know is as good as none. */
export function zoneOf(name: string | null): TimeZone | null {
	try {
		return name === null ? null : new TimeZone(name);
	} catch {
		return null;
	}
}

/** `dd-MM-yyyy HH:mm` into its date and its time: the time begins at the hour. */
function splitFormat(format: string | undefined): readonly [string?, string?] {
	const hour = format?.search(/[Hh]/) ?? -1;
	return format === undefined || hour < 1
		? []
		: [format.slice(0, hour).trim(), format.slice(hour).trim()];
}
