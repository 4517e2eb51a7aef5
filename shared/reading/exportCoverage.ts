import { type AuditLogFilter, periodOf } from '../entries/filter';
import type { RowCounts } from './csvEntries';
import { holdsPeriod } from '../exports/compareCriteria';
import type { ExportCap } from './exportCap';
import type { CallOptions } from '../http/crmApi';
import type { CrmUsers } from '../org/users';
import { type Coverage, coverageOf, noteLack, NOTES, withoutTime } from './coverage';
import type { DownloadedExport } from './exportReading';
import type { OrganizationNames } from '../org/organizationNames';

/** What an answer from these exports covers, before they are read. */
export function coverageOfExports(
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
): Coverage {
	const coverage = coverageOf('export', periodOf(filter));
	coverage.export_ids = exports.map(({ id }) => id).filter((id) => id !== null);
	// Exports come oldest window first: the last one reaches the end of what was asked.
	coverage.as_of = exports.at(-1)?.startedAt ?? null;
	if (exports.length > 1) coverage.notes.push(NOTES.parts(exports.length));
	return coverage;
}

/** What the reading of one export adds. */
export function noteRead(
	coverage: Coverage,
	counts: RowCounts,
	{ files, criteria, window }: DownloadedExport,
	filter: AuditLogFilter,
	cap: ExportCap,
): void {
	coverage.entries_read += counts.read;
	coverage.entries_without_time += counts.withoutTime;
	if (counts.read >= cap.entries) noteLack(coverage, NOTES.capped(cap.entries));
	if (files.length === 0) coverage.notes.push(NOTES.noLink);
	const asked = Object.values(filter).some((part) => part !== undefined);
	if (asked && criteria && !holdsPeriod(criteria, window ?? periodOf(filter))) {
		noteLack(coverage, NOTES.narrower);
	}
}

/** What may be missing for want of names and rights. */
export async function noteNames(
	coverage: Coverage,
	exports: readonly DownloadedExport[],
	filter: AuditLogFilter,
	names: OrganizationNames,
	options: CallOptions,
): Promise<void> {
	const users = await names.users(options);
	const { zgid } = await names.organization(options);
	const numbers = new Set(exports.flatMap(({ organizations }) => organizations ?? []));
	// Told and not refused: a sample of Zoho's own page shows two numbers in one organization's list.
	for (const number of zgid === null ? [] : numbers) {
		if (number !== zgid) coverage.notes.push(NOTES.otherOrganization(number, zgid ?? ''));
	}
	coverage.notes.push(...withoutTime(coverage), ...userNotes(filter, users), ...names.notes);
	noteLack(coverage, await names.visibilityNote(options));
}

/**
 * An export names users and gives no ids: who is asked for by id may share a name with somebody else,
 * or have no name that is known.
 */
function userNotes(filter: AuditLogFilter, users: CrmUsers): string[] {
	const ids = (filter.users ?? []).filter((word) => /^\d{5,}$/.test(word));
	return ids.flatMap((id) => {
		const user = users.withId(id);
		if (!user) return [NOTES.unknownUser(id)];
		return users.idOfName(user.name) === null ? [NOTES.sameName(user.name)] : [];
	});
}
