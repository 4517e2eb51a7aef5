import type { Archive } from '../archive/archive';
import type { AuditLogClient } from '../../shared/client';
import type { Config } from '../config/config';
import type { Log } from '../log';
import type { Refresh } from './kept/refresh';
import type { Runs } from './runs';
import type { SeenRecords } from './seenRecords';
import type { Turns } from './turns';

/** What outlives a connection. */
export interface App {
	readonly version: string;
	readonly config: Config;
	readonly log: Log;
	/** The page that draws answers in hosts that show it; null for none. */
	readonly view: string | null;
	readonly runs: Runs;
	readonly archive: Archive;
	/** Brings the archive up to now while questions are answered. */
	readonly refresh: Refresh;
	readonly seenRecords: SeenRecords;
	/** For what reads many entries: few at a time, so that memory has a limit. */
	readonly scans: Turns;
	/** Milliseconds; this machine's clock. */
	readonly now: () => number;
	/**
	 * For questions: it creates exports where the configuration allows that.
	 * @throws CredentialError when a variable is missing or Zoho gives no token.
	 */
	client(signal?: AbortSignal): Promise<AuditLogClient>;
	/** For explicit requests for an export. */
	creatingClient(signal?: AbortSignal): Promise<AuditLogClient>;
}
