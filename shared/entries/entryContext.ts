import type { CrmModules } from '../org/modules';
import type { CrmUsers } from '../org/users';
import type { TimeFormat } from '../dialect/auditedTime';
import type { ColumnHints } from '../dialect/csvColumns';
import type { RecordUrls } from './recordUrl';

/** What a reader of entries has to know about the organization. */
export interface EntryContext {
	readonly users: CrmUsers;
	readonly modules: CrmModules;
	readonly urls: RecordUrls;
	readonly times: TimeFormat;
	/** How the columns of files are found; by their names alone by default. */
	readonly columns?: ColumnHints | undefined;
}
