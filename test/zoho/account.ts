import type { Job } from './exports/jobs';
import type { LogEntry } from './log/logEntry';
import type { User } from './organization/staff';
import type { Switches } from './switches';
import type { Tokens } from './accounts/tokens';

/** The addresses of one data centre: https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html */
export interface Origins {
	readonly accounts: string;
	readonly api: string;
	readonly files: string;
	readonly web: string;
}

/** What one organisation has at Zoho, as far as the answers depend on it. */
export interface Account {
	origins: Origins;
	readonly switches: Switches;
	readonly tokens: Tokens;
	/** Oldest first. */
	readonly log: LogEntry[];
	/** Oldest first. */
	readonly jobs: Job[];
	readonly jobSeconds: number;
	readonly rowsPerFile: number;
	readonly rowsPerExport: number;
	now(): number;
	/** The user behind the tokens. */
	user(): User;
}
