import type { TimeFormat } from '../dialect/auditedTime';
import { TimeZone } from '../dialect/timeZone';
import type { EntryContext } from '../entries/entryContext';
import { windowIn } from '../exports/compareCriteria';
import type { DownloadedExport } from '../exports/downloadedExport';
import type { CallOptions } from '../http/crmApi';
import { CrmUsers } from '../org/users';
import type { Session } from '../session';

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

/** For the files of an export. The window of its criteria rules out times that cannot be right. */
export async function exportContext(
	session: Session,
	download: DownloadedExport | undefined,
	options: CallOptions,
): Promise<EntryContext> {
	const users = await session.names.users(options);
	const times = await exportTimes(session, download?.createdById ?? null, options);
	const within = windowIn(download?.criteria ?? null);
	return { users, ...(await namesOfRecords(session, options)), times: { ...times, within } };
}

/**
 * How times in a file are written: in the format and zone of the user who exported. Of an exporter who
 * is not known nothing is assumed, and only times that name their zone are read.
 */
export async function exportTimes(
	{ names, declaredTimes }: Session,
	exporterId: string | null,
	options: CallOptions,
): Promise<TimeFormat> {
	const users = await names.users(options);
	const own = await names.currentUser(options);
	const isOwn = own !== null && own.id === exporterId;
	const exporter = isOwn ? own : exporterId === null ? undefined : users.withId(exporterId);
	const zone = declaredTimes.timeZone ?? exporter?.timeZone;
	const [dateFormat, timeFormat] = splitFormat(declaredTimes.dateFormat);
	return {
		dateFormat: dateFormat ?? exporter?.dateFormat ?? null,
		timeFormat: timeFormat ?? exporter?.timeFormat ?? null,
		timeZone: zoneOf(zone ?? (isOwn ? (await names.organization(options)).timeZone : null)),
	};
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
function zoneOf(name: string | null): TimeZone | null {
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
