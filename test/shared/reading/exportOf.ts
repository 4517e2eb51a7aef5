import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import type { AuditLogFilter } from '../../../shared/entries/filter';
import type { AuditLogEntry } from '../../../shared/entries/auditLogEntry';
import type { SessionSettings } from '../../../shared/session';
import { AuditLogClient } from '../../../shared/client';
import { dataCenterById } from '../../../shared/dataCenters';
import { criteriaFor } from '../../../shared/exports/criteria';
import { all, europe } from '../host';

const FROM = Date.parse('2026-09-01T00:00:00Z');
const DAY = 86_400_000;

export const csvOf = (lines: readonly (readonly string[])[], delimiter = ','): string =>
	lines.map((cells) => `${cells.join(delimiter)}\r\n`).join('');

/** An export of one day with these files, each given as text or bytes, and a reading of it. */
export function readExport(
	files: string | readonly (string | Uint8Array)[],
	filter: AuditLogFilter = {},
	settings: Partial<SessionSettings> = {},
) {
	const { transport, time } = europe();
	const client = new AuditLogClient({
		transport,
		dataCenter: dataCenterById('eu'),
		now: () => FROM + 5 * DAY,
		sleep: time.sleep,
		...settings,
	});
	const download: DownloadedExport = {
		id: '1',
		startedAt: new Date(FROM + 2 * DAY).toISOString(),
		createdById: '7610000000000004001',
		criteria: criteriaFor({ window: { from: FROM, to: FROM + DAY } }),
		files: (typeof files === 'string' ? [files] : files).map((bytes, index) => ({
			name: index === 0 ? 'AuditLog.csv' : `AuditLog_${index}.csv`,
			bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
		})),
	};
	return { client, download, reading: client.readEntries([download], filter) };
}

/** All entries of such an export, and what is reported of them. */
export async function entriesIn(...export_: Parameters<typeof readExport>) {
	const { reading } = readExport(...export_);
	const entries = await all(reading);
	return { entries, coverage: reading.coverage, notes: reading.coverage.notes.join('\n') };
}

/** What an entry says, for comparing: who, what, where and when. */
export const essence = ({ done_by, action, module, audited_time }: AuditLogEntry): unknown[] => [
	done_by?.name,
	action,
	module,
	Date.parse(audited_time ?? ''),
];
