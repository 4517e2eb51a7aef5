import type { Tokens } from './accounts/tokens';
import type { Job } from './exports/job';
import type { LogEntry } from './log/logEntry';
import type { User } from './organization/staff';
import type { BinChanges } from './recycleBin/binItem';
import type { Switches } from './switches';

/** The origins of one data center: https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html */
export interface Origins {
	readonly accounts: string;
	readonly api: string;
	readonly files: string;
	readonly web: string;
}

/** The state of one organization that responses depend on. */
export interface Account {
	origins: Origins;
	readonly switches: Switches;
	readonly tokens: Tokens;
	/** Oldest first. */
	readonly log: LogEntry[];
	/** Oldest first. */
	readonly jobs: Job[];
	readonly bin: BinChanges;
	readonly jobSeconds: number;
	readonly rowsPerFile: number;
	readonly rowsPerExport: number;
	now(): number;
	/** The user the tokens belong to. */
	user(): User;
}
