import type { Switches } from '../switches';
import type { LogEntry } from '../log/logEntry';
import type { User } from '../organization/staff';
import type { Criteria } from './criteriaMatch';

/** One export job: https://www.zoho.com/crm/developer/docs/api/v8/get-export-audit-log.html */
export interface Job {
	readonly id: string;
	/** The id in its links; it differs from the job's in the docs' sample as well. */
	readonly fileId: string;
	readonly created_by: User;
	readonly criteria: Criteria | null;
	readonly created: number;
	readonly outcome: Switches['jobOutcome'];
	/** When it leaves `scheduled`, and when it ends. */
	readonly starts: number;
	readonly ends: number;
	/** The entries visible to its creator when it started, oldest first; null before. */
	entries: readonly LogEntry[] | null;
	/** Cached, with the dialect it was written in. */
	file?: { readonly dialect: string; readonly body: Buffer };
}
